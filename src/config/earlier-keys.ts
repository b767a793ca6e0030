import type { Endpoint, OAuthProvider, ProfileEndpoint, TokenEndpoint } from '../providers/contract.js'
import { fetchOf } from './earlier-agent.js'

const earlier = [
  'authorizationUrl',
  'authorizationParams',
  'accessTokenUrl',
  'params',
  'profileUrl',
  'headers',
  'protection',
  'useAuthTokenHeader',
  'httpOptions',
  'jwks',
] as const

/** An entry written for v3 or v4, in today's words. Where both are there, today's count. */
export function inTodaysWords<P extends Partial<OAuthProvider>>(provider: P): P {
  const scope = provider.scope as string | readonly string[] | undefined
  const listed = Array.isArray(scope) ? { ...provider, scope: scope.join(' ') } : provider
  const typed = provesByIdToken(listed) ? { ...listed, type: 'oidc' as const } : listed
  if (!earlier.some((key) => typed[key] !== undefined)) return typed
  return {
    ...typed,
    ...where(typed),
    ...(typed.protection === undefined ? {} : { checks: typed.checks ?? checksOf(typed.protection) }),
    ...(typed.httpOptions?.timeout ? { timeout: typed.timeout ?? typed.httpOptions.timeout } : {}),
    ...fetchOf(typed),
  }
}

/** v4 verified the ID token of an `oauth` provider with `idToken: true`; that is OpenID Connect. Without an issuer there is nothing to verify it by. */
function provesByIdToken({ type, idToken, issuer, wellKnown }: Partial<OAuthProvider>): boolean {
  return type === 'oauth' && idToken === true && (issuer ?? wellKnown) !== undefined
}

function where(provider: Partial<OAuthProvider>): Pick<OAuthProvider, 'authorization' | 'token' | 'userinfo'> {
  const { authorizationUrl, authorizationParams, accessTokenUrl, params, profileUrl, headers, useAuthTokenHeader, jwks } = provider
  const [clientPrivateKey] = jwks?.keys ?? []
  // What authenticates the application is for the token endpoint.
  const forProfile = Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !/^authorization$/i.test(name)))
  return {
    ...given<Endpoint>('authorization', provider, { url: authorizationUrl, params: authorizationParams }),
    ...given<TokenEndpoint>('token', provider, { url: accessTokenUrl, params, headers, clientPrivateKey }),
    ...given<ProfileEndpoint>('userinfo', provider, {
      url: profileUrl,
      headers: headers && forProfile,
      tokenParam: useAuthTokenHeader === false ? 'access_token' : undefined,
    }),
  }
}

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

/** The endpoint with what its earlier names said, where it does not say it itself. */
function given<E extends Endpoint>(name: 'authorization' | 'token' | 'userinfo', provider: Partial<OAuthProvider>, said: Loose<E>): object {
  const now = provider[name]
  const own = typeof now === 'string' ? { url: now } : (now ?? {})
  const old = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  return Object.keys(old).length > 0 ? { [name]: { ...old, ...own } } : {}
}

function checksOf(protection: NonNullable<OAuthProvider['protection']>): NonNullable<OAuthProvider['checks']> {
  if (protection === 'both') return ['pkce', 'state']
  return typeof protection === 'string' ? [protection] : protection
}
