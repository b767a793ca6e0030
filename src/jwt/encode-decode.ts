import { AuthError } from '../base/errors.js'
import type { Awaitable, JWT } from '../base/types.js'
import { createKeyring } from '../crypto/keys.js'
import { createTokenCodec, type TokenCodec } from './token-codec.js'

const defaultMaxAge = 30 * 86_400

export interface JWTEncodeParams {
  /** The claims. */
  token?: JWT | undefined
  /** The site's secret, or several, newest first. Default: `AUTH_SECRET`, then `NEXTAUTH_SECRET`, and `AUTH_SECRET_1` to `_3` behind them. */
  secret?: string | readonly string[] | undefined
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
}

/** `jwt` of the options, as far as it is about tokens: `encode` and `decode` of this door fit. */
export interface JWTOptions {
  secret?: string | readonly string[] | undefined
  /** Seconds. */
  maxAge?: number | undefined
  encode?: ((params: JWTEncodeParams) => Awaitable<string>) | undefined
  decode?: ((params: JWTDecodeParams) => Awaitable<JWT | null>) | undefined
}

/**
 * Makes a token. Throws `AuthError` when there is no secret (`MissingSecret`), when `maxAge` is no positive number
 * (`InvalidOption`) or when the claims are no JSON (`JWTSessionError`).
 */
export async function encode(params: JWTEncodeParams): Promise<string> {
  const { token = {}, maxAge = defaultMaxAge, audience, encryption = true } = params
  return codecFor({ ...params, encryption: false }).encode(token, { now: Date.now(), maxAge, audience, encrypt: encryption })
}

/** The claims of a token, or `null` when it is none of this site, was changed, or has ended. Throws only when there is no secret. */
export async function decode(params: JWTDecodeParams): Promise<JWT | null> {
  const { token, audience } = params
  const codec = codecFor(params)
  return typeof token === 'string' ? codec.decode(token, { now: Date.now(), audience }) : null
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
export function readSecrets(given: JWTDecodeParams['secret']): readonly string[] {
  if (given !== undefined) return typeof given === 'string' ? [given] : given
  const { AUTH_SECRET, NEXTAUTH_SECRET, AUTH_SECRET_1, AUTH_SECRET_2, AUTH_SECRET_3 } = globalThis.process?.env ?? {}
  const secrets = [AUTH_SECRET || NEXTAUTH_SECRET, AUTH_SECRET_3, AUTH_SECRET_2, AUTH_SECRET_1].filter(
    (secret): secret is string => !!secret,
  )
  if (secrets.length === 0)
    throw new AuthError('MissingSecret', 'There is no secret to read tokens with. Set AUTH_SECRET, or pass the site’s as `secret`.')
  return secrets
}
