import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of ID token and userinfo. */
export interface DuendeIdentityServer6Profile extends Profile {
  sub: string
  given_name?: string
  family_name?: string
}

/** v5's name for it. */
export type DuendeISUser = DuendeIdentityServer6Profile

/** Duende IdentityServer, by its `issuer`. */
export default function DuendeIdentityServer6<P extends DuendeIdentityServer6Profile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'duende-identity-server6',
    name: 'Duende IdentityServer',
    type: 'oidc',
    style: { brandColor: '#4a148c', text: '#fff' },
    options,
  }
}
