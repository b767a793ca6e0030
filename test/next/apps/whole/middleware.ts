import { type NextFetchEvent, type NextRequest, NextResponse } from 'next/server'
import { getToken } from 'next-auth/jwt'
import { withAuth } from 'next-auth/middleware'
import { auth } from './auth'

const guard = withAuth({ callbacks: { authorized: ({ token }) => token?.greeting !== undefined } })

export default async function middleware(request: NextRequest, event: NextFetchEvent) {
  const { pathname } = request.nextUrl
  if (pathname.startsWith('/v4')) return guard(request, event)
  if (pathname !== '/token') return auth(request, event)
  const token = await getToken({ req: request })
  return NextResponse.json({ name: token?.name ?? null, runtime: 'EdgeRuntime' in globalThis ? 'edge' : 'node' })
}

export const config = { matcher: ['/guarded', '/v4/guarded', '/token'] }
