import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Keycloak's ID tokens. */
export interface KeycloakProfile extends Profile {
  sub: string
  preferred_username?: string
  given_name?: string
  family_name?: string
  picture?: string
  /** Of the session at Keycloak. */
  sid?: string
}

/** Keycloak, by the `issuer` of a realm: `https://login.company.example/realms/company`. */
export default function Keycloak<P extends KeycloakProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'keycloak',
    name: 'Keycloak',
    type: 'oidc',
    style: { brandColor: '#4d4d4d', text: '#fff' },
    options,
  }
}
