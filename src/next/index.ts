import type { GetServerSidePropsContext, NextApiRequest, NextApiResponse } from 'next'
import type { NextRequest } from 'next/server.js'
import { lazily } from '../base/lazily.js'
import { andThen } from '../base/maybe-promise.js'
import type { Account, JWT, Session } from '../base/types.js'
import { underBasePath } from './base-path.js'
import { type AnyConfig, engineOf, type Factory, type FindEngine, findEngine } from './engines.js'
import { requestHeaders } from './headers.js'
import type { Authorized } from './proxy.js'
import { withoutRouteParameters } from './route-parameters.js'
import type { AuthFunction, NextAuthConfig, NextAuthResult } from './types.js'

export { customFetch } from '../base/custom-fetch.js'
export * from '../base/error-kinds.js'
export * from '../base/errors.js'
export * from '../base/types.js'
export * from '../config/options.js'
export * from './earlier-types.js'
export * from './types.js'

const loadActions = lazily(() => import('./actions.js'))
const loadPages = lazily(() => import('./pages.js'))
const loadProxy = lazily(() => import('./proxy.js'))

/**
 * Authentication for Next.js. One call makes everything:
 *
 * ```ts
 * export const { handlers, auth, signIn, signOut } = NextAuth({ providers: [GitHub] })
 * ```
 *
 * The result is also itself a handler for `pages/api/auth/[...nextauth]` and `app/api/auth/[...nextauth]/route`.
 * Throws `AuthError` for options that cannot work.
 */
function NextAuth<S = Session, T = JWT>(options: NextAuthConfig<S, T>): NextAuthResult<S>
/** Options per request; without a request (server components, actions) the function gets `undefined`. */
function NextAuth<S = Session, T = JWT>(
  options: (request: NextRequest | undefined) => NextAuthConfig<S, T> | Promise<NextAuthConfig<S, T>>,
): NextAuthResult<S>
/** Answers at once, with options made for this request. */
function NextAuth(request: NextApiRequest, response: NextApiResponse, options: NextAuthConfig): Promise<void>
function NextAuth(request: NextRequest, context: unknown, options: NextAuthConfig): Promise<Response>
function NextAuth(first: unknown, second?: unknown, third?: AnyConfig): unknown {
  if (third) return route(findEngine(third), first, second)
  const options = first as AnyConfig | Factory
  const find = findEngine(options)
  const handler = (request: unknown, context?: unknown): unknown => route(find, request, context)
  const app = (request: Request, context?: unknown): Promise<Response> => answerApp(find, request, context)
  return Object.assign(handler, {
    handlers: { GET: app, POST: app },
    GET: app,
    POST: app,
    auth: authFunction(find, typeof options === 'function' ? undefined : options.callbacks?.authorized),
    signIn: async (...call: unknown[]) => (await loadActions()).signInAction(find, ...(call as [string])),
    signOut: async (call?: object) => (await loadActions()).signOutAction(find, call),
    refreshTokens: async (account: Account, request?: Request) => (await find(request)).refreshTokens(account),
    unstable_update: async (data: unknown) => (await loadActions()).updateAction(find, data),
  })
}

export default NextAuth

/** The App Router hands over a `Request`, the Pages Router Node's two objects. */
function route(find: FindEngine, request: unknown, second: unknown): unknown {
  if (request instanceof Request) return answerApp(find, request, second)
  return andThen(loadPages(), ({ answerPages }) => answerPages(find, request as NextApiRequest, second as NextApiResponse))
}

async function answerApp(find: FindEngine, request: Request, context: unknown): Promise<Response> {
  const engine = await find(request)
  const { basePath } = engine.settings.site
  return andThen(withoutRouteParameters(request, context), (asked) => engine.handle(underBasePath(asked, basePath)))
}

function authFunction<S>(find: FindEngine, authorized: Authorized): AuthFunction<S> {
  const auth = (...call: unknown[]): unknown => {
    const [first, second] = call
    if (call.length === 0) return readServer(find)
    if (typeof first === 'function')
      return (request: NextRequest, context: unknown) => proxied(find, authorized, request, first as never, context)
    if (first instanceof Request) return proxied(find, authorized, first as NextRequest)
    const { req = first, res = second } = first as Partial<GetServerSidePropsContext>
    return andThen(loadPages(), ({ readPages }) => readPages(find, req as NextApiRequest, res as NextApiResponse))
  }
  return auth as AuthFunction<S>
}

async function proxied(
  find: FindEngine,
  authorized: Authorized,
  request: NextRequest,
  handler?: never,
  context?: unknown,
): Promise<Response> {
  const { answerProxy } = await loadProxy()
  return answerProxy(find, authorized, request, handler, context)
}

async function readServer(find: FindEngine): Promise<unknown> {
  const headers = await requestHeaders()
  return (await find()).read(headers)
}

// biome-ignore lint/suspicious/noExplicitAny: a callback of whatever parameters
type SessionOf<O> = O extends { callbacks: { session: (...call: any[]) => infer R } }
  ? unknown extends Awaited<R>
    ? Session
    : Awaited<R>
  : Session

type PagesRequest = GetServerSidePropsContext['req'] | NextApiRequest
type PagesResponse = GetServerSidePropsContext['res'] | NextApiResponse

/** One list for all, so that an application may hand on what it was given: `getServerSession(...args, options)`. */
type ServerSessionCall<O> =
  | [request: PagesRequest, response: PagesResponse, options: O]
  | [request: PagesRequest, response: PagesResponse]
  | [options: O]
  | []

/**
 * Who is here: v4's name for `auth()`. In server components and route handlers with the options alone, in the Pages Router
 * with request and response before them. Without options, by what the environment says: token sessions under `AUTH_SECRET`.
 */
export function getServerSession<O extends Partial<AnyConfig>>(...call: ServerSessionCall<O>): Promise<SessionOf<O> | null>
export async function getServerSession(...call: readonly unknown[]): Promise<unknown> {
  const [request, response, options = unsaid] = call.length >= 2 ? call : [undefined, undefined, call[0]]
  const find: FindEngine = () => engineOf(options as AnyConfig)
  if (request === undefined) return readServer(find)
  const { readPages } = await loadPages()
  return readPages(find, request as NextApiRequest, response as NextApiResponse)
}

/** Reading a token needs no more than the secret. */
const unsaid: AnyConfig = Object.freeze({ providers: [], session: Object.freeze({ strategy: 'jwt' as const }), logger: { warn: () => {} } })

/** v4's first name for it. */
export const unstable_getServerSession: typeof getServerSession = getServerSession
