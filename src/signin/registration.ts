import type { Context } from '../config/context.js'
import type { Registration } from '../oauth/client.js'
import type { EndpointName, Place } from '../oauth/server.js'
import type { Check, Endpoint, OAuthProvider } from '../providers/contract.js'

type Given = string | Endpoint | undefined

/** Where the provider is found. With every endpoint configured nobody has to ask. */
export function placeOf(provider: OAuthProvider, needs: readonly EndpointName[]): Place {
  const { issuer, wellKnown } = provider
  const endpoints = {
    authorization_endpoint: urlOf(provider.authorization),
    token_endpoint: urlOf(provider.token),
    userinfo_endpoint: withParams(provider.userinfo),
    jwks_uri: provider.jwks_endpoint,
  }
  const missing = needs.some((name) => endpoints[name] === undefined)
  const described = missing && (issuer ?? wellKnown) !== undefined
  return { issuer, wellKnown, endpoints, needs, described, insecure: provider.dangerouslyAllowInsecureRequests ?? false }
}

export function urlOf(endpoint: Given): string | undefined {
  return typeof endpoint === 'string' ? endpoint : endpoint?.url
}

export function paramsOf(endpoint: Given): Readonly<Record<string, string | undefined>> {
  return typeof endpoint === 'object' ? (endpoint.params ?? {}) : {}
}

export function withParams(endpoint: Given): string | undefined {
  const text = urlOf(endpoint)
  const params = Object.entries(paramsOf(endpoint))
  if (text === undefined || params.length === 0) return text
  const url = new URL(text)
  for (const [name, value] of params) if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

/** How this application is known there. The secret may be made at this moment. */
export async function registrationOf(provider: OAuthProvider): Promise<Registration> {
  const { clientId = '', clientSecret, client } = provider
  return {
    clientId,
    secret: typeof clientSecret === 'function' ? await clientSecret(clientId) : clientSecret,
    privateKey: typeof provider.token === 'object' ? provider.token.clientPrivateKey : undefined,
    method: client?.token_endpoint_auth_method,
    idTokenAlg: client?.id_token_signed_response_alg,
    userinfoAlg: client?.userinfo_signed_response_alg,
  }
}

/** Which checks are on. Leaving one out takes `dangerouslySkipChecks`; a list without it only adds. */
export function checksOf(provider: OAuthProvider, always: readonly Check[]): ReadonlySet<Check> {
  const { checks = always, dangerouslySkipChecks } = provider
  return new Set(
    dangerouslySkipChecks ? checks.filter((check) => check !== 'none') : [...always, ...checks.filter((check) => check !== 'none')],
  )
}

/** Whether the answer comes as a POST from the provider's page; also said the way v4 and v5 configurations say it. */
export function postsAnswer(provider: OAuthProvider): boolean {
  return (provider.responseMode ?? paramsOf(provider.authorization).response_mode) === 'form_post'
}

export function redirectUriOf(provider: OAuthProvider, ctx: Context): string {
  return `${ctx.base}/callback/${provider.id}`
}
