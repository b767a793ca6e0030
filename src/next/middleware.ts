import type { NextFetchEvent, NextRequest } from 'next/server.js'
import type { Awaitable, JWT, Session } from '../base/types.js'
import type { CookiesOptions, JWTOptions, PagesOptions } from '../config/options.js'
import { type AnyConfig, engineOf } from './engines.js'
import { isOwnRoute, isSamePage, pathOf, statusOf } from './paths.js'

/** What v4's `withAuth` takes. Reads token sessions only; `auth` of `NextAuth(config)` reads both strategies. */
export interface NextAuthMiddlewareOptions {
  /** `signIn` and `error` are let through. */
  pages?: PagesOptions
  cookies?: Pick<CookiesOptions, 'sessionToken'>
  jwt?: Pick<JWTOptions, 'decode'>
  callbacks?: {
    /** Default: whether there is a session. */
    authorized?(params: { token: JWT | null; req: NextRequest }): Awaitable<boolean>
  }
  /** Default: `AUTH_SECRET`, then `NEXTAUTH_SECRET`. */
  secret?: string
}

export interface NextRequestWithAuth extends NextRequest {
  nextauth: { token: JWT | null }
}

export type NextMiddlewareWithAuth = (request: NextRequestWithAuth, event: NextFetchEvent) => Awaitable<Response | null | undefined | void>

/** Each way to call `withAuth`. */
export type WithAuthArgs =
  | [request: NextRequest, eventOrOptions?: NextFetchEvent | NextAuthMiddlewareOptions]
  | [middleware: NextMiddlewareWithAuth, options?: NextAuthMiddlewareOptions]
  | [options?: NextAuthMiddlewareOptions]

type Middleware = (request: NextRequest, event: NextFetchEvent) => Promise<Response | undefined>

/** Next's own files, which no page needs a session for. */
const open = ['/_next', '/favicon.ico']
const noOptions: NextAuthMiddlewareOptions = Object.freeze({})

/** Guards every path that `config.matcher` names. */
export function withAuth(request: NextRequest, event?: NextFetchEvent): Promise<Response | undefined>
export function withAuth(request: NextRequest, options: NextAuthMiddlewareOptions): Promise<Response | undefined>
export function withAuth(middleware: NextMiddlewareWithAuth, options?: NextAuthMiddlewareOptions): Middleware
export function withAuth(options: NextAuthMiddlewareOptions): Middleware
export function withAuth(): Middleware
export function withAuth(first?: unknown, second?: unknown): unknown {
  if (first instanceof Request) return guard(first as NextRequest, isOptions(second) ? second : noOptions)
  if (typeof first !== 'function') return (request: NextRequest) => guard(request, (first as NextAuthMiddlewareOptions) ?? noOptions)
  const options = (second as NextAuthMiddlewareOptions) ?? noOptions
  return (request: NextRequest, event: NextFetchEvent) => guard(request, options, (seen) => (first as NextMiddlewareWithAuth)(seen, event))
}

export default withAuth

function isOptions(value: unknown): value is NextAuthMiddlewareOptions {
  return typeof value === 'object' && value !== null && !('waitUntil' in value)
}

type Next = (request: NextRequestWithAuth) => Awaitable<Response | null | undefined | void>

async function guard(request: NextRequest, options: NextAuthMiddlewareOptions, next?: Next): Promise<Response | undefined> {
  const engine = engineOf(configOf(options))
  const { basePath, origin: configured } = engine.settings.site
  const { pathname } = request.nextUrl
  const origin = configured ?? request.nextUrl.origin
  const pages = [options.pages?.signIn ?? `${basePath}/signin`, options.pages?.error ?? `${basePath}/error`].map(
    (page) => new URL(page, origin),
  )
  const passes =
    isOwnRoute(request, basePath) ||
    pages.some((page) => page.origin === origin && isSamePage(page.pathname, pathOf(request))) ||
    open.some((path) => pathname === path || pathname.startsWith(`${path}/`))
  if (passes) return undefined
  const session = (await engine.read(request.headers)) as { token: JWT } | null
  const token = session?.token ?? null
  const allowed = (await options.callbacks?.authorized?.({ token, req: request })) ?? token !== null
  if (allowed) return (await next?.(Object.assign(request, { nextauth: { token } }))) ?? undefined
  const target = pages[0] as URL
  const wanted = new URL(request.nextUrl.href)
  target.searchParams.set('callbackUrl', wanted.pathname + wanted.search)
  return new Response(null, { status: statusOf(request), headers: { Location: target.href } })
}

/** The part of a configuration that reading a token needs; one per options object. */
const configs = new WeakMap<NextAuthMiddlewareOptions, AnyConfig>()

function configOf(options: NextAuthMiddlewareOptions): AnyConfig {
  const known = configs.get(options)
  if (known) return known
  const made: AnyConfig = {
    providers: [],
    session: { strategy: 'jwt' },
    secret: options.secret,
    callbacks: { session: ({ session, token }: { session: Session; token: JWT }) => ({ ...session, token }) },
    logger: { warn: () => {} },
    ...(options.cookies ? { cookies: options.cookies } : {}),
    ...(options.jwt ? { jwt: options.jwt } : {}),
  }
  configs.set(options, made)
  return made
}
