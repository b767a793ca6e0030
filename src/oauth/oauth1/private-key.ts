import { CheckFailed } from '../failure.js'

const fix =
  '`privateKey` is no RSA key in PKCS #8 ("BEGIN PRIVATE KEY"), as WebCrypto reads it. To make it one: openssl pkcs8 -topk8 -nocrypt -in key.pem'

/** A PEM text (RFC 7468 §10) as a key for `RSA-SHA1`. From an environment variable it may have `\n` for its line ends. */
export async function readPrivateKey(pem: string): Promise<CryptoKey> {
  const base64 = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/.exec(pem.replaceAll('\\n', '\n'))?.[1]
  if (base64 === undefined) throw new CheckFailed(fix)
  try {
    const der = Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0))
    return await crypto.subtle.importKey('pkcs8', der, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }, false, ['sign'])
  } catch {
    // The reason may repeat the key.
    throw new CheckFailed(fix)
  }
}
