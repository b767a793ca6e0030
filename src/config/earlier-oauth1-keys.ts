import type { Endpoint, OAuth1Provider, Provider } from '../providers/contract.js'
import { fetchOf } from './earlier-agent.js'

/** Whether it is a provider of OAuth 1; v3 and v4 said it by a version. */
export function isOAuth1(provider: Provider): provider is OAuth1Provider {
  const { type, version } = provider as { type: string; version?: unknown }
  return type === 'oauth1' || (type === 'oauth' && /^1\.0a?$/i.test(String(version)))
}

/** What endpoints were called in v3 and v4, and are today. */
const names = [
  ['requestTokenUrl', 'requestToken'],
  ['authorizationUrl', 'authorization'],
  ['accessTokenUrl', 'accessToken'],
  ['profileUrl', 'userinfo'],
] as const

/** An entry of OAuth 1 written for v3 or v4, in today's words. Where both are there, today's count. */
export function oauth1InTodaysWords({ encoding, params, version: _version, ...given }: OAuth1Provider): OAuth1Provider {
  const signatureMethod = given.signatureMethod ?? encoding ?? 'HMAC-SHA1'
  const provider = { ...namesInTodaysWords(given), type: 'oauth1', signatureMethod } as OAuth1Provider
  const begins = provider.requestToken as Endpoint | undefined
  if (params) provider.requestToken = { ...begins, params: { ...params, ...begins?.params } as Record<string, string> }
  return provider
}

/** Of them what may stand in options: endpoints, and the time limit. */
export function namesInTodaysWords({ httpOptions, ...given }: Partial<OAuth1Provider>): Partial<OAuth1Provider> {
  const provider = { ...given, ...fetchOf({ ...given, ...(httpOptions && { httpOptions }) }) }
  for (const [earlier, today] of names) {
    const endpoint = provider[today]
    const { url = provider[earlier], ...rest }: Endpoint = typeof endpoint === 'string' ? { url: endpoint } : (endpoint ?? {})
    if (url !== undefined) provider[today] = { ...rest, url }
    delete provider[earlier]
  }
  if (httpOptions?.timeout) provider.timeout ??= httpOptions.timeout
  return provider
}
