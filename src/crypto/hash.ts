import type { MaybePromise } from '../base/types.js'
import { choosePrimitives } from './choose-primitives.js'

/** SHA-256 in base64url, 43 characters: how a random token is stored. Not for passwords. */
export function sha256(text: string): MaybePromise<string> {
  return choosePrimitives().sha256(text)
}
