import type { Adapter } from '../adapters/contract.js'
import type { JWT, Session, Theme } from '../base/types.js'
import type { Keyring } from '../crypto/keys.js'
import type { CookieOptions } from '../http/cookies.js'
import type { Provider } from '../providers/contract.js'
import type { Callbacks, Events, JWTOptions, Logger, PagesOptions } from './options.js'

/** What a developer asked for, checked once at start; everything below trusts it. */
export interface Settings {
  /** Keyed by id: an unknown id, `__proto__` included, is simply not there. */
  readonly providers: ReadonlyMap<string, ReadyProvider>
  readonly keyring: Keyring
  /** Newest first; for a developer's own `encode` and `decode`. */
  readonly secrets: readonly string[]
  readonly adapter: Adapter | undefined
  readonly session: {
    readonly strategy: 'jwt' | 'database'
    readonly maxAge: number
    readonly updateAge: number
    readonly absoluteMaxAge: number
    readonly generateSessionToken: (() => string | PromiseLike<string>) | undefined
    /** Milliseconds since 1970 up to which sessions of v3, v4 and v5 are taken. */
    readonly earlierUntil: number
  }
  readonly jwt: Omit<JWTOptions, 'encryption' | 'maxAge' | 'secret'> & { readonly encryption: boolean; readonly maxAge: number }
  readonly callbacks: Callbacks<Session, JWT>
  readonly events: Events
  readonly pages: PagesOptions
  readonly theme: Theme
  readonly site: Site
  readonly cookies: { readonly plain: CookieSet; readonly secure: CookieSet }
  readonly logger: Logger
  readonly debug: boolean
  readonly development: boolean
  readonly fetch: typeof globalThis.fetch
  readonly clock: () => number
  /** Milliseconds that the application's callbacks, its mailer and its store have together to answer one request. */
  readonly deadline: number
}

/** A provider with everything decided that does not depend on a request. */
export type ReadyProvider = Provider

export interface Site {
  /** The configured origin, `https://app.example`; without one, hosts are judged per request. */
  readonly origin: string | undefined
  readonly basePath: string
  readonly allowedHosts: readonly string[]
  readonly trustHost: boolean
  readonly allowedRedirects: readonly string[]
  readonly redirectProxyUrl: string | undefined
  readonly allowedOrigins: readonly string[]
  readonly useSecureCookies: boolean | undefined
}

export interface CookieSpec {
  readonly name: string
  readonly options: CookieOptions
}

export interface CookieSet {
  readonly sessionToken: CookieSpec
  readonly callbackUrl: CookieSpec
  readonly csrfToken: CookieSpec
  /** `name` ends with a dot; the transaction's id follows. */
  readonly transaction: CookieSpec
}
