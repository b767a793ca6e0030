import type { Parameter } from './base-string.js'
import { type CredentialsResponse, readCredentials } from './credentials-response.js'
import type { ClientCredentials, TokenCredentials } from './protocol-parameters.js'
import { signingFetch } from './signing-fetch.js'

/** An endpoint that hands out credentials. */
export interface CredentialsEndpoint {
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** More parameters, from the configuration; signed like all others. */
  readonly params: Readonly<Record<string, string | undefined>>
}

export interface Place {
  readonly client: ClientCredentials
  readonly fetch: typeof globalThis.fetch
  readonly now: number
}

export interface TemporaryCredentials extends TokenCredentials {
  /** The service will come back to the given address and bring a verifier: OAuth 1.0A. */
  readonly confirmed: boolean
}

/** Characters. Both travel in the cookie of a sign-in under way. */
const maxTemporary = 256
const maxToken = 8192

/** RFC 5849 §2.1. */
export async function requestTemporaryCredentials(
  endpoint: CredentialsEndpoint,
  callback: string,
  place: Place,
): Promise<TemporaryCredentials> {
  const response = await send(endpoint, [['oauth_callback', callback]], undefined, place)
  const { token, secret, fields } = await readCredentials(response, maxTemporary)
  return { token, secret, confirmed: fields.oauth_callback_confirmed === 'true' }
}

/** RFC 5849 §2.3: temporary credentials and the verifier for those that act for somebody. Once, whatever the answer. */
export async function requestTokenCredentials(
  endpoint: CredentialsEndpoint,
  temporary: TokenCredentials,
  verifier: string | undefined,
  place: Place,
): Promise<CredentialsResponse> {
  const response = await send(endpoint, verifier === undefined ? [] : [['oauth_verifier', verifier]], temporary, place)
  return readCredentials(response, maxToken)
}

async function send(
  { url: address, method, params }: CredentialsEndpoint,
  more: readonly Parameter[],
  token: TokenCredentials | undefined,
  place: Place,
): Promise<Response> {
  const url = new URL(address)
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value !== undefined) (method === 'GET' ? url.searchParams : form).set(name, value)
  return signingFetch({ ...place, token, more })(url, { method, ...(form.size > 0 ? { body: form } : {}) })
}
