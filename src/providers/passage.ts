import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Passage's ID tokens. */
export interface PassageProfile extends Profile {
  sub: string
  email?: string
  email_verified?: boolean
  phone_number?: string
  phone_number_verified?: boolean
}

/**
 * Passage by 1Password, by `issuer`.
 *
 * @deprecated 1Password closed Passage on 16 January 2026: use any OpenID Provider with passkeys, by `OIDC`.
 */
export default function Passage(options: OAuthOptions<PassageProfile> = {}): OAuthProvider<PassageProfile> {
  return {
    id: 'passage',
    name: 'Passage',
    type: 'oidc',
    scope: 'openid email',
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    profile: ({ sub, email }) => ({ id: sub, name: null, email: email ?? null, image: null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
