import type { Account, Awaitable, User } from '../base/types.js'

/** A user as a store knows them. */
export interface AdapterUser extends User {
  id: string
  email: string
  /** When somebody proved to receive mail at `email`; `null` if nobody did. */
  emailVerified: Date | null
}

/** An identity tied to a user, as a store knows it. */
export interface AdapterAccount extends LinkedAccount {}

/** The same for verbs: `@auth/core` narrows `AdapterAccount` wherever it is installed, and its own adapters would not fit. */
export interface LinkedAccount extends Account {
  userId: string
  /** Who vouches for it: the `iss` of an ID token, or what the provider is configured with. Handed only to adapters that have `sweep`. */
  issuer?: string
}

/** What `createSession` stores. Everything beyond the first three is ours, and handed only to adapters that have `sweep`: those of v4 and v5 have no place for it. */
export interface AdapterSession {
  /** SHA-256 of the cookie's value in base64url, never the value itself. */
  sessionToken: string
  userId: string
  expires: Date
  /** Id of the sign-in, safe to show and to log. */
  sid?: string | null
  /** Id of the provider it began with. */
  provider?: string | null
  /** How the person proved who they are (RFC 8176). */
  amr?: readonly string[] | null
  /** When they proved it. */
  authTime?: Date | null
  /** When the session began here; its absolute lifetime counts from then. */
  createdAt?: Date | null
}

export interface VerificationToken {
  /** Whom the token is for: a canonical e-mail address. */
  identifier: string
  /** Keyed hash of the token, never the token itself. */
  token: string
  expires: Date
}

/**
 * Where facts live: the verbs of next-auth v4 and v5, so that their adapters fit unchanged.
 *
 * Every verb may throw; none may answer for another key than the one it was asked for. A lookup by an `undefined`,
 * `null` or empty key is refused before a query is built. One-time tokens are consumed by one atomic statement.
 */
export interface Adapter {
  /** Makes an id where there is none; an adapter without `sweep` is always handed one. */
  createUser?(user: AdapterUser): Awaitable<AdapterUser>
  getUser?(id: string): Awaitable<AdapterUser | null>
  /** `email` is canonical: lower-case domain, NFKC. */
  getUserByEmail?(email: string): Awaitable<AdapterUser | null>
  getUserByAccount?(key: AccountKey): Awaitable<AdapterUser | null>
  /** Changes only what is given. */
  updateUser?(user: Partial<AdapterUser> & Pick<AdapterUser, 'id'>): Awaitable<AdapterUser>
  /** Takes accounts and sessions with it. */
  deleteUser?(id: string): Awaitable<unknown>
  // biome-ignore lint/suspicious/noExplicitAny: adapters of v5 want it in lower case, those of v4 take any text
  linkAccount?(account: LinkedAccount & { token_type?: any }): Awaitable<unknown>
  unlinkAccount?(key: AccountKey): Awaitable<unknown>
  createSession?(session: AdapterSession): Awaitable<AdapterSession>
  /** One statement. Answers for expired sessions too: the caller judges time. */
  getSessionAndUser?(sessionToken: string): Awaitable<{ session: AdapterSession; user: AdapterUser } | null>
  /** `null` when there is no such session: a refresh never brings one back. */
  updateSession?(session: Partial<AdapterSession> & Pick<AdapterSession, 'sessionToken'>): Awaitable<AdapterSession | null | undefined>
  /** The deleted session, or `null`. */
  deleteSession?(sessionToken: string): Awaitable<unknown>
  createVerificationToken?(token: VerificationToken): Awaitable<VerificationToken | null | undefined>
  /** Returns and deletes in one atomic step: of any number of parallel callers, one gets it. */
  useVerificationToken?(key: { identifier: string; token: string }): Awaitable<VerificationToken | null>

  /** Several verbs as one: all of them happen, or none. `within` has the verbs of the adapter, since they tell what it stores. */
  transaction?<T>(work: (within: Adapter) => Promise<T>): Promise<T>
  /** Counts an event and tells how many there were in the running window. */
  countAttempt?(attempt: { key: string; windowSeconds: number }): Awaitable<{ count: number; resets: Date }>
  /** Deletes what has expired, in bounded batches; the number of rows. */
  sweep?(before: Date): Awaitable<number>
  /** Makes the store ready in development: creates tables. In production `npx next-auth migrate` does it. */
  prepare?(): Awaitable<void>
  close?(): Awaitable<void>
}

export interface AccountKey {
  provider: string
  providerAccountId: string
  /**
   * Who vouches for it now, handed only to adapters that have `sweep`. An account that another issuer vouched for is refused: the same words
   * from another issuer are another person (OIDC Core §5.7).
   */
  issuer?: string
}
