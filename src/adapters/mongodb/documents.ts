import type { AccountKey, AdapterAccount, AdapterSession, AdapterUser, VerificationToken } from '../contract.js'
import { isKey } from '../key.js'
import { accountTexts, type FullSession } from '../records.js'

/** Not there yet, or no longer: see `way.ts`. */
export interface Pending {
  /** The transaction, or the removal, that it belongs to. */
  readonly by: string
  /** From when on anybody may clear it away. */
  readonly until: Date
}

export interface UserDocument {
  readonly _id: string
  readonly name: string | null
  /** Absent where there is none, so that a unique index can leave it out; an object on servers whose unique index cannot. */
  readonly email?: string | { readonly none: string }
  readonly emailVerified: Date | null
  readonly image: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly pending?: Pending
}

/** `_id` is made of both parts of the key, so that no account can be there twice, whatever indexes there are. */
export interface AccountDocument extends Readonly<Partial<Record<(typeof accountTexts)[number], string>>> {
  readonly _id: string
  readonly userId: string
  readonly type: AdapterAccount['type']
  readonly provider: string
  readonly providerAccountId: string
  /** What the provider said, in seconds. */
  readonly expires_at?: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** `_id` is the hash of the token. */
export interface SessionDocument extends Omit<FullSession, 'sessionToken'> {
  readonly _id: string
}

/** `_id` is the hash of the token. */
export interface TokenDocument {
  readonly _id: string
  readonly identifier: string
  readonly expires: Date
  readonly createdAt: Date
}

export interface CounterDocument {
  readonly _id: string
  readonly count: number
  readonly resets: Date
}

export function userDocument({ id, name, email, emailVerified, image }: AdapterUser, now: Date, pending?: Pending): UserDocument {
  return {
    _id: id,
    name: name ?? null,
    ...(email !== null && { email }),
    emailVerified,
    image: image ?? null,
    createdAt: now,
    updatedAt: now,
    ...(pending && { pending }),
  }
}

export function userOf({ _id, name, email, emailVerified, image }: UserDocument): AdapterUser {
  // The contract calls the address a string; a user without one has `null`, as in v4 and v5.
  const address = (typeof email === 'string' ? email : null) as string
  return { id: _id, name: name ?? null, email: address, emailVerified: emailVerified ?? null, image: image ?? null }
}

/** One text for two, so that no pair looks like another; `undefined` for what is no key. */
export function accountId(key: AccountKey): string | undefined {
  const { provider, providerAccountId } = key ?? {}
  return isKey(provider) && isKey(providerAccountId) ? JSON.stringify([provider, providerAccountId]) : undefined
}

export function accountDocument(account: AdapterAccount, now: Date): AccountDocument {
  const { provider, providerAccountId } = account
  return { _id: JSON.stringify([provider, providerAccountId]), ...account, createdAt: now, updatedAt: now } as AccountDocument
}

export function accountOf(document: AccountDocument): AdapterAccount {
  const { userId, type, provider, providerAccountId } = document
  const told = (['expires_at', ...accountTexts] as const).filter((name) => document[name] != null)
  return { userId, type, provider, providerAccountId, ...Object.fromEntries(told.map((name) => [name, document[name]])) }
}

export function sessionDocument({ sessionToken, ...facts }: FullSession): SessionDocument {
  return { _id: sessionToken, ...facts }
}

export function sessionOf({ _id, userId, expires, sid, provider, amr, authTime, createdAt }: SessionDocument): AdapterSession {
  return { sessionToken: _id, userId, expires, sid, provider, amr, authTime, createdAt }
}

export function tokenDocument({ identifier, token, expires }: VerificationToken, now: Date): TokenDocument {
  return { _id: token, identifier, expires, createdAt: now }
}

export function tokenOf({ _id, identifier, expires }: TokenDocument): VerificationToken {
  return { identifier, token: _id, expires }
}
