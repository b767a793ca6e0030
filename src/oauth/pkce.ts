import type { MaybePromise } from '../base/types.js'
import { sha256 } from '../crypto/hash.js'
import { randomToken } from '../crypto/random.js'

/** RFC 7636 §4.1: 256 random bits are 43 characters. */
export function createVerifier(): string {
  return randomToken(32)
}

/** RFC 7636 §4.2, `S256`. There is no `plain` here, whatever a service says it supports. */
export function challengeOf(verifier: string): MaybePromise<string> {
  return sha256(verifier)
}
