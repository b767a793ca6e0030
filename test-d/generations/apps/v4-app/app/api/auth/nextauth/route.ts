import type { NextRequest } from 'next/server.js'
import NextAuth from 'next-auth'
import { authOptions } from '../../../../lib/auth.js'

const handler = NextAuth(authOptions)

export { handler as GET, handler as POST }

interface RouteHandlerContext {
  params: { nextauth: string[] }
}

export async function perRequest(request: NextRequest, context: RouteHandlerContext) {
  return await NextAuth(request, context, { ...authOptions, debug: context.params.nextauth.includes('signin') })
}
