import type { OAuthProvider } from '../providers/contract.js'

const place = '{issuer}'

/** Whether the entry has addresses below an issuer that only the application knows. */
export function needsIssuer(provider: OAuthProvider): boolean {
  return addresses(provider).some((address) => address?.startsWith(place))
}

/** Such addresses with the issuer in its place, without a slash at its end. */
export function atIssuer(provider: OAuthProvider): OAuthProvider {
  if (!needsIssuer(provider)) return provider
  const base = provider.issuer?.replace(/\/$/, '') ?? place
  const put = (address: string | undefined): string | undefined => address?.replace(place, base)
  const at = <E extends object>(endpoint: string | E | undefined): string | E | undefined =>
    typeof endpoint === 'object' ? { ...endpoint, url: put((endpoint as { url?: string }).url) } : put(endpoint)
  const { wellKnown, authorization, token, userinfo, jwks_endpoint } = provider
  const found = {
    wellKnown: put(wellKnown),
    authorization: at(authorization),
    token: at(token),
    userinfo: at(userinfo),
    jwks_endpoint: put(jwks_endpoint),
  }
  return {
    ...provider,
    ...(Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as Partial<OAuthProvider>),
  }
}

/** Every address of the entry. */
export function addresses({ issuer, wellKnown, jwks_endpoint, ...provider }: OAuthProvider): (string | undefined)[] {
  const endpoints = [provider.authorization, provider.token, provider.userinfo]
  return [issuer, wellKnown, jwks_endpoint, ...endpoints.map((endpoint) => (typeof endpoint === 'object' ? endpoint.url : endpoint))]
}
