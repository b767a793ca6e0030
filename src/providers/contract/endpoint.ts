import type { Awaitable } from '../../base/types.js'

/** Where to ask, and what to send along. A bare string is `{ url }`. */
export interface Endpoint {
  /** May begin with `{issuer}`: what the application passes or the environment has (`AUTH_<ID>_ISSUER`) goes there. */
  url?: string
  params?: Record<string, string | undefined>
}

/** Where the visitor goes. */
export interface AuthorizationEndpoint extends Endpoint {
  /** The service's own words for standard parameters: `{ client_id: 'client_key' }`. */
  names?: Record<string, string>
}

/** More headers, or what makes them for services that want the client's id or secret in one. */
export type RequestHeaders =
  | Record<string, string>
  | ((client: { readonly clientId: string; readonly clientSecret: string | undefined }) => Record<string, string>)

/** Where a code becomes a token. What differs from RFC 6749 §4.1.3 has a name here. */
export interface TokenEndpoint extends Endpoint {
  params?: Record<string, string>
  /** The service's own words for standard fields. */
  names?: Record<string, string>
  /** Default `POST` with a form. `json` sends the fields as a JSON object, `query` in the address of a GET. */
  body?: 'form' | 'json' | 'query'
  headers?: RequestHeaders
  /** Parameters of the authorization response that the service wants back with the code: `['device_id']`. */
  fromAnswer?: readonly string[]
  /** Members that the answer leaves out though RFC 6749 §5.1 requires them: `{ token_type: 'bearer' }`. */
  defaults?: Record<string, string>
  /** Makes the service's answer the one of RFC 6749 §5.1, when it is not. */
  conform?(response: Response): Awaitable<Response | undefined>
  /** Signs the assertion of `private_key_jwt` (RFC 7523). */
  clientPrivateKey?: CryptoKey | { key: CryptoKey; kid?: string } | JsonWebKey
}

/** Where a plain OAuth 2 service tells who someone is: a GET with the token as RFC 6750 §2.1 has it. What differs has a name here. */
export interface ProfileEndpoint extends Endpoint {
  /** Default `GET`, and `POST` when there is `json`. */
  method?: 'GET' | 'POST'
  /** Sent as the body, a GraphQL query for example. */
  json?: Record<string, unknown>
  headers?: RequestHeaders
  /** The word before the token in `Authorization`. Default `Bearer`; an empty text sends the token alone. */
  scheme?: string
  /** The query parameter that carries the token instead (RFC 6750 §2.3), for services that take it no other way. */
  tokenParam?: string
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
