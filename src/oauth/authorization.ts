/** What only this library may set. RFC 6749 §4.1.1, RFC 7636 §4.3, OIDC Core §3.1.2.1, RFC 9101, RFC 5849 §2. */
const reserved: ReadonlySet<string> = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'request',
  'request_uri',
  'registration',
  'dpop_jkt',
  'oauth_token',
  'oauth_callback',
  'oauth_verifier',
])

/** What a page may add to `signIn(provider, options, here)`: hints for the provider that change nobody's rights. */
const fromCaller: ReadonlySet<string> = new Set([
  'prompt',
  'login_hint',
  'ui_locales',
  'acr_values',
  'max_age',
  'hd',
  'display',
  'claims_locales',
  'screen_hint',
  'domain_hint',
  'kc_idp_hint',
  'connection',
  'organization',
  'identity_provider',
  'locale',
  'lang',
])

export interface AuthorizationRequest {
  /** May have a query of its own. What is named there comes first, in that order: also what only this library may set. */
  readonly endpoint: string
  /** From the configuration. */
  readonly configured: Readonly<Record<string, string | undefined>>
  /** From the page; only what is allowed passes. */
  readonly caller: Readonly<Record<string, string>>
  /** More names that the configuration allows a page to set. */
  readonly callerMay: readonly string[]
  /** Used when the configuration says none. */
  readonly scope: string | undefined
  /** Set last. */
  readonly ours: Readonly<Record<string, string | undefined>>
  /** The service's own words for some of ours. */
  readonly names?: Readonly<Record<string, string>>
}

/** Where the visitor goes. Each parameter once (RFC 6749 §3.1): ours over the configuration's over the page's. */
export function authorizationUrl(request: AuthorizationRequest): URL {
  const url = new URL(request.endpoint)
  const params = url.searchParams
  const places = new Set(params.keys())
  for (const name of places) params.set(name, reserved.has(name) ? '' : (params.get(name) ?? ''))
  if (!params.get('scope') && request.scope) params.set('scope', request.scope)
  for (const [name, value] of Object.entries(request.configured)) if (value !== undefined && !reserved.has(name)) params.set(name, value)
  for (const [name, value] of Object.entries(request.caller))
    if (mayPass(name, value, request.callerMay) && !params.has(name)) params.set(name, value)
  for (const [name, value] of Object.entries(request.ours)) if (value !== undefined) params.set(request.names?.[name] ?? name, value)
  for (const name of places) if (reserved.has(name) && params.get(name) === '') params.delete(name)
  return url
}

function mayPass(name: string, value: string, more: readonly string[]): boolean {
  if (reserved.has(name) || name === 'scope' || !(fromCaller.has(name) || more.includes(name))) return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  return value !== '' && value.length <= 512 && !/[\u0000-\u001f\u007f]/.test(value)
}

/** OIDC Core §3.1.2.1: the age that was asked for, in seconds, wherever it came from. */
export function maxAgeOf(url: URL): number | undefined {
  const text = url.searchParams.get('max_age')
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** OIDC Core §5.5.1.1: the values of `acr` that were asked for as essential. */
export function essentialAcr(url: URL): readonly string[] | undefined {
  const claims = parse(url.searchParams.get('claims') ?? 'null') as {
    id_token?: { acr?: { essential?: unknown; value?: unknown; values?: unknown } }
  } | null
  const acr = claims?.id_token?.acr
  if (acr?.essential !== true) return undefined
  const values = Array.isArray(acr.values) ? acr.values : [acr.value]
  return values.filter((value) => typeof value === 'string')
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
