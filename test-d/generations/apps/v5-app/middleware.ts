import { NextResponse } from 'next/server.js'
import NextAuth, { type NextAuthRequest } from 'next-auth'
import authConfig from './auth.config.js'

const { auth } = NextAuth(authConfig)

export default auth((req) => {
  if (!req.auth && req.nextUrl.pathname !== '/login') return NextResponse.redirect(new URL('/login', req.nextUrl.origin))
})

export const wrapped = auth(async function middleware(req: NextAuthRequest) {
  return NextResponse.json({ role: req.auth?.user.role })
})

export const GET = auth(async (req, { params }) => {
  const { id } = await params
  return new Response(JSON.stringify({ id, name: req.auth?.user?.name }))
})

export { auth as middleware }
export const config = { matcher: ['/((?!api).*)'] }
