import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Auth0's ID tokens. */
export interface Auth0Profile extends Profile {
  /** `<connection>|<id>`: `auth0|5f7c8ec7c33c6c004bbafe82`. */
  sub: string
  nickname?: string
  picture?: string
  given_name?: string
  family_name?: string
  updated_at?: string
}

export interface Auth0Options<P = Auth0Profile> extends OAuthOptions<P> {
  /** Host name of the tenant, `acme.eu.auth0.com`: another way to say `issuer`. */
  domain?: string
}

/** Auth0. */
export default function Auth0<P extends Auth0Profile>({
  domain,
  issuer = domain && `https://${domain}`,
  ...options
}: Auth0Options<P> = {}): OAuthProvider<P> {
  return {
    id: 'auth0',
    name: 'Auth0',
    type: 'oidc',
    style: { brandColor: '#eb5424', text: '#000' },
    // Auth0's name for itself ends with a slash, which v4 and v5 did not need.
    options: { ...options, issuer: issuer?.replace(/\/?$/, '/') },
  }
}
