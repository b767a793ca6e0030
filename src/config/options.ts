import type { ConnectOptions, ReadyClient } from '../adapters/connect-options.js'
import type { Adapter } from '../adapters/contract.js'
import type { Awaitable, JWT, Session, SessionStrategy, Theme } from '../base/types.js'
import type { CookieOptions } from '../http/cookies.js'
import type { ProviderEntry } from '../providers/contract.js'
import type { Events, GivenCallbacks } from './callback-options.js'

export * from './callback-options.js'

/**
 * What a developer writes. `S` is what the `session` callback returns, `T` what the `jwt` callback returns; both are inferred.
 * Times are seconds unless a name says otherwise.
 */
export interface AuthOptions<S = Session, T = JWT> {
  /** Ways to sign in, in the order of the sign-in page. A provider, or a function that makes one. */
  providers: ProviderEntry[]
  /**
   * At least 32 characters; make one with `npx next-auth secret`. A list rotates: the first one writes, all of them read.
   * Default: `AUTH_SECRET`, then `NEXTAUTH_SECRET`. In development one is made and kept in `.next-auth/`.
   */
  secret?: string | readonly string[] | undefined
  /** Accepts a secret of fewer than 32 characters in production. Default false. */
  dangerouslyAllowWeakSecret?: boolean
  /**
   * Where users, accounts and sessions live: a URL such as `sqlite:./auth.db` or `postgres://user:password@host/name`, options, or a client
   * of your own. Without it (and without `adapter`) nothing is stored.
   */
  database?: string | ConnectOptions | ReadyClient | undefined
  /** An adapter object; those made for next-auth v4 and v5 fit. */
  adapter?: Adapter | undefined
  /** Sessions. */
  session?: SessionOptions
  jwt?: JWTOptions
  /** Who may sign in, where redirects go, what tokens and sessions hold. */
  callbacks?: GivenCallbacks<S, T>
  /** Told after the fact; an exception in one is logged and changes nothing. */
  events?: Events
  /** Your own pages, as paths or URLs. */
  pages?: PagesOptions
  theme?: Theme | 'auto' | 'dark' | 'light'
  /** Names and attributes per cookie. */
  cookies?: CookiesOptions
  /** Forces `Secure` cookies with `__Host-`/`__Secure-` names on or off. Default: on when the site is https. */
  useSecureCookies?: boolean
  /** Origin of the site, with the base path if it is not `/api/auth`. Default: `AUTH_URL`, then `NEXTAUTH_URL`. */
  url?: string | undefined
  /** Where the routes live. Default `/api/auth`. */
  basePath?: string
  /** Hosts the site is reached by when `url` is not set: `app.example`, `*.preview.example` (one label). */
  allowedHosts?: readonly string[]
  /** Believes `Host`, `X-Forwarded-Host` and `X-Forwarded-Proto`. Only behind a proxy that sets them. Default: `AUTH_TRUST_HOST`. */
  trustHost?: boolean
  /** Other origins that redirects may go to: `https://shop.example`, `https://*.example.com`. */
  allowedRedirects?: readonly string[]
  /**
   * Base of the deployment that is registered at the services, `https://app.example/api/auth`, for previews whose own address is not. Both
   * share the secret; the stable one lists the previews' origins in `allowedRedirects`. Default: `AUTH_REDIRECT_PROXY_URL`.
   */
  redirectProxyUrl?: string | undefined
  /** Other origins whose pages may post to the routes. */
  allowedOrigins?: readonly string[]
  /** v5's; accepted and unused. */
  experimental?: { enableWebAuthn?: boolean }
  skipCSRFCheck?: unknown
  raw?: unknown
  /** Logs more: which check refused a request, and why. Never secrets. Default false. */
  debug?: boolean
  logger?: Partial<Logger>
  /** Used for every outgoing request, for a proxy or an agent of your own. Default `globalThis.fetch`. */
  fetch?: typeof globalThis.fetch
  /** The clock in milliseconds, for tests. Default `Date.now`. */
  clock?: () => number
}

export interface SessionOptions {
  /** v3's word for `strategy: 'jwt'`. */
  jwt?: boolean
  /** `database` keeps a row per session, `jwt` keeps it in the cookie. Default: `database` with a store, else `jwt`. */
  strategy?: SessionStrategy
  /** How long a session lives without a visit. Default 2 592 000 (30 days). */
  maxAge?: number
  /** How often a visit prolongs it. Default 86 400 (one day), or a thirtieth of `maxAge` if that is less; 0 prolongs at every visit. */
  updateAge?: number
  /** How long it lives at most, however often somebody visits. Default 7 776 000 (90 days). */
  absoluteMaxAge?: number
  /** The cookie's value under the `database` strategy. Default: 256 random bits. */
  generateSessionToken?: () => Awaitable<string>
  /**
   * Until when sessions that v3, v4 and v5 began are taken, as a date or its ISO text; each is replaced by one of ours where a cookie can be set.
   * Default: without end. `false` takes none.
   */
  earlierUntil?: Date | string | false
}

// biome-ignore lint/suspicious/noExplicitAny: a text, or several when `secret` is a list; v4 types it as one, v5 as either
type AnySecret = any

export interface JWTOptions {
  /** Encrypts the token (JWE, `dir` + A256GCM) where it would be signed and readable (JWS, HS512). Default false. */
  encryption?: boolean
  /** Default: the sessions' `maxAge`. */
  maxAge?: number
  /** Instead of `secret`. */
  secret?: string | readonly string[]
  /** Your own token format. */
  encode?: (params: { token?: JWT; secret: AnySecret; maxAge: number; salt: string }) => Awaitable<string>
  decode?: (params: { token?: string; secret: AnySecret; salt: string }) => Awaitable<JWT | null>
  /** v3's own keys (RFC 7517, `kty` `oct`), as JSON or objects: read what it wrote, and nothing else. */
  signingKey?: string | object
  verificationKey?: string | object
  encryptionKey?: string | object
  decryptionKey?: string | object
}

export interface PagesOptions {
  signIn?: string
  signOut?: string
  error?: string
  verifyRequest?: string
  /** Where somebody goes after signing in for the first time. */
  newUser?: string
}

export interface CookieOption {
  name?: string
  options?: CookieOptions & { maxAge?: number }
}

export interface CookiesOptions {
  sessionToken?: CookieOption
  callbackUrl?: CookieOption
  csrfToken?: CookieOption
  /** One per sign-in under way; its id is appended to the name. */
  transaction?: CookieOption
  /** Those of v4 and v5 that `transaction` replaces; accepted and unused. */
  pkceCodeVerifier?: CookieOption
  state?: CookieOption
  nonce?: CookieOption
}

export interface Logger {
  // biome-ignore lint/suspicious/noExplicitAny: an `Error`; code of v3 and v4 takes it for the text of a code, and writes both alike
  error(error: any, metadata?: unknown): void
  warn(code: string, message?: string): void
  debug(message: string, metadata?: unknown): void
}

/** v4's and v5's name. */
export interface LoggerInstance extends Logger {}
