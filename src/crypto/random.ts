import { toBase64url } from './bytes.js'

/** `bytes` octets of the system's randomness in base64url: 32 give 43 characters that nobody guesses. */
export function randomToken(bytes: number = 32): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(bytes)))
}

/** An id that sorts by the millisecond it was made in (RFC 9562 §5.7). `now` in milliseconds since 1970. */
export function uuid7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(now / 0x10000))
  view.setUint16(4, now % 0x10000)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
