import type { PrivateKey } from 'oauth4webapi'
import { CheckFailed } from './failure.js'

/** WebCrypto's names for what JWS calls its algorithms (RFC 7518 §3.1, RFC 8037 §3.1). */
function parametersOf({ alg, kty, crv }: JsonWebKey): RsaHashedImportParams | EcKeyImportParams | { name: 'Ed25519' } | undefined {
  const hash = `SHA-${(alg ?? 'RS256').slice(-3)}`
  if (kty === 'RSA' && (alg === undefined || /^RS(256|384|512)$/.test(alg))) return { name: 'RSASSA-PKCS1-v1_5', hash }
  if (kty === 'RSA' && /^PS(256|384|512)$/.test(alg ?? '')) return { name: 'RSA-PSS', hash }
  if (kty === 'EC' && crv && /^P-(256|384|521)$/.test(crv)) return { name: 'ECDSA', namedCurve: crv }
  return kty === 'OKP' && crv === 'Ed25519' ? { name: 'Ed25519' } : undefined
}

/** The key that signs `private_key_jwt` assertions, from whichever form it was configured in. */
export async function privateKeyOf(given: CryptoKey | PrivateKey | JsonWebKey | undefined): Promise<CryptoKey | PrivateKey | undefined> {
  if (given === undefined) return undefined
  // `in` would throw the whole text of a PEM file.
  if (typeof given !== 'object' || given === null) throw noKey()
  if (!('kty' in given)) return given as CryptoKey | PrivateKey
  const parameters = parametersOf(given)
  if (!parameters || given.d === undefined) throw noKey()
  const key = await crypto.subtle.importKey('jwk', { ...given, key_ops: ['sign'] }, parameters, false, ['sign'])
  const { kid } = given as { kid?: string }
  return kid === undefined ? key : { key, kid }
}

function noKey(): CheckFailed {
  return new CheckFailed('`token.clientPrivateKey` is no private RSA, EC or Ed25519 key as JWK (RFC 7517), and no `CryptoKey`.')
}
