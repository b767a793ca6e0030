import { concat, fromUtf8, toBase64url, toUtf8 } from './bytes.js'
import type { HashName, Hmac, Primitives, SealedBox } from './primitives.js'

/**
 * WebCrypto. Every function is `async`, so that the promise is one of this realm: in a sandbox, those of `crypto.subtle`
 * may come from outside and be no `instanceof Promise` here.
 */
export const webPrimitives: Primitives = {
  runtime: 'web',
  sha256: async (text) => toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', source(toUtf8(text))))),
  hkdf,
  hmac,
  encrypt,
  decrypt,
}

/** Our octets never lie in shared memory, which is all that the stricter type rules out. */
function source(bytes: Uint8Array): BufferSource {
  return bytes as BufferSource
}

async function hkdf(secret: string, info: string, length: number): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', source(toUtf8(secret)), 'HKDF', false, ['deriveBits'])
  const rule = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: source(toUtf8(info)) }
  return new Uint8Array(await crypto.subtle.deriveBits(rule, key, length * 8))
}

async function hmac(hash: HashName, raw: Uint8Array): Promise<Hmac> {
  const rule = { name: 'HMAC', hash: hash === 'sha256' ? 'SHA-256' : 'SHA-512' }
  const key = await crypto.subtle.importKey('raw', source(raw), rule, false, ['sign'])
  return async (data) => new Uint8Array(await crypto.subtle.sign('HMAC', key, source(toUtf8(data))))
}

async function encrypt(raw: Uint8Array, iv: Uint8Array, associated: string, text: string): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', source(raw), 'AES-GCM', false, ['encrypt'])
  return new Uint8Array(await crypto.subtle.encrypt(gcm(iv, associated), key, source(toUtf8(text))))
}

async function decrypt(raw: Uint8Array, { iv, data, tag }: SealedBox, associated: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', source(raw), 'AES-GCM', false, ['decrypt'])
  return fromUtf8(new Uint8Array(await crypto.subtle.decrypt(gcm(iv, associated), key, source(concat(data, tag)))))
}

function gcm(iv: Uint8Array, associated: string): AesGcmParams {
  return { name: 'AES-GCM', iv: source(iv), additionalData: source(toUtf8(associated)), tagLength: 128 }
}
