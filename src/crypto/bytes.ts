/** Stateless while they are not streaming, so one of each serves all. A byte order mark is a character like any other. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Base64url without padding (RFC 7515 §2). */
export function toBase64url(bytes: Uint8Array): string {
  // Looked up on `globalThis`: the bare name makes bundlers put a whole polyfill into a browser's or an edge bundle.
  const { Buffer } = globalThis as { Buffer?: typeof globalThis.Buffer }
  if (Buffer) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Reads base64url strictly: no padding, no other alphabet, no white space, no bits that mean nothing. `null` for all else. */
export function fromBase64url(text: string): Uint8Array | null {
  // Every text has one reading and every reading one text (RFC 4648 §3.5), so writing it again tells whether it was proper.
  const bytes = decodeLoosely(text)
  return bytes !== null && toBase64url(bytes) === text ? bytes : null
}

function decodeLoosely(text: string): Uint8Array | null {
  const { Buffer } = globalThis as { Buffer?: typeof globalThis.Buffer }
  if (Buffer) return Buffer.from(text, 'base64url')
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  } catch {
    return null
  }
}

/** UTF-8 (RFC 3629). Lone surrogates become U+FFFD. */
export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Throws `TypeError` on what is not UTF-8, where a lenient reader would let two inputs mean the same. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
