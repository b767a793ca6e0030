import { lazily } from '../base/lazily.js'
import type { JWT, MaybePromise } from '../base/types.js'
import { fromBase64url } from '../crypto/bytes.js'
import { holdsNow, parseClaims } from './claims.js'
import { decryptDirectly, headerOf, hkdf, thumbprint, verifyHs512 } from './earlier-jose.js'

/** The keys that a v3 site had of its own: JSON Web Keys of type `oct` (RFC 7518 §6.4), as JSON or as objects. */
export interface EarlierKeys {
  readonly signingKey?: string | object | undefined
  readonly verificationKey?: string | object | undefined
  readonly encryptionKey?: string | object | undefined
  readonly decryptionKey?: string | object | undefined
}

export interface EarlierOptions extends EarlierKeys {
  /** Any of them may have made the token. */
  readonly secrets: readonly string[]
  /** What v4 was given as salt; empty for a session. v3 knew no salt, and is read only where this is empty. */
  readonly salt: string
  /** What v5 was given as salt: for a session, the name of its cookie. */
  readonly names: readonly string[]
  /** As for tokens of today: `true` refuses those that v3 left readable, `false` those that it encrypted. Left out: both. */
  readonly encryption?: boolean | undefined
}

export interface EarlierReading {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Seconds since a token of v3 was issued after which it counts no more, whatever it says itself. */
  readonly maxAge?: number | undefined
}

/** The claims of a token that v3, v4 or v5 made, or `null` for whatever is wrong with it. */
export type EarlierReader = (token: string, how: EarlierReading) => Promise<JWT | null>

/** Longer than all cookies of a request together: nothing beyond is looked at. */
const longest = 65_536

/**
 * Reads what v3 signed (HS512) or signed and encrypted (A256GCM, compressed), what v4 encrypted (A256GCM) and what v5 encrypted
 * (A256CBC-HS512), each under the keys that its generation derived from the site's secret. A token without an end is none, nor is one
 * that those versions kept in a cookie for another purpose.
 */
export function createEarlierReader(options: EarlierOptions): EarlierReader {
  const keys = createKeys(options)
  return async (token, how) => {
    try {
      const claims = await open(token, keys, options, how)
      if (!claims || !holdsNow(claims, { now: how.now })) return null
      if (options.salt) return claims
      return isSession(claims) ? withOurNames(claims) : null
    } catch {
      return null
    }
  }
}

function open(token: string, keys: Keys, options: EarlierOptions, how: EarlierReading): Promise<JWT | null> | null {
  if (token.length > longest) return null
  if (!token.includes('..')) return options.encryption === true || options.salt ? null : verifyV3(token, keys, how)
  const { enc, zip, kid } = headerOf(token) ?? {}
  // Nobody but v3 compressed, and only around what it had signed.
  if (enc === 'A256GCM')
    return zip === undefined || zip === 'DEF' ? openGcm(token, keys, options, { ...how, compressed: zip === 'DEF' }) : null
  return enc === 'A256CBC-HS512' && zip === undefined ? openV5(token, kid, keys) : null
}

async function openGcm(
  token: string,
  keys: Keys,
  { encryption, salt }: EarlierOptions,
  how: EarlierReading & { readonly compressed: boolean },
): Promise<JWT | null> {
  const text = await decrypt(token, await keys.encryption())
  if (text === null) return null
  // JSON begins with a brace, which no JWS has.
  if (text.startsWith('{')) return how.compressed ? null : parseClaims(text)
  return encryption === false || salt ? null : verifyV3(text, keys, how)
}

async function openV5(token: string, kid: unknown, keys: Keys): Promise<JWT | null> {
  const known = await keys.v5()
  // v5 writes the key's thumbprint (RFC 7638) into the header, and takes no key that has another one.
  const meant = kid === undefined ? known : known.filter(({ thumbprint }) => thumbprint === kid)
  const text = await decrypt(
    token,
    meant.map(({ key }) => key),
  )
  return text === null ? null : parseClaims(text)
}

/** The keys that may have made it, one after the other. A wrong one is no error, and what goes wrong behind the right one is not told apart. */
async function decrypt(token: string, keys: readonly Uint8Array[]): Promise<string | null> {
  for (const key of keys) {
    const text = await decryptDirectly(token, key).catch(() => null)
    if (text !== null) return text
  }
  return null
}

async function verifyV3(token: string, keys: Keys, { now, maxAge }: EarlierReading): Promise<JWT | null> {
  for (const key of await keys.signing()) {
    const text = await verifyHs512(token, key)
    if (text === null) continue
    const claims = parseClaims(text)
    // v3 asks for `iat`, and for no more than `maxAge` since then.
    const { iat } = claims ?? {}
    return typeof iat === 'number' && (maxAge === undefined || (iat + maxAge) * 1000 > now) ? claims : null
  }
  return null
}

/** Before 4.24.5 the checks of a sign-in under way were kept under the session's own key: CVE-2023-48309. v3 did so with PKCE. */
const checks = new Set(['value', 'state', 'nonce', 'code_verifier'])
const protocol = new Set(['iat', 'exp', 'nbf', 'jti'])

function isSession(claims: JWT): boolean {
  const said = Object.keys(claims).filter((name) => !protocol.has(name))
  return said.length === 0 || said.some((name) => !checks.has(name))
}

/** Claims that mean something to us count only when they are what we mean; when a session began is what `iat` says. */
function withOurNames({ started_at: _theirs, ...claims }: JWT): JWT {
  const { sid, auth_time, amr, provider } = claims as Record<string, unknown>
  const kept: JWT = { ...claims }
  if (typeof sid !== 'string') delete kept.sid
  if (typeof auth_time !== 'number') delete kept.auth_time
  if (!Array.isArray(amr)) delete kept.amr
  if (typeof provider !== 'string') delete kept.provider
  return kept
}

interface Keys {
  /** Of v3's signatures. */
  signing(): MaybePromise<readonly Uint8Array[]>
  /** Of v3 and v4. */
  encryption(): MaybePromise<readonly Uint8Array[]>
  v5(): MaybePromise<readonly { readonly key: Uint8Array; readonly thumbprint: string }[]>
}

function createKeys({ secrets, salt, names, ...own }: EarlierOptions): Keys {
  const signingKey = own.verificationKey ?? own.signingKey
  const encryptionKey = own.decryptionKey ?? own.encryptionKey
  const each = <T>(make: (secret: string) => Promise<T>): Promise<readonly T[]> => Promise.all(secrets.map(make))
  return {
    signing: lazily(async () =>
      signingKey ? [octets(signingKey)] : each((secret) => hkdf(secret, '', 'NextAuth.js Generated Signing Key', 64)),
    ),
    encryption: lazily(async () => {
      const info = `NextAuth.js Generated Encryption Key${salt ? ` (${salt})` : ''}`
      const derived = await each((secret) => hkdf(secret, salt, info, 32))
      return encryptionKey ? [octets(encryptionKey), ...derived] : derived
    }),
    v5: lazily(async () => {
      const pairs = secrets.flatMap((secret) => names.map((name) => ({ secret, name })))
      return Promise.all(pairs.map(({ secret, name }) => keyOfV5(secret, name)))
    }),
  }
}

async function keyOfV5(secret: string, name: string): Promise<{ readonly key: Uint8Array; readonly thumbprint: string }> {
  const key = await hkdf(secret, name, `Auth.js Generated Encryption Key (${name})`, 64)
  return { key, thumbprint: await thumbprint(key) }
}

/** The secret octets of an `oct` key; any other key throws, and opens nothing. */
function octets(jwk: string | object): Uint8Array {
  const { kty, k } = (typeof jwk === 'string' ? JSON.parse(jwk) : jwk) as { kty?: unknown; k?: unknown }
  const bytes = kty === 'oct' && typeof k === 'string' ? fromBase64url(k) : null
  if (!bytes?.length) throw new TypeError('Not a key of type "oct".')
  return bytes
}
