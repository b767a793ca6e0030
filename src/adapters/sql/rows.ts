import type { AdapterAccount, AdapterSession, AdapterUser, VerificationToken } from '../contract.js'
import { accountTexts, type FullSession } from '../records.js'
import type { Row, Values } from './tables.js'

/** Facts as rows and back. Only these functions know both names of a thing. */
export function userRow(user: Partial<AdapterUser>): Values {
  return given({ id: user.id, name: user.name, email: user.email, email_verified: milliseconds(user.emailVerified), image: user.image })
}

export function userOf(row: Row): AdapterUser {
  return {
    id: row.id as string,
    name: textOf(row.name),
    // The contract calls it a string; a user without an address has `null`, as in v4 and v5.
    email: row.email as string,
    emailVerified: dateOf(row.email_verified),
    image: textOf(row.image),
  }
}

export function accountRow(account: AdapterAccount): Values {
  const { userId, type, provider, providerAccountId, expires_at = null } = account
  const texts = Object.fromEntries(accountTexts.map((name) => [name, (account[name] as string | undefined) ?? null]))
  return { user_id: userId, type, provider, provider_account_id: providerAccountId, expires_at, ...texts }
}

export function accountOf(row: Row): AdapterAccount {
  const told = ['expires_at', ...accountTexts].filter((name) => row[name] != null)
  return {
    userId: row.user_id as string,
    type: row.type as AdapterAccount['type'],
    provider: row.provider as string,
    providerAccountId: row.provider_account_id as string,
    ...Object.fromEntries(told.map((name) => [name, name === 'expires_at' ? Number(row[name]) : row[name]])),
  }
}

export function sessionRow(session: Partial<FullSession>): Values {
  return given({
    session_token_hash: session.sessionToken,
    user_id: session.userId,
    expires: milliseconds(session.expires),
    sid: session.sid,
    provider: session.provider,
    amr: session.amr ? JSON.stringify(session.amr) : session.amr,
    auth_time: milliseconds(session.authTime),
    created_at: milliseconds(session.createdAt),
  })
}

export function sessionOf(row: Row): AdapterSession {
  const amr = row.amr
  return {
    sessionToken: row.session_token_hash as string,
    userId: row.user_id as string,
    expires: new Date(Number(row.expires)),
    sid: textOf(row.sid),
    provider: textOf(row.provider),
    amr: typeof amr === 'string' ? (JSON.parse(amr) as string[]) : null,
    authTime: dateOf(row.auth_time),
    createdAt: dateOf(row.created_at),
  }
}

export function tokenRow({ identifier, token, expires }: VerificationToken): Values {
  return { identifier, token_hash: token, expires: expires.getTime() }
}

export function tokenOf(row: Row): VerificationToken {
  return { identifier: row.identifier as string, token: row.token_hash as string, expires: new Date(Number(row.expires)) }
}

/** Without the columns that were not given. */
function given(columns: Readonly<Record<string, string | number | null | undefined>>): Values {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Values
}

function milliseconds(date: Date | null | undefined): number | null | undefined {
  return date ? date.getTime() : date
}

/** A column that is not there reads as an empty one. */
function textOf(value: Row[string] | undefined): string | null {
  return value == null ? null : String(value)
}

/** Some drivers hand out large integers as text. */
function dateOf(value: Row[string] | undefined): Date | null {
  return value == null ? null : new Date(Number(value))
}
