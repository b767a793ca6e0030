import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of ID token and userinfo. */
export interface IdentityServer4Profile extends Profile {
  sub: string
  given_name?: string
  family_name?: string
}

export interface IdentityServer4Options extends OAuthOptions<IdentityServer4Profile> {
  /** The host, as version 3 has it: `id.company.example` is the issuer `https://id.company.example`. */
  domain?: string
}

/**
 * IdentityServer4, by its `issuer`.
 *
 * @deprecated It has had no security fixes since December 2022. Its successor is Duende IdentityServer: `duende-identity-server6`.
 */
export default function IdentityServer4({ domain, ...options }: IdentityServer4Options = {}): OAuthProvider<IdentityServer4Profile> {
  return {
    id: 'identity-server4',
    name: 'IdentityServer4',
    type: 'oidc',
    ...(domain === undefined ? {} : { issuer: `https://${domain}` }),
    style: { brandColor: '#2a2e5b', text: '#fff' },
    options,
  }
}
