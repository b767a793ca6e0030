import { AuthError } from '../base/errors.js'
import type { AccountKey, AdapterAccount, AdapterSession, AdapterUser, VerificationToken } from './contract.js'
import { unusable } from './failures.js'
import { isKey } from './key.js'
import { uuidV7 } from './uuid.js'

/** A session with every column decided. */
export type FullSession = { [K in keyof Required<AdapterSession>]: Exclude<AdapterSession[K], undefined> }

/** What an account's row holds beside its keys; whatever else a provider said is not stored. */
export const accountTexts = [
  'issuer',
  'refresh_token',
  'access_token',
  'token_type',
  'scope',
  'id_token',
  'session_state',
  'oauth_token',
  'oauth_token_secret',
] as const

/** A user as they are stored: our five facts, nothing else, and an id if there is none. */
export function newUser(user: Partial<AdapterUser>, now: number, generateId: () => string = () => uuidV7(now)): AdapterUser {
  const id = key(user.id == null || user.id === '' ? generateId() : user.id, 'id')
  const { name = null, email, emailVerified = null, image = null } = user
  // `email` is absent for some providers' users; the contract calls it a string all the same.
  return { id, ...userChanges({ name, email: email ?? '', emailVerified, image }) } as AdapterUser
}

/** Only what is given; `undefined` is not given. */
export function userChanges({ name, email, emailVerified, image }: Partial<AdapterUser>): Partial<Omit<AdapterUser, 'id'>> {
  return {
    ...(name !== undefined && { name: text(name) }),
    // The contract calls it a string; a user without an address has `null`, as in v4 and v5.
    ...(email !== undefined && { email: (email === null || email === '' ? null : key(email, 'email')) as string }),
    ...(emailVerified !== undefined && { emailVerified: date(emailVerified, 'emailVerified') }),
    ...(image !== undefined && { image: text(image) }),
  }
}

/** The same words from another issuer are another person (OIDC Core §5.7). Accounts from before issuers were kept have none. */
export function refuseOtherIssuer(kept: unknown, key: AccountKey | undefined): void {
  const [before, now] = [kept, key?.issuer].map((issuer) => (typeof issuer === 'string' ? issuer.replace(/\/$/, '') : ''))
  if (!before || !now || before === now) return
  throw new AuthError(
    'Configuration',
    'The account was made by another issuer than its provider has now. Give each issuer a provider id of its own; if the service has only changed its name, set `issuer` of its accounts to null.',
    { details: { provider: key?.provider } },
  )
}

/** An account as it is stored. What it lacks is absent, not `null`. */
export function newAccount(account: AdapterAccount): AdapterAccount {
  const { userId, type, provider, providerAccountId, expires_at } = account
  const texts = accountTexts.flatMap((name) => (text(account[name]) === null ? [] : [[name, text(account[name])]]))
  return {
    userId: key(userId, 'userId'),
    type,
    provider: key(provider, 'provider'),
    providerAccountId: key(providerAccountId, 'providerAccountId'),
    ...(Number.isFinite(expires_at) && { expires_at: Math.floor(Number(expires_at)) }),
    ...Object.fromEntries(texts),
  }
}

export function newSession(session: AdapterSession, now: number): FullSession {
  const { sid = null, provider = null, amr = null, authTime = null, createdAt } = session
  return {
    sessionToken: key(session.sessionToken, 'sessionToken'),
    userId: key(session.userId, 'userId'),
    expires: moment(session.expires, 'expires'),
    ...(sessionChanges({ sid, provider, amr, authTime }) as Pick<FullSession, 'sid' | 'provider' | 'amr' | 'authTime'>),
    createdAt: createdAt == null ? new Date(now) : moment(createdAt, 'createdAt'),
  }
}

/** Only what is given. A session never changes its user nor its beginning, whatever an update brings along. */
export function sessionChanges({ expires, sid, provider, amr, authTime }: Partial<AdapterSession>): Partial<FullSession> {
  return {
    ...(expires !== undefined && { expires: moment(expires, 'expires') }),
    ...(sid !== undefined && { sid: text(sid) }),
    ...(provider !== undefined && { provider: text(provider) }),
    ...(amr !== undefined && { amr: amr === null ? null : amr.map(String) }),
    ...(authTime !== undefined && { authTime: date(authTime, 'authTime') }),
  }
}

export function newVerificationToken({ identifier, token, expires }: VerificationToken): VerificationToken {
  return { identifier: key(identifier, 'identifier'), token: key(token, 'token'), expires: moment(expires, 'expires') }
}

/** When a window that begins now ends. */
export function windowEnd(seconds: number, now: number): Date {
  if (!(seconds > 0)) throw unusable('windowSeconds')
  return moment(now + seconds * 1000, 'windowSeconds')
}

function key(value: unknown, field: string): string {
  if (isKey(value)) return value
  throw unusable(field)
}

/** Drops what databases do not store alike: NUL and lone surrogates. */
function text(value: unknown): string | null {
  return typeof value === 'string' ? value.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd') : null
}

function date(value: unknown, field: string): Date | null {
  return value === null ? null : moment(value, field)
}

/** A copy of a date; text and numbers are dates too, since adapters of others hand those out. */
function moment(value: unknown, field: string): Date {
  const made = value instanceof Date || typeof value === 'string' || typeof value === 'number' ? new Date(value) : undefined
  if (!made || Number.isNaN(made.getTime())) throw unusable(field)
  return made
}
