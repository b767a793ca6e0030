import type { Endpoint, OAuth1Provider, Provider } from '../providers/contract.js'

/** Whether it is a provider of OAuth 1; v3 and v4 said it by a version. */
export function isOAuth1(provider: Provider): provider is OAuth1Provider {
  const { type, version } = provider as { type: string; version?: unknown }
  return type === 'oauth1' || (type === 'oauth' && /^1\.0a?$/i.test(String(version)))
}

/** The names of endpoints in v3 and v4, and now. */
const names = [
  ['requestTokenUrl', 'requestToken'],
  ['authorizationUrl', 'authorization'],
  ['accessTokenUrl', 'accessToken'],
  ['profileUrl', 'userinfo'],
] as const

/** The same provider by the names of the contract; where both are given, the present one counts. */
export function withPresentKeys({ encoding, params, version: _version, ...given }: OAuth1Provider): OAuth1Provider {
  const signatureMethod = given.signatureMethod ?? encoding ?? 'HMAC-SHA1'
  const provider = { ...withPresentNames(given), type: 'oauth1', signatureMethod } as OAuth1Provider
  const begins = provider.requestToken as Endpoint | undefined
  if (params) provider.requestToken = { ...begins, params: { ...params, ...begins?.params } as Record<string, string> }
  return provider
}

/** Endpoints and the time limit by their present names. */
export function withPresentNames({ httpOptions, ...given }: Partial<OAuth1Provider>): Partial<OAuth1Provider> {
  const provider = { ...given }
  for (const [older, present] of names) {
    const endpoint = provider[present]
    const { url = provider[older], ...rest }: Endpoint = typeof endpoint === 'string' ? { url: endpoint } : (endpoint ?? {})
    if (url !== undefined) provider[present] = { ...rest, url }
    delete provider[older]
  }
  if (httpOptions?.timeout) provider.timeout ??= httpOptions.timeout
  return provider
}
