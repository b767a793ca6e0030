/** A value, or a promise of it. */
export type Awaitable<T> = T | PromiseLike<T>

/**
 * A value that is there already, or a promise of it. What runs on every request returns this instead of
 * always a promise: reading a session on Node then costs no turn of the event loop.
 */
export type MaybePromise<T> = T | Promise<T>

/** Turns a value object's members into optional ones that may also be given as `undefined`. */
export type Optional<T> = { [K in keyof T]?: T[K] | undefined }

export interface DefaultUser {
  /** What an application knows the user by. Always a string, never an e-mail address. */
  id: string
  name?: string | null
  email?: string | null
  /** URL of a picture. */
  image?: string | null
}

/** The person, as the application knows them. Extend by `declare module 'next-auth' { interface User { … } }`. */
export interface User extends DefaultUser {}

/** What the application has declared of a user, beyond what every user has. */
type DeclaredOfUser = Omit<User, keyof DefaultUser>

// Adapters of `@auth/*` speak of users in the types of `@auth/core`. Where that package is installed beside them, its users have what the
// application declares of ours: otherwise no such adapter would fit as soon as a member is required. Where it is not, this is nothing.
// biome-ignore lint/suspicious/noTsIgnore: here the package is missing, in an application it may be there
/** @ts-ignore the package may not be there */
declare module '@auth/core/types' {
  interface User extends DeclaredOfUser {}
}

/** How a provider proved who someone is. */
export type AccountType = 'oauth' | 'oidc' | 'oauth1' | 'email' | 'credentials' | 'webauthn'

/** The same by its name in v3, v4 and v5. */
export type ProviderType = AccountType

export interface DefaultAccount {
  /** Id of the provider: `github`. */
  provider: string
  type: AccountType
  /** Who this is at the provider: the `sub` of an ID token, the id of a profile, an e-mail address for e-mail. */
  providerAccountId: string
  userId?: string
  access_token?: string
  refresh_token?: string
  id_token?: string
  /** When the access token ends, in seconds since 1970. */
  expires_at?: number
  /** For how long it was good when it came, in seconds. */
  expires_in?: number
  scope?: string
  token_type?: string
  session_state?: string
  /** Of an OAuth 1 service, with its secret. */
  oauth_token?: string
  oauth_token_secret?: string
  [claim: string]: unknown
}

/** An identity tied to a user. */
export interface Account extends DefaultAccount {}

/** What a provider said of someone: ID token claims or the answer of its userinfo endpoint. */
export interface Profile {
  id?: string | null
  sub?: string | null
  name?: string | null
  email?: string | null
  email_verified?: boolean | null
  image?: string
  // biome-ignore lint/suspicious/noExplicitAny: members are the service's own, and v4 and v5 type what each of them tells as `any`
  [claim: string]: any
}

/** ISO 8601 date and time, UTC: `2026-11-23T12:00:00.000Z`. */
export type ISODateString = string

export interface DefaultSession {
  user?: { id?: string; name?: string | null; email?: string | null; image?: string | null }
  /** When the session ends if nobody comes back. */
  expires: ISODateString
}

/** Who is here now, as `auth()` and `useSession()` tell. Extend by `declare module 'next-auth' { interface Session { … } }`. */
export interface Session extends DefaultSession {}

export interface DefaultJWT {
  name?: string | null
  email?: string | null
  picture?: string | null
  /** Id of the user. */
  sub?: string
  /** Id of the sign-in that this session began with; stays the same while the token is renewed. */
  sid?: string
  /** How the person proved who they are (RFC 8176): `['pwd']`, `['email']`, or what the ID token said. */
  amr?: string[]
  /** When they proved it, in seconds since 1970. */
  auth_time?: number
  /** When the session began here, in seconds since 1970; its absolute lifetime counts from then. */
  started_at?: number
  /** Id of the provider it began with. */
  provider?: string
  iat?: number
  exp?: number
  jti?: string
}

/** The claims of a session kept in a token. Extend by `declare module 'next-auth/jwt' { interface JWT { … } }`. */
export interface JWT extends Record<string, unknown>, DefaultJWT {}

export type SessionStrategy = 'jwt' | 'database'

export interface Theme {
  colorScheme?: 'auto' | 'dark' | 'light'
  /** http(s) URL or absolute path of a logo. */
  logo?: string
  /** A CSS colour: `#rgb`, `#rrggbb`. */
  brandColor?: string
  /** A CSS colour for text on the brand colour; chosen by contrast when left out. */
  buttonText?: string
}
