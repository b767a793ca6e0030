import { all, andThen } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import { toBase64url } from './bytes.js'
import { equal } from './compare.js'
import type { Key, Keyring } from './keys.js'

/** HMAC-SHA256 of a text under the newest secret's key for this purpose: 43 characters of base64url. */
export function mac(keyring: Keyring, purpose: string, text: string): MaybePromise<string> {
  return macWith(keyring.newest, purpose, text)
}

/** The same under every secret still in use, newest first: to look up what an older one may have made. */
export function macs(keyring: Keyring, purpose: string, text: string): MaybePromise<readonly string[]> {
  return all(keyring.keys.map((key) => macWith(key, purpose, text)))
}

/** Whether a secret in use made it. Compares with all of them, in a time that tells nothing. */
export function verifyMac(keyring: Keyring, purpose: string, text: string, given: string): MaybePromise<boolean> {
  return andThen(macs(keyring, purpose, text), (made) => made.filter((one) => equal(one, given)).length > 0)
}

function macWith(key: Key, purpose: string, text: string): MaybePromise<string> {
  return andThen(key.hmac(`mac/${purpose}`), (hmac) => andThen(hmac(text), toBase64url))
}
