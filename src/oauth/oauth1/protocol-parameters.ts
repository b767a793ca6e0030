import type { Parameter } from './base-string.js'
import type { SignatureMethod } from './signature.js'

/** This application, as a service knows it (RFC 5849 §1.1: client credentials). */
export interface ClientCredentials {
  readonly key: string
  readonly secret: string
  readonly method: SignatureMethod
  readonly privateKey: string | CryptoKey | undefined
  readonly realm: string | undefined
}

/** A token and its secret: temporary credentials, or those that act for somebody. */
export interface TokenCredentials {
  readonly token: string
  readonly secret: string
}

/** Those of every request (RFC 5849 §3.1). */
export function protocolParameters(
  client: Pick<ClientCredentials, 'key' | 'method'>,
  token: TokenCredentials | undefined,
  now: number,
): Parameter[] {
  return [
    ['oauth_consumer_key', client.key],
    ...(token ? [['oauth_token', token.token] as const] : []),
    ['oauth_signature_method', client.method],
    ['oauth_timestamp', String(Math.floor(now / 1000))],
    ['oauth_nonce', nonce()],
    ['oauth_version', '1.0'],
  ]
}

/** §3.3. 120 random bits; services that are narrow about nonces take letters and digits only. */
function nonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(15)), (octet) => octet.toString(16).padStart(2, '0')).join('')
}
