import { AuthError } from '../base/errors.js'
import { lazily } from '../base/lazily.js'
import type { Awaitable, JWT } from '../base/types.js'
import { until } from '../base/until.js'
import { createKeyring } from '../crypto/keys.js'
import { createTokenCodec, type TokenCodec } from './token-codec.js'

const defaultMaxAge = 30 * 86_400

export interface JWTEncodeParams<Payload = JWT> {
  /** The claims. */
  token?: Payload | undefined
  /** The site's secret, or several, newest first. Default: `AUTH_SECRET`, then `NEXTAUTH_SECRET`, and `AUTH_SECRET_1` to `_3` behind them. */
  // biome-ignore lint/suspicious/noExplicitAny: a text or a list of them; code of v4 hands it on as one text, code of v5 as either
  secret?: any
  /** Seconds. Default 30 days. */
  maxAge?: number | undefined
  /** What the token is for, when it is no session: it has keys of its own then. Left out, empty, or the name of a session cookie: a session. */
  salt?: string | undefined
  /** For whom it is. The site takes as a session only what is for its own base URL: `https://app.example/api/auth`. */
  audience?: string | undefined
  /** Default true: nobody but the site reads it. `false` makes a signed, readable one. */
  encryption?: boolean | undefined
}

export interface JWTDecodeParams extends Pick<JWTEncodeParams, 'secret' | 'salt' | 'audience'> {
  token?: string | undefined
  /** `true` takes encrypted tokens only, `false` readable ones only, save those with a provider's token. Default: both. */
  encryption?: boolean | undefined
  /** Until when tokens of v3, v4 and v5 are taken, as a date or its ISO text. Default: without end; `false` takes none. */
  earlierUntil?: Date | string | false | undefined
}

/** v4's name of what tokens are made with. */
export type Secret = string

/** `jwt` of the options, as far as it is about tokens, each member present: `encode` and `decode` of this door fit. */
export interface JWTOptions {
  secret: string
  /** Seconds. */
  maxAge: number
  encode: (params: JWTEncodeParams) => Awaitable<string>
  decode: (params: JWTDecodeParams) => Awaitable<JWT | null>
}

/**
 * Makes a token. Throws `AuthError` when there is no secret (`MissingSecret`), when `maxAge` is no positive number
 * (`InvalidOption`) or when the claims are no JSON (`JWTSessionError`).
 */
export async function encode<Payload = JWT>(params: JWTEncodeParams<Payload>): Promise<string> {
  const { token = {} as Payload, maxAge = defaultMaxAge, audience, encryption = true } = params
  return codecFor({ ...params, encryption: false }).encode(token as JWT, { now: Date.now(), maxAge, audience, encrypt: encryption })
}

/** The claims of a token, or `null` when it is none of this site, was changed, or has ended. Throws only when there is no secret. */
export async function decode<Payload = JWT>(params: JWTDecodeParams): Promise<Payload | null> {
  return claimsOf(params) as Promise<Payload | null>
}

async function claimsOf(params: JWTDecodeParams): Promise<JWT | null> {
  const { token, audience } = params
  const codec = codecFor(params)
  if (typeof token !== 'string') return null
  const claims = await codec.decode(token, { now: Date.now(), audience })
  if (claims) return claims
  const { salt = '' } = params
  if (purposeOf(salt) !== 'session') return decodeEarlier({ ...params, token, salt, names: [salt] })
  return decodeEarlier({ ...params, token, salt: '', names: salt.includes('authjs.') ? [salt] : namesOfV5 })
}

const loadEarlier = lazily(() => import('./earlier.js'))
export const namesOfV5 = ['authjs.session-token', '__Secure-authjs.session-token'] as const

interface EarlierParams extends Pick<JWTDecodeParams, 'secret' | 'encryption' | 'earlierUntil'> {
  readonly token: string
  /** v4's; empty for a session. */
  readonly salt: string
  /** v5's salts: for a session, what its cookie may be called. */
  readonly names: readonly string[]
}

/** What v3, v4 or v5 made. They named nobody whom a token is for, so it is for anybody. */
export async function decodeEarlier({ token, secret, salt, names, encryption, earlierUntil }: EarlierParams): Promise<JWT | null> {
  const now = Date.now()
  if (until(earlierUntil) <= now) return null
  const { createEarlierReader } = await loadEarlier()
  return createEarlierReader({ secrets: readSecrets(secret), salt, names, encryption })(token, { now })
}

function codecFor({ secret, salt, encryption }: Pick<JWTDecodeParams, 'secret' | 'salt' | 'encryption'>): TokenCodec {
  const keyring = createKeyring(readSecrets(secret))
  return createTokenCodec({ keyring, encryption, purpose: purposeOf(salt), remember: false })
}

/** Every generation's name of the session cookie, which v5 gives as the salt. */
const sessionSalt = /^(__Host-|__Secure-)?(next-auth|authjs)\.session-token$/

/** A token made for something else, an invitation say, is no session, and the other way round. */
function purposeOf(salt: string | undefined): string {
  return salt === undefined || salt === '' || sessionSalt.test(salt) ? 'session' : `salt/${salt}`
}

/** The secrets, newest first: what was given, else what the environment says. */
export function readSecrets(given: string | readonly string[] | undefined): readonly string[] {
  if (given !== undefined) return typeof given === 'string' ? [given] : given
  const { AUTH_SECRET, NEXTAUTH_SECRET, AUTH_SECRET_1, AUTH_SECRET_2, AUTH_SECRET_3 } = globalThis.process?.env ?? {}
  const secrets = [AUTH_SECRET || NEXTAUTH_SECRET, AUTH_SECRET_3, AUTH_SECRET_2, AUTH_SECRET_1].filter(
    (secret): secret is string => !!secret,
  )
  if (secrets.length === 0)
    throw new AuthError('MissingSecret', 'There is no secret to read tokens with. Set AUTH_SECRET, or pass the site’s as `secret`.')
  return secrets
}
