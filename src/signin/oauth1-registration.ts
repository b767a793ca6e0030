import type { CredentialsEndpoint } from '../oauth/oauth1/credentials.js'
import type { ClientCredentials } from '../oauth/oauth1/protocol-parameters.js'
import type { OAuth1Endpoint, OAuth1Provider } from '../providers/contract.js'
import { paramsOf, urlOf, withParams } from './registration.js'

/** How this application is known at an OAuth 1 service. */
export function clientOf({ clientId, clientSecret, signatureMethod, privateKey, realm }: OAuth1Provider): ClientCredentials {
  return { key: clientId ?? '', secret: clientSecret ?? '', method: signatureMethod ?? 'HMAC-SHA1', privateKey, realm }
}

export function endpointOf(endpoint: string | OAuth1Endpoint | undefined): CredentialsEndpoint {
  const method = typeof endpoint === 'object' ? endpoint.method : undefined
  return { url: urlOf(endpoint) ?? '', method: method ?? 'POST', params: paramsOf(endpoint) }
}

/** Present unless `userinfo.request` is: looked at, at start. */
export function profileAddress({ userinfo }: OAuth1Provider): string {
  return withParams(userinfo) ?? ''
}
