import type { GetServerSidePropsContext, NextApiRequest, NextApiResponse } from 'next'
import type { NextFetchEvent, NextRequest } from 'next/server.js'
import type { Account, Awaitable, JWT, Session } from '../base/types.js'
import type { AuthOptions, GivenCallbacks } from '../config/options.js'
import type { TokenSet } from '../engine/index.js'

/** Options under Next: those of the engine, and `authorized` for the proxy. */
export interface NextAuthConfig<S = Session, T = JWT> extends Omit<AuthOptions<S, T>, 'callbacks'> {
  callbacks?: GivenCallbacks<S, T> & {
    /** Whether a request may go on, in `proxy.ts` and `middleware.ts`. False leads to the sign-in page; a response is the answer. */
    authorized?(params: { request: NextRequest; auth: S | null }): Awaitable<boolean | Response | undefined>
  }
}

/** v4's name. */
export type NextAuthOptions<S = Session, T = JWT> = NextAuthConfig<S, T>

/** A request that was looked at: who sent it is in `auth`. */
export interface NextAuthRequest<S = Session> extends NextRequest {
  auth: S | null
}

// biome-ignore lint/suspicious/noExplicitAny: Next hands route parameters of every shape
type RouteContext = any

export type AppHandler = (request: NextRequest, context?: RouteContext) => Promise<Response>

/** `auth` in every place where a session is asked for. */
export interface AuthFunction<S = Session> {
  /** API routes of the Pages Router. */
  (request: NextApiRequest, response: NextApiResponse): Promise<S | null>
  /** `getServerSideProps`. */
  (context: GetServerSidePropsContext): Promise<S | null>
  /** Wraps a route handler, `proxy.ts` or `middleware.ts`. */
  (handler: (request: NextAuthRequest<S>, context: RouteContext) => Awaitable<Response | undefined | void>): AppHandler
  /** As `proxy` or `middleware` itself. */
  (request: NextRequest, event: NextFetchEvent): Promise<Response>
  /** Server components, route handlers, server actions. Last, since inference from a function with several shapes reads the last. */
  (): Promise<S | null>
}

export interface SignInAction {
  (
    provider?: string,
    options?: FormData | ({ redirectTo?: string; callbackUrl?: string; redirect?: true } & Record<string, unknown>),
    authorizationParams?: string[][] | Record<string, string> | string | URLSearchParams,
  ): Promise<never>
  (
    provider: string | undefined,
    options: FormData | ({ redirectTo?: string; callbackUrl?: string; redirect: boolean } & Record<string, unknown>),
    authorizationParams?: string[][] | Record<string, string> | string | URLSearchParams,
  ): Promise<string>
}

export interface SignOutAction {
  (options?: { redirectTo?: string; redirect?: true }): Promise<never>
  (options: { redirectTo?: string; redirect: boolean }): Promise<{ redirect: string }>
}

/** What `NextAuth(options)` is: a handler for both routers, carrying everything else. */
export interface NextAuthResult<S = Session> {
  (request: NextApiRequest, response: NextApiResponse): Promise<void>
  (request: Request, context?: RouteContext): Promise<Response>
  readonly handlers: { readonly GET: AppHandler; readonly POST: AppHandler }
  readonly GET: AppHandler
  readonly POST: AppHandler
  readonly auth: AuthFunction<S>
  readonly signIn: SignInAction
  readonly signOut: SignOutAction
  readonly unstable_update: (data: unknown) => Promise<S | null>
  /**
   * New tokens for an account, by its `refresh_token`. Store what comes back. Throws `RefreshTokenError`; with `details.final` the person has
   * to sign in again. With options per request, `request` says whose provider is asked.
   */
  readonly refreshTokens: (account: Account, request?: Request) => Promise<TokenSet>
}
