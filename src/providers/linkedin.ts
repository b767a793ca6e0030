import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of LinkedIn's ID tokens. */
export interface LinkedInProfile extends Omit<Profile, 'email_verified'> {
  sub: string
  name: string
  given_name: string
  family_name: string
  picture?: string
  locale?: string | { country: string; language: string }
  /** The primary address; members can do without. */
  email?: string
  /** A text in ID tokens, a boolean at the userinfo endpoint. */
  email_verified?: boolean | 'true' | 'false'
}

/** LinkedIn (Sign In with LinkedIn using OpenID Connect). */
export default function LinkedIn<P extends LinkedInProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'linkedin',
    name: 'LinkedIn',
    type: 'oidc',
    issuer: 'https://www.linkedin.com/oauth',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    // Its ID tokens repeat no nonce, and a `code_verifier` gets the answer `invalid_client` unless LinkedIn has turned PKCE on for the application.
    lacks: ['nonce', 'pkce'],
    profile: ({ sub, name, email, email_verified, picture }) => ({
      id: sub,
      name,
      email: email ?? null,
      image: picture ?? null,
      emailVerified: email_verified === true || email_verified === 'true',
    }),
    style: { brandColor: '#0a66c2', text: '#fff' },
    options,
  }
}
