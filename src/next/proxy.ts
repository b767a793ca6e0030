import type { NextRequest } from 'next/server.js'
import type { AnyConfig, FindEngine } from './engines.js'
import type { NextAuthRequest } from './types.js'

type Handler<S> = (request: NextAuthRequest<S>, context: unknown) => unknown

/**
 * `proxy.ts` and `middleware.ts`: who is it, may they go on, and the cookie of a session that was due.
 * A convenience for visitors, never the lock: pages and routes ask `auth()` themselves.
 */
export async function answerProxy<S>(
  find: FindEngine,
  authorized: Authorized,
  request: NextRequest,
  handler?: Handler<S>,
  context?: unknown,
): Promise<Response> {
  const engine = await find(request)
  const { basePath } = engine.settings.site
  const ownRoute = request.nextUrl.pathname.startsWith(`${basePath}/`)
  const { session, cookies } = ownRoute ? { session: null, cookies: [] } : await engine.readAndRefresh(request)
  const response = await decide()
  return withCookies(response, cookies)

  async function decide(): Promise<Response> {
    // The library's own routes are how one signs in.
    if (ownRoute && !handler) return goOn()
    const verdict = ownRoute || !authorized ? true : await authorized({ request, auth: session })
    if (verdict instanceof Response) return verdict
    if (handler) {
      const seen = Object.assign(request, { auth: session as S | null }) as NextAuthRequest<S>
      const answer = await handler(seen, context)
      return answer instanceof Response ? answer : verdict ? goOn() : toSignIn()
    }
    return verdict ? goOn() : toSignIn()
  }

  function toSignIn(): Response {
    const { origin } = originAndBase(engine.settings.site.origin, request)
    const { pathname, search } = request.nextUrl
    const page = new URL(engine.settings.pages.signIn ?? `${basePath}/signin`, origin)
    if (page.pathname === pathname) return goOn()
    page.searchParams.set('callbackUrl', `${origin}${pathname}${search}`)
    return new Response(null, { status: 307, headers: { Location: page.href } })
  }
}

export type Authorized = NonNullable<NonNullable<AnyConfig['callbacks']>['authorized']> | undefined

/** What `NextResponse.next()` is on the wire, without loading it. */
function goOn(): Response {
  return new Response(null, { headers: { 'x-middleware-next': '1' } })
}

/** The request's own origin only when none is configured: it serves for a redirect back to this very server. */
function originAndBase(configured: string | undefined, request: NextRequest): { origin: string } {
  return { origin: configured ?? request.nextUrl.origin }
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response
  const answer = new Response(response.body, response)
  for (const line of cookies) answer.headers.append('Set-Cookie', line)
  // A page that carries a session's cookie belongs to one visitor.
  answer.headers.set('Cache-Control', 'private, no-store')
  return answer
}
