import type { Awaitable } from '../../base/types.js'

/** Where to ask, and what to send along. A bare string is `{ url }`. */
export interface Endpoint {
  url?: string
  params?: Record<string, string | undefined>
}

export interface TokenEndpoint extends Endpoint {
  params?: Record<string, string>
  /** Makes the service's answer the one of RFC 6749 §5.1, when it is not. */
  conform?(response: Response): Awaitable<Response | undefined>
  /** Signs the assertion of `private_key_jwt` (RFC 7523). */
  clientPrivateKey?: CryptoKey | { key: CryptoKey; kid?: string }
}

/** What an OAuth token endpoint answered. */
export interface TokenSet {
  access_token?: string
  refresh_token?: string
  id_token?: string
  token_type?: string
  /** Seconds since 1970. */
  expires_at?: number
  scope?: string
  session_state?: string
  [name: string]: unknown
}
