import { andThen, orNull } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import { fromBase64url, fromUtf8, toBase64url, toUtf8 } from '../crypto/bytes.js'
import { equal } from '../crypto/compare.js'
import type { Key, Keyring } from '../crypto/keys.js'
import type { Hmac } from '../crypto/primitives.js'
import { perKey } from './per-key.js'

/** 64 octets in base64url. */
const signatureLength = 86

/** Signed and readable: JWS compact serialisation with HMAC-SHA-512 (RFC 7515 §7.1, RFC 7518 §3.2). */
export interface Signer {
  sign(payload: string): MaybePromise<string>
  /** The payload, or `null` for whatever is wrong. Throws, or rejects, only when there are no keys to judge with. */
  verify(token: string): MaybePromise<string | null>
}

/** @param purpose names the key, so that a token for one thing is nothing elsewhere; `type` is the header's `typ` (RFC 8725 §3.11) */
export function createSigner(keyring: Keyring, { purpose, type }: { readonly purpose: string; readonly type: string }): Signer {
  const keys = perKey(keyring, (key) => signingKey(key, purpose, type))
  return {
    sign: (payload) => andThen(keys.newest(), (key) => signWith(key, payload)),
    verify: (token) => andThen(keys.known(), (known) => orNull(() => verifyWith(known, token))),
  }
}

interface SigningKey {
  /** The one header that a token under this key has, and the dot behind it. */
  readonly head: string
  readonly hmac: Hmac
}

function signingKey(key: Key, purpose: string, type: string): MaybePromise<SigningKey> {
  return andThen(key.kid(), (kid) =>
    andThen(key.hmac(`${purpose}/jws`, 'sha512'), (hmac) => ({
      head: `${toBase64url(toUtf8(JSON.stringify({ alg: 'HS512', typ: type, kid })))}.`,
      hmac,
    })),
  )
}

function signWith({ head, hmac }: SigningKey, payload: string): MaybePromise<string> {
  const signed = head + toBase64url(toUtf8(payload))
  return andThen(hmac(signed), (signature) => `${signed}.${toBase64url(signature)}`)
}

/**
 * The header is compared, never read: what is not letter for letter one that we write, with another `alg`, with `crit`, `zip`, `jku`
 * or one more space, is refused before any work (RFC 8725 §3.1, §3.10; RFC 7515 §4.1.11).
 */
function verifyWith(known: readonly SigningKey[], token: string): MaybePromise<string | null> {
  const key = known.find(({ head }) => token.startsWith(head))
  if (key === undefined) return null
  const end = token.indexOf('.', key.head.length)
  if (end < 0 || token.length - end - 1 !== signatureLength) return null
  return andThen(key.hmac(token.slice(0, end)), (signature) => {
    // As text, so that a signature has one spelling.
    if (!equal(toBase64url(signature), token.slice(end + 1))) return null
    const payload = fromBase64url(token.slice(key.head.length, end))
    return payload && fromUtf8(payload)
  })
}
