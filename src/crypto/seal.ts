import { AuthError } from '../base/errors.js'
import { all, andThen, orNull } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import { fromBase64url, toBase64url } from './bytes.js'
import { type Key, type Keyring, keyForOneUse } from './keys.js'
import { randomToken } from './random.js'

const version = '1'
const saltSize = 16
const saltLength = 22
/** A multiple of three: its base64url has no rest, and another one can stand right behind it. */
const ivSize = 12
const tagSize = 16
/** More than all cookies of a request hold. */
const maxLength = 16_384

export interface SealOptions {
  /** What it is for: `oauth-transaction`. A word of ours; one purpose's seal never opens as another's. */
  readonly purpose: string
  /** Where it is valid: name of the cookie, id of the provider, base URL. Opens only with the same, in the same order. */
  readonly bind: readonly string[]
}

/**
 * Turns a small JSON value into a text that is safe in a cookie, that nobody reads and nobody changes: AES-256-GCM under a key
 * for this one use. `1.<kid>.<salt>.<iv, ciphertext, tag>`. Never compressed: length would tell of content.
 */
export function seal(
  keyring: Keyring,
  options: SealOptions & { readonly value: unknown /** Milliseconds since 1970. */; readonly expires: number },
): MaybePromise<string> {
  const { purpose, bind, value, expires } = options
  if (!Number.isFinite(expires))
    throw new AuthError('InvalidOption', 'A seal needs a time, in milliseconds since 1970, after which it does not open.')
  const { newest, primitives } = keyring
  const salt = randomToken(saltSize)
  const iv = crypto.getRandomValues(new Uint8Array(ivSize))
  const text = JSON.stringify({ expires, value })
  return andThen(newest.kid(), (kid) =>
    andThen(oneUse(newest, purpose, salt), (key) =>
      andThen(
        primitives.encrypt(key, iv, associated(purpose, bind), text),
        (box) => `${version}.${kid}.${salt}.${toBase64url(iv)}${toBase64url(box)}`,
      ),
    ),
  )
}

/** The value; `null` when it is none of ours, was changed, belongs elsewhere or has expired: one answer for all, nothing throws. */
export function unseal<T>(
  keyring: Keyring,
  options: SealOptions & { /** Milliseconds since 1970. */ readonly now: number },
  sealed: string,
): MaybePromise<T | null> {
  const { purpose, bind, now } = options
  return orNull(() => {
    const parts = takeApart(sealed)
    if (parts === null) return null
    return andThen(findKey(keyring, parts.kid), (found) => {
      if (found === undefined) return null
      return andThen(oneUse(found, purpose, parts.salt), (key) =>
        andThen(keyring.primitives.decrypt(key, parts, associated(purpose, bind)), (text) => valueIn<T>(text, now)),
      )
    })
  })
}

/** Each text with its length before it, so that no two lists are written alike. */
function associated(purpose: string, bind: readonly string[]): string {
  return [version, purpose, ...bind].map((part) => `${part.length}:${part}`).join('')
}

function oneUse(key: Key, purpose: string, salt: string): MaybePromise<Uint8Array> {
  return andThen(key.hmac(`seal/${purpose}`), (hmac) => keyForOneUse(hmac, salt))
}

interface Parts {
  readonly kid: string
  readonly salt: string
  readonly iv: Uint8Array
  readonly data: Uint8Array
  readonly tag: Uint8Array
}

function takeApart(sealed: string): Parts | null {
  if (typeof sealed !== 'string' || sealed.length > maxLength) return null
  const [form, kid, salt, body, ...rest] = sealed.split('.', 5)
  if (form !== version || kid === undefined || salt?.length !== saltLength || body === undefined || rest.length > 0) return null
  const bytes = fromBase64url(body)
  if (bytes === null || bytes.length < ivSize + tagSize) return null
  const end = bytes.length - tagSize
  return { kid, salt, iv: bytes.subarray(0, ivSize), data: bytes.subarray(ivSize, end), tag: bytes.subarray(end) }
}

/** A `kid` chooses among our keys and does nothing else (RFC 8725 §3.10). */
function findKey({ keys }: Keyring, kid: string): MaybePromise<Key | undefined> {
  return andThen(all(keys.map((key) => key.kid())), (kids) => keys[kids.indexOf(kid)])
}

function valueIn<T>(text: string, now: number): T | null {
  const { expires, value } = JSON.parse(text) as { readonly expires: unknown; readonly value?: T }
  return typeof expires === 'number' && expires > now ? (value ?? null) : null
}
