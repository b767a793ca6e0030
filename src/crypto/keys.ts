import { AuthError } from '../base/errors.js'
import { andThen } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import { toBase64url } from './bytes.js'
import { choosePrimitives } from './choose-primitives.js'
import type { HashName, Hmac, Primitives, Runtime } from './primitives.js'

/** The site's secrets, each turned into named keys. A secret itself is never a key. */
export interface Keyring {
  /** Makes whatever is made now. */
  readonly newest: Key
  /** Newest first. All of them open what they made, until their secret is taken off the list. */
  readonly keys: readonly Key[]
  readonly primitives: Primitives
}

/** One secret. Its keys are derived at first use and kept. */
export interface Key {
  /** Names the secret in what was made with it: 12 characters, from a purpose of their own, that tell nothing of the rest. */
  kid(): MaybePromise<string>
  /** HMAC under the key of one purpose, a word of ours, never anything that came from outside. */
  hmac(purpose: string, hash?: HashName): MaybePromise<Hmac>
}

/**
 * @param secrets newest first, at least one
 * @param options `runtime` is for tests; it is found out otherwise
 */
export function createKeyring(secrets: readonly string[], options: { readonly runtime?: Runtime } = {}): Keyring {
  const primitives = choosePrimitives(options.runtime)
  const keys = [...new Set(secrets)].map((secret) => createKey(secret, primitives))
  const [newest] = keys
  if (newest === undefined) throw noSecret()
  return { newest, keys, primitives }
}

function noSecret(): AuthError {
  return new AuthError(
    'MissingSecret',
    'There is no secret to make keys of. Run "npx next-auth secret" and set AUTH_SECRET to what it prints.',
  )
}

function createKey(secret: string, primitives: Primitives): Key {
  if (typeof secret !== 'string' || secret === '') throw noSecret()
  // RFC 5869 §3.2: the same secret and another `info` give a key that has nothing to do with the first one.
  const derive = (purpose: string, length: number): MaybePromise<Uint8Array> => primitives.hkdf(secret, `next-auth/${purpose}/v1`, length)
  const hmacs = new Map<string, MaybePromise<Hmac>>()
  let kid: MaybePromise<string> | undefined
  return {
    kid() {
      kid ??= keepUnlessItFails(andThen(derive('kid', 9), toBase64url), () => {
        kid = undefined
      })
      return kid
    },
    hmac(purpose, hash = 'sha256') {
      const kept = hmacs.get(purpose)
      if (kept !== undefined) return kept
      // As long as the hash: RFC 7518 §3.2.
      const made = andThen(derive(purpose, hash === 'sha256' ? 32 : 64), (key) => primitives.hmac(hash, key))
      hmacs.set(purpose, made)
      return keepUnlessItFails(made, () => hmacs.delete(purpose))
    },
  }
}

/** One failed derivation must not sign everybody out for as long as the process lives. */
function keepUnlessItFails<T>(value: MaybePromise<T>, forget: () => void): MaybePromise<T> {
  if (value instanceof Promise) value.catch(forget)
  return value
}

/**
 * HKDF-Expand (RFC 5869 §2.3) of one block: 32 octets for one use. Under a random salt each, no AES-GCM key comes near the
 * 2^32 messages that random IVs allow it (NIST SP 800-38D §8.3).
 * @param salt base64url of 16 random octets; its text is what counts, so it has one spelling
 */
export function keyForOneUse(hmac: Hmac, salt: string): MaybePromise<Uint8Array> {
  return hmac(`${salt}\x01`)
}
