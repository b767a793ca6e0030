import type { NextRequest } from 'next/server.js'
import { originOf } from '../config/origin.js'
import type { AnyConfig, FindEngine } from './engines.js'
import { isOwnRoute, isSamePage, pathOf, statusOf } from './paths.js'
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
  const { settings } = engine
  const path = pathOf(request)
  const ownRoute = isOwnRoute(request, settings.site.basePath)
  // The library's own routes prolong a session themselves, and two answers to one request must not both set its cookie.
  const { session, cookies } = ownRoute
    ? { session: handler ? await engine.read(request.headers) : null, cookies: [] }
    : await engine.readAndRefresh(request)
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
    const origin = originOf(settings, request.headers) ?? request.nextUrl.origin
    const page = new URL(settings.pages.signIn ?? `${settings.site.basePath}/signin`, origin)
    if (page.origin === origin && isSamePage(page.pathname, path)) return goOn()
    const { pathname, search } = new URL(request.nextUrl.href)
    page.searchParams.set('callbackUrl', origin + pathname + search)
    return new Response(null, { status: statusOf(request), headers: { Location: page.href } })
  }
}

export type Authorized = NonNullable<NonNullable<AnyConfig['callbacks']>['authorized']> | undefined

/** What `NextResponse.next()` is on the wire, without loading it. */
function goOn(): Response {
  return new Response(null, { headers: { 'x-middleware-next': '1' } })
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return response
  const answer = new Response(response.body, response)
  for (const line of cookies) answer.headers.append('Set-Cookie', line)
  // A page that carries a session's cookie belongs to one visitor.
  answer.headers.set('Cache-Control', 'private, no-store')
  return answer
}
