import type { AdapterAccount, AdapterSession, AdapterUser, VerificationToken } from '../contract.js'
import { accountTexts, type FullSession } from '../records.js'
import type { Fields } from './space.js'

/** Facts as fields and back. Times are whole milliseconds since 1970; `null` is a field that is not there. */
type Given = Record<string, string | null>

/** Of the form of a record. Another one gets another number. */
export const version: Given = { v: '1' }

export function userFields(user: Partial<AdapterUser>): Given {
  return given({ id: user.id, name: user.name, email: user.email, emailVerified: milliseconds(user.emailVerified), image: user.image })
}

export function userOf(fields: Fields): AdapterUser {
  return {
    id: fields.id ?? '',
    name: fields.name ?? null,
    // The contract calls it a string; a user without an address has `null`, as in v4 and v5.
    email: (fields.email ?? null) as string,
    emailVerified: dateOf(fields.emailVerified),
    image: fields.image ?? null,
  }
}

export function accountFields({ userId, type, provider, providerAccountId, expires_at, ...rest }: AdapterAccount): Given {
  const texts = Object.fromEntries(accountTexts.map((name) => [name, rest[name] as string | undefined]))
  return given({ user: userId, type, provider, providerAccountId, expires_at: expires_at?.toString(), ...texts })
}

export function accountOf(fields: Fields): AdapterAccount {
  const texts = accountTexts.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]))
  return {
    userId: fields.user ?? '',
    type: fields.type as AdapterAccount['type'],
    provider: fields.provider ?? '',
    providerAccountId: fields.providerAccountId ?? '',
    ...(fields.expires_at !== undefined && { expires_at: Number(fields.expires_at) }),
    ...Object.fromEntries(texts),
  }
}

export function sessionFields(session: Partial<FullSession>): Given {
  return given({
    user: session.userId,
    expires: milliseconds(session.expires),
    sid: session.sid,
    provider: session.provider,
    amr: session.amr ? JSON.stringify(session.amr) : session.amr,
    authTime: milliseconds(session.authTime),
    createdAt: milliseconds(session.createdAt),
  })
}

export function sessionOf(sessionToken: string, fields: Fields): AdapterSession {
  return {
    sessionToken,
    userId: fields.user ?? '',
    expires: new Date(Number(fields.expires)),
    sid: fields.sid ?? null,
    provider: fields.provider ?? null,
    amr: fields.amr === undefined ? null : (JSON.parse(fields.amr) as string[]),
    authTime: dateOf(fields.authTime),
    createdAt: dateOf(fields.createdAt),
  }
}

export function tokenFields({ identifier, expires }: VerificationToken): Given {
  return given({ identifier, expires: milliseconds(expires) })
}

export function tokenOf(token: string, fields: Fields): VerificationToken {
  return { identifier: fields.identifier ?? '', token, expires: new Date(Number(fields.expires)) }
}

/** Without the fields that were not given. */
function given(fields: Readonly<Record<string, string | null | undefined>>): Given {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given
}

function milliseconds(date: Date | null | undefined): string | null | undefined {
  return date ? String(date.getTime()) : (date as null | undefined)
}

function dateOf(value: string | undefined): Date | null {
  return value === undefined ? null : new Date(Number(value))
}
