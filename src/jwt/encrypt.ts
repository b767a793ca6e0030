import { andThen, orNull } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import { fromBase64url, fromUtf8, toBase64url, toUtf8 } from '../crypto/bytes.js'
import { type Key, type Keyring, keyForOneUse } from '../crypto/keys.js'
import type { Hmac, Primitives, SealedBox } from '../crypto/primitives.js'
import { randomToken } from '../crypto/random.js'
import { perKey } from './per-key.js'

const saltSize = 16
const saltLength = 22
const ivSize = 12
const tagSize = 16

/**
 * Encrypted: JWE compact serialisation, `dir` with `A256GCM` (RFC 7516 §7.1, RFC 7518 §4.5, §5.3). The key is one of its own for each
 * token, HKDF-Expand of the site's by the `salt` in the header.
 */
export interface Encrypter {
  encrypt(text: string): MaybePromise<string>
  /** The text, or `null` for whatever is wrong. Throws, or rejects, only when there are no keys to judge with. */
  decrypt(token: string): MaybePromise<string | null>
}

/** @param purpose names the key, so that a token for one thing is nothing elsewhere; `type` is the header's `typ` (RFC 8725 §3.11) */
export function createEncrypter(keyring: Keyring, { purpose, type }: { readonly purpose: string; readonly type: string }): Encrypter {
  const { primitives } = keyring
  const keys = perKey(keyring, (key) => encryptionKey(key, purpose, type))
  return {
    encrypt: (text) => andThen(keys.newest(), (key) => encryptWith(key, text, primitives)),
    decrypt: (token) => andThen(keys.known(), (known) => orNull(() => decryptWith(known, token, primitives))),
  }
}

interface EncryptionKey {
  /** The header's JSON up to the salt, which is its last member. */
  readonly head: string
  readonly hmac: Hmac
}

const tail = '"}'

function encryptionKey(key: Key, purpose: string, type: string): MaybePromise<EncryptionKey> {
  return andThen(key.kid(), (kid) =>
    andThen(key.hmac(`${purpose}/jwe`), (hmac) => ({
      head: JSON.stringify({ alg: 'dir', enc: 'A256GCM', typ: type, kid, salt: '' }).slice(0, -tail.length),
      hmac,
    })),
  )
}

function encryptWith({ head, hmac }: EncryptionKey, text: string, primitives: Primitives): MaybePromise<string> {
  const salt = randomToken(saltSize)
  const iv = crypto.getRandomValues(new Uint8Array(ivSize))
  const header = toBase64url(toUtf8(head + salt + tail))
  return andThen(keyForOneUse(hmac, salt), (key) =>
    andThen(primitives.encrypt(key, iv, header, text), (box) => {
      const end = box.length - tagSize
      return `${header}..${toBase64url(iv)}.${toBase64url(box.subarray(0, end))}.${toBase64url(box.subarray(end))}`
    }),
  )
}

function decryptWith(known: readonly EncryptionKey[], token: string, primitives: Primitives): MaybePromise<string | null> {
  const [header, wrapped, iv, data, tag, ...rest] = token.split('.', 6)
  // RFC 7518 §4.5: with `dir` the encrypted key is empty.
  if (header === undefined || wrapped !== '' || iv === undefined || data === undefined || tag === undefined || rest.length > 0) return null
  const found = readHeader(known, header)
  const box = found && readBox(iv, data, tag)
  if (!box) return null
  return andThen(keyForOneUse(found.hmac, found.salt), (key) => primitives.decrypt(key, box, header))
}

/** Matched letter for letter, never parsed: another `alg` or `enc`, `zip`, `p2c`, `crit` or one more space is refused before any work. */
function readHeader(known: readonly EncryptionKey[], header: string): { readonly hmac: Hmac; readonly salt: string } | null {
  const length = (known[0]?.head.length ?? 0) + saltLength + tail.length
  if (header.length !== Math.ceil((length * 4) / 3)) return null
  const bytes = fromBase64url(header)
  if (bytes === null) return null
  const text = fromUtf8(bytes)
  const key = known.find(({ head }) => text.startsWith(head))
  const salt = text.slice(-saltLength - tail.length, -tail.length)
  return key && text.endsWith(tail) && /^[\w-]+$/.test(salt) ? { hmac: key.hmac, salt } : null
}

function readBox(iv: string, data: string, tag: string): SealedBox | null {
  const box = { iv: fromBase64url(iv), data: fromBase64url(data), tag: fromBase64url(tag) }
  // SP 800-38D §5.2.1.2: a shorter tag is a weaker one.
  return box.iv?.length === ivSize && box.tag?.length === tagSize && box.data ? (box as SealedBox) : null
}
