import { toBase64url } from './bytes.js'

/** `bytes` octets of the system's randomness in base64url: 32 give 43 characters that nobody guesses. */
export function randomToken(bytes: number = 32): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(bytes)))
}
