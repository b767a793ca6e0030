import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Polar's ID tokens. */
export interface PolarProfile extends Profile {
  sub: string
  name?: string
  email?: string
  email_verified?: boolean
}

/** Polar. */
export default function Polar(options: OAuthOptions<PolarProfile> = {}): OAuthProvider<PolarProfile> {
  return {
    id: 'polar',
    name: 'Polar',
    type: 'oidc',
    issuer: 'https://polar.sh',
    wellKnown: 'https://api.polar.sh/.well-known/openid-configuration',
    // Else an application may be registered to ask for an organization, which is nobody.
    authorization: { params: { sub_type: 'user' } },
    // As its documentation shows it: whether it decodes Basic (RFC 6749 §2.3.1) is not said, and its ids have "_" in them.
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ sub, name, email }) => ({ id: sub, name: name || null, email: email ?? null, image: null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
