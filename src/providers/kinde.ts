import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of ID token and userinfo. */
export interface KindeProfile extends Profile {
  sub: string
  given_name?: string
  family_name?: string
  picture?: string
  /** The organisations of the user. */
  org_codes?: string[]
}

/** Kinde, by its `issuer`: `https://example.kinde.com`, or the custom domain. */
export default function Kinde(options: OAuthOptions<KindeProfile> = {}): OAuthProvider<KindeProfile> {
  return {
    id: 'kinde',
    name: 'Kinde',
    type: 'oidc',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    style: { brandColor: '#0f0f0f', text: '#fff' },
    options,
  }
}
