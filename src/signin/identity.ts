import { AuthError } from '../base/errors.js'
import type { Account, Profile, User } from '../base/types.js'
import type { Context } from '../config/context.js'
import type { OAuth1Provider, OAuthProvider, TokenSet } from '../providers/contract.js'
import { canonicalAddress } from './address.js'
import type { Identity } from './contract.js'
import type { Transaction } from './transaction.js'

/** What tokens proved, before it becomes somebody. */
export interface Proof {
  readonly tokens: TokenSet
  readonly profile: Profile
  /** The `sub` of an ID token; then nothing else says who it is. */
  readonly subject: string | undefined
  readonly issuer: string | undefined
  readonly amr: readonly string[]
  /** Seconds since 1970. */
  readonly authTime: number | undefined
}

/** What a provider of whatever protocol says of the people there. */
type Mapping = Pick<OAuthProvider | OAuth1Provider, 'id' | 'type' | 'allowDangerousEmailAccountLinking'> &
  Pick<OAuthProvider, 'profile' | 'account'>

/** From a proof to an identity: `profile()` maps, and what it maps is looked at again. */
export async function identityOf(proof: Proof, provider: Mapping, transaction: Transaction, ctx: Context): Promise<Identity> {
  const { tokens, profile } = proof
  const mapped = await mapProfile(proof, provider)
  const providerAccountId = proof.subject ?? accountId(mapped.id, provider)
  const { emailVerified, ...rest } = mapped
  const email = addressOf(rest.email)
  const user: User = { ...rest, id: providerAccountId, email }
  return {
    provider: provider.id,
    type: provider.type,
    providerAccountId,
    ...(proof.issuer === undefined ? {} : { issuer: proof.issuer }),
    user,
    emailVerified: email !== null && isVerified(emailVerified, profile, email),
    account: accountOf(providerAccountId, tokens, provider),
    tokens: withoutIdentity(tokens),
    profile,
    amr: proof.amr,
    authTime: proof.authTime ?? Math.floor(ctx.now / 1000),
    callbackUrl: transaction.callbackUrl,
    linkTo: transaction.linkTo,
    linkByEmail: provider.allowDangerousEmailAccountLinking ?? false,
  }
}

type Mapped = User & { emailVerified?: boolean }

async function mapProfile({ profile, tokens }: Proof, provider: Mapping): Promise<Mapped> {
  let mapped: unknown
  try {
    // A copy: what `profile()` does to it stays there.
    mapped = await (provider.profile ?? defaultProfile)(structuredClone(profile), { ...tokens })
  } catch (error) {
    throw unusable('`profile()` threw.', provider, error)
  }
  if (typeof mapped !== 'object' || mapped === null || Array.isArray(mapped)) throw unusable('`profile()` returned no user.', provider)
  return mapped as Mapped
}

/** OIDC Core §5.1. */
function defaultProfile(profile: Profile): Mapped {
  const { sub, id, name, nickname, preferred_username, email, picture } = profile
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  return {
    id: (sub ?? id) as string,
    name: text(name) ?? text(nickname) ?? text(preferred_username),
    email: text(email),
    image: text(picture),
  }
}

const nobody: ReadonlySet<string> = new Set(['', 'undefined', 'null', 'NaN', '[object Object]'])

/** A string; a whole number as v3 and v4 took it. Everything else would make two people one. */
function accountId(id: unknown, provider: Mapping): string {
  const text = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (typeof text !== 'string' || nobody.has(text) || text.length > 255 || /[\u0000-\u001f\u007f]/.test(text)) {
    throw unusable(
      '`profile()` returned a user whose `id` is no usable string. Return the id that the service gives, as a string.',
      provider,
    )
  }
  return text
}

function unusable(message: string, provider: Mapping, cause?: unknown): AuthError {
  return new AuthError('OAuthProfileParseError', message, { cause, details: { provider: provider.id } })
}

/** Canonical, or none: what is no address must never equal one. */
function addressOf(email: unknown): string | null {
  if (typeof email !== 'string' || email === '') return null
  try {
    return canonicalAddress(email)
  } catch {
    return null
  }
}

/** Only a boolean `true` counts, and only for the address it was said of. */
function isVerified(said: unknown, profile: Profile, email: string): boolean {
  if (said !== undefined) return said === true
  return profile.email_verified === true && addressOf(profile.email) === email
}

const kept = [
  'access_token',
  'id_token',
  'refresh_token',
  'expires_at',
  'scope',
  'token_type',
  'session_state',
  'oauth_token',
  'oauth_token_secret',
] as const

function accountOf(providerAccountId: string, tokens: TokenSet, provider: Mapping): Account {
  return { ...keptOf(tokens, provider), provider: provider.id, type: provider.type, providerAccountId }
}

/** What an account keeps of the tokens. Whose account it is, is never among it: services answer whatever they like. */
export function keptOf(tokens: TokenSet, provider: Mapping): TokenSet {
  const chosen = provider.account
    ? (provider.account({ ...tokens }) ?? {})
    : Object.fromEntries(kept.filter((name) => tokens[name] !== undefined).map((name) => [name, tokens[name]]))
  return withoutIdentity(chosen)
}

function withoutIdentity(tokens: TokenSet): TokenSet {
  const { userId: _user, provider: _provider, providerAccountId: _account, type: _type, ...fields } = tokens as Partial<Account>
  return fields
}
