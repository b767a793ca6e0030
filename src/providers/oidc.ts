import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of OIDC Core §5.1. */
export interface OIDCProfile extends Profile {
  sub: string
  given_name?: string
  family_name?: string
  nickname?: string
  preferred_username?: string
  locale?: string
}

/**
 * Any OpenID Provider, by its `issuer`: endpoints, keys and abilities come from its own description.
 *
 * `OIDC({ id: 'acme', name: 'Acme', issuer: 'https://login.example.com' })` reads `AUTH_ACME_ID` and `AUTH_ACME_SECRET`.
 */
export default function OIDC<P extends Profile = OIDCProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return { id: options.id ?? 'oidc', name: options.name ?? 'OpenID Connect', type: 'oidc', options }
}
