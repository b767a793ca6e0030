import type { OAuthProvider } from '../providers/contract.js'

const place = '{issuer}'
const places = ['wellKnown', 'authorization', 'token', 'userinfo', 'jwks_endpoint'] as const

/** Whether the entry has addresses below an issuer that only the application knows. */
export function needsIssuer(provider: OAuthProvider): boolean {
  return addresses(provider).some((address) => address?.startsWith(place))
}

/** Such addresses with the issuer in its place, without a slash at its end. */
export function atIssuer(provider: OAuthProvider): OAuthProvider {
  const base = provider.issuer?.replace(/\/$/, '') ?? place
  const found: Record<string, unknown> = { ...provider }
  for (const name of places) {
    const given = provider[name]
    const address = addressOf(given)?.replace(place, base)
    if (address !== undefined) found[name] = typeof given === 'object' ? { ...given, url: address } : address
  }
  return found as unknown as OAuthProvider
}

/** Every address of the entry. */
export function addresses(provider: OAuthProvider): (string | undefined)[] {
  return [provider.issuer, ...places.map((name) => addressOf(provider[name]))]
}

function addressOf(given: string | { url?: string } | undefined): string | undefined {
  return typeof given === 'object' ? given.url : given
}
