import { isAuthError } from '../../base/errors.js'
import type { AdapterAccount, AdapterUser } from '../contract.js'
import { type FullSession, newAccount, newSession, newUser } from '../records.js'
import { instant } from './instant.js'
import type { Reason, Tools } from './take-over.js'

/** A row of an earlier generation; its columns in lower case without underscores, since generations and adapters differ in those. */
export type Facts = Readonly<Record<string, unknown>>

/** Those of them that are moments. */
export const instantFields: ReadonlySet<string> = new Set(['emailverified', 'accesstokenexpires', 'expires', 'createdat'])

/** What is to be stored, or why it is not. */
export type Draft<T> = { readonly record: T; readonly createdAt: number | undefined } | { readonly left: Reason }

export function userDraft(facts: Facts, { canonical }: Pick<Tools, 'canonical'>): Draft<AdapterUser> {
  const address = textOf(facts.email)
  // An address of a form that we take for none stays as it was: it finds nobody, and the application goes on showing it.
  const email = (address && (canonical(address) ?? address)) as string
  return drafted(facts, () =>
    newUser(
      {
        id: textOf(facts.id) ?? '',
        name: textOf(facts.name),
        email,
        emailVerified: email ? instant(facts.emailverified) : null,
        image: textOf(facts.image),
      },
      0,
      () => '',
    ),
  )
}

export function accountDraft(facts: Facts, generation: 3 | 4): Draft<AdapterAccount> {
  const provider = textOf(facts.provider ?? facts.providerid)
  const providerAccountId = textOf(facts.provideraccountid)
  if (providerAccountId === null || namesNobody.has(providerAccountId)) return { left: 'withoutId' }
  return drafted(facts, () =>
    newAccount({
      userId: textOf(facts.userid) as string,
      type: (textOf(facts.type ?? facts.providertype) ?? 'oauth') as AdapterAccount['type'],
      provider: provider as string,
      providerAccountId,
      ...(generation === 3 ? tokensOfV3(facts, provider) : tokens(facts)),
    }),
  )
}

export async function sessionDraft(facts: Facts, now: number, { sha256 }: Pick<Tools, 'sha256'>): Promise<Draft<FullSession>> {
  const token = textOf(facts.sessiontoken)
  const expires = instant(facts.expires)
  if (!token || !expires) return { left: 'unusable' }
  if (expires.getTime() <= now) return { left: 'expired' }
  // What looks like a hash of ours is one: the application ran with its earlier adapter first, and sessions were written anew there.
  const sessionToken = /^[\w-]{43}$/.test(token) ? token : await sha256(token)
  // The absolute end counts from now: earlier generations had none, and nobody is signed out for having come long ago.
  return drafted(facts, () => newSession({ sessionToken, userId: textOf(facts.userid) as string, expires }, now))
}

/** What a missing id became where it was made a text: whoever had none would be one and the same person (design decision D5). */
const namesNobody: ReadonlySet<string> = new Set(['', 'undefined', 'null', 'NaN', '[object Object]'])

/** The names of RFC 6749 §5.1 are those of the columns. */
function tokens(facts: Facts): Partial<AdapterAccount> {
  const expires = facts.expiresat
  return {
    refresh_token: textOf(facts.refreshtoken),
    access_token: textOf(facts.accesstoken),
    ...(isNumeric(expires) && { expires_at: Number(expires) }),
    token_type: textOf(facts.tokentype),
    scope: textOf(facts.scope),
    id_token: textOf(facts.idtoken),
    session_state: textOf(facts.sessionstate),
    oauth_token: textOf(facts.oauthtoken),
    oauth_token_secret: textOf(facts.oauthtokensecret),
  } as Partial<AdapterAccount>
}

/** v3 kept a token of OAuth 1 and its secret where others have access and refresh token; of its own providers that was Twitter. */
function tokensOfV3(facts: Facts, provider: string | null): Partial<AdapterAccount> {
  const [access, refresh] = [textOf(facts.accesstoken), textOf(facts.refreshtoken)]
  if (provider === 'twitter') return { oauth_token: access, oauth_token_secret: refresh } as Partial<AdapterAccount>
  const expires = instant(facts.accesstokenexpires)
  return {
    access_token: access,
    refresh_token: refresh,
    ...(expires && { expires_at: Math.floor(expires.getTime() / 1000) }),
  } as Partial<AdapterAccount>
}

function drafted<T>(facts: Facts, make: () => T): Draft<T> {
  try {
    return { record: make(), createdAt: instant(facts.createdat)?.getTime() }
  } catch (error) {
    if (isAuthError(error)) return { left: 'unusable' }
    throw error
  }
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

function isNumeric(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') && /^-?\d+(\.\d+)?$/.test(String(value))
}
