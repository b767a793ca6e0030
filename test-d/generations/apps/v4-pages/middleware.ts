import { NextResponse } from 'next/server.js'
import { type NextRequestWithAuth, withAuth } from 'next-auth/middleware'

export default withAuth(
  function middleware(req: NextRequestWithAuth) {
    if (req.nextUrl.pathname.startsWith('/admin') && req.nextauth.token?.role !== 'admin')
      return NextResponse.redirect(new URL('/', req.url))
    return NextResponse.next()
  },
  {
    callbacks: { authorized: ({ token, req }) => req.nextUrl.pathname === '/' || token?.role === 'admin' },
    pages: { signIn: '/signin' },
    secret: process.env.NEXTAUTH_SECRET,
  },
)

export const plain = withAuth({ callbacks: { authorized: ({ token }) => !!token } })
export { default as whole } from 'next-auth/middleware'
export const config = { matcher: ['/admin/:path*'] }
