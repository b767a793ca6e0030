import { toUtf8 } from '../../crypto/bytes.js'
import { CheckFailed } from '../failure.js'
import { percentEncode } from './percent-encode.js'
import { readPrivateKey } from './private-key.js'

export type SignatureMethod = 'HMAC-SHA1' | 'HMAC-SHA256' | 'RSA-SHA1' | 'PLAINTEXT'

/** What a signature is made with. A secret that there is none of is the empty text. */
export interface SigningKeys {
  readonly clientSecret: string
  readonly tokenSecret: string
  /** For `RSA-SHA1`: PKCS #8 in PEM, or a key for signing. */
  readonly privateKey: string | CryptoKey | undefined
}

/** `oauth_signature` (RFC 5849 §3.4), not yet encoded for the header. */
export function signatureOf(method: SignatureMethod, base: string, keys: SigningKeys): string | Promise<string> {
  if (method === 'PLAINTEXT') return sharedKey(keys)
  return method === 'RSA-SHA1' ? rsa(base, keys) : hmac(method === 'HMAC-SHA1' ? 'SHA-1' : 'SHA-256', base, keys)
}

/** §3.4.2, §3.4.4: the `&` is there even when a secret is empty. */
function sharedKey({ clientSecret, tokenSecret }: SigningKeys): string {
  return `${percentEncode(clientSecret)}&${percentEncode(tokenSecret)}`
}

/** §3.4.2. SHA-256 is no part of RFC 5849; services that take it do the same with the other hash. */
async function hmac(hash: 'SHA-1' | 'SHA-256', base: string, keys: SigningKeys): Promise<string> {
  const key = await crypto.subtle.importKey('raw', octets(sharedKey(keys)), { name: 'HMAC', hash }, false, ['sign'])
  return toBase64(await crypto.subtle.sign('HMAC', key, octets(base)))
}

/** §3.4.3: RSASSA-PKCS1-v1_5 with SHA-1 (RFC 3447 §8.2). */
async function rsa(base: string, { privateKey }: SigningKeys): Promise<string> {
  if (privateKey === undefined) throw new CheckFailed('`RSA-SHA1` needs `privateKey`.')
  const key = typeof privateKey === 'string' ? await readPrivateKey(privateKey) : privateKey
  return toBase64(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, octets(base)))
}

function octets(text: string): BufferSource {
  return toUtf8(text) as BufferSource
}

function toBase64(signature: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(signature)))
}
