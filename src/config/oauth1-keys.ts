import type { OAuth1Endpoint, OAuth1Provider, Provider } from '../providers/contract.js'

/** Whether it is a provider of OAuth 1; v3 and v4 said it by a version. */
export function isOAuth1(provider: Provider): provider is OAuth1Provider {
  const { type, version } = provider as { type: unknown; version?: unknown }
  return type === 'oauth1' || (type === 'oauth' && typeof version === 'string' && /^1\.0a?$/i.test(version))
}

/** The same provider by the names of the contract; where both are given, the present one counts. */
export function withPresentKeys(given: OAuth1Provider): OAuth1Provider {
  const { requestTokenUrl, authorizationUrl, accessTokenUrl, profileUrl, encoding, params, version: _version, ...provider } = given
  const requestToken = withUrl(provider.requestToken, requestTokenUrl)
  const signatureMethod = provider.signatureMethod ?? (encoding as OAuth1Provider['signatureMethod'])
  return {
    ...provider,
    type: 'oauth1',
    ...(requestToken && { requestToken: params ? { ...requestToken, params: { ...params, ...requestToken.params } } : requestToken }),
    ...pick('authorization', withUrl(provider.authorization, authorizationUrl)),
    ...pick('accessToken', withUrl(provider.accessToken, accessTokenUrl)),
    ...pick('userinfo', withUrl(provider.userinfo, profileUrl)),
    ...(signatureMethod && { signatureMethod }),
  }
}

function withUrl<E extends OAuth1Endpoint>(endpoint: string | E | undefined, url: string | undefined): E | undefined {
  const given = typeof endpoint === 'string' ? ({ url: endpoint } as E) : endpoint
  return url === undefined || given?.url ? given : ({ ...given, url } as E)
}

function pick<K extends string, V>(name: K, value: V | undefined): { [N in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [N in K]?: V }
}
