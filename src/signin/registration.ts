import type { Context } from '../config/context.js'
import type { Registration } from '../oauth/client.js'
import type { TokenForm } from '../oauth/exchange.js'
import { privateKeyOf } from '../oauth/private-key.js'
import type { EndpointName, Place } from '../oauth/server.js'
import type { ProfileForm } from '../oauth/userinfo.js'
import type { Check, Endpoint, OAuthProvider, ProfileEndpoint, RequestHeaders, TokenEndpoint } from '../providers/contract.js'
import { proxyOf } from './redirect-proxy.js'

type ProfileRequest = Exclude<OAuthProvider['userinfo'], string | undefined>['request']
type Given = string | Endpoint | undefined

/** Where the provider is found. With every endpoint configured nobody has to ask. */
export function placeOf(provider: OAuthProvider, needs: readonly EndpointName[]): Place {
  const { issuer, wellKnown } = provider
  const endpoints = {
    authorization_endpoint: urlOf(provider.authorization),
    token_endpoint: urlOf(provider.token),
    userinfo_endpoint: withParams(provider.userinfo),
    jwks_uri: provider.jwks_endpoint,
    pushed_authorization_request_endpoint: undefined,
  }
  const missing = needs.some((name) => endpoints[name] === undefined)
  const described = missing && (issuer ?? wellKnown) !== undefined
  const insecure = provider.dangerouslyAllowInsecureRequests ?? false
  return { issuer, wellKnown, endpoints, needs, described, insecure, milliseconds: provider.timeout }
}

export function urlOf(endpoint: Given): string | undefined {
  return typeof endpoint === 'string' ? endpoint : endpoint?.url
}

export function paramsOf(endpoint: Given): Readonly<Record<string, string | undefined>> {
  return typeof endpoint === 'object' ? (endpoint.params ?? {}) : {}
}

export function namesOf({ authorization }: OAuthProvider): Readonly<Record<string, string>> {
  return typeof authorization === 'object' ? (authorization.names ?? {}) : {}
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
    privateKey: await privateKeyOf(typeof provider.token === 'object' ? provider.token.clientPrivateKey : undefined),
    method: client?.token_endpoint_auth_method,
    idTokenAlg: client?.id_token_signed_response_alg,
    userinfoAlg: client?.userinfo_signed_response_alg,
  }
}

/** What is peculiar to the service's token endpoint. */
export function tokenFormOf(provider: OAuthProvider, answer: Readonly<Record<string, string>> = {}): TokenForm {
  const token: TokenEndpoint = typeof provider.token === 'object' ? provider.token : {}
  const { params = {}, names = {}, defaults = {}, body = 'form', fromAnswer = [] } = token
  const back = Object.fromEntries(fromAnswer.flatMap((name) => (answer[name] === undefined ? [] : [[name, answer[name]]])))
  return { body, headers: headersOf(token, provider), names, params: { ...back, ...params }, defaults, conform: token.conform?.bind(token) }
}

/** What is peculiar to the service's profile endpoint. */
export function profileFormOf(provider: OAuthProvider): ProfileForm {
  const userinfo: ProfileEndpoint = typeof provider.userinfo === 'object' ? provider.userinfo : {}
  const { json, tokenParam, scheme = 'Bearer', method = json ? 'POST' : 'GET' } = userinfo
  return { method, json, headers: headersOf(userinfo, provider), scheme, tokenParam }
}

/** Reads the profile in the service's own way. */
export function requestOf({ userinfo }: OAuthProvider): ProfileRequest {
  return typeof userinfo === 'object' ? userinfo.request : undefined
}

function headersOf({ headers = {} }: { headers?: RequestHeaders }, { clientId = '', clientSecret }: OAuthProvider): Record<string, string> {
  const secret = typeof clientSecret === 'string' ? clientSecret : undefined
  return typeof headers === 'function' ? headers({ clientId, clientSecret: secret }) : headers
}

/** Which checks are on. Leaving one out takes `dangerouslySkipChecks`; a list without it only adds. */
export function checksOf(provider: OAuthProvider, always: readonly Check[]): ReadonlySet<Check> {
  const { checks = always, dangerouslySkipChecks, lacks = [] } = provider
  const named = checks.filter((check) => check !== 'none')
  if (dangerouslySkipChecks) return new Set(named)
  return new Set([...always, ...named].filter((check) => check === 'state' || !lacks.includes(check as 'nonce')))
}

/** Whether the answer comes as a POST from the provider's page; also said the way v4 and v5 configurations say it. */
export function postsAnswer(provider: OAuthProvider): boolean {
  return (provider.responseMode ?? paramsOf(provider.authorization).response_mode) === 'form_post'
}

export function redirectUriOf(provider: OAuthProvider, ctx: Context): string {
  return `${proxyOf(provider, ctx) ?? ctx.base}/callback/${provider.id}`
}
