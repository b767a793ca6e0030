import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Yahoo's ID tokens, and the answer of `/openid/v1/userinfo`. */
export interface YahooProfile extends Profile {
  sub: string
  name?: string
  given_name?: string
  family_name?: string
  preferred_username?: string
  email?: string
  email_verified?: boolean
  picture?: string
  locale?: string
}

/** Yahoo (Sign In With Yahoo). */
export default function Yahoo(options: OAuthOptions<YahooProfile> = {}): OAuthProvider<YahooProfile> {
  return {
    id: 'yahoo',
    name: 'Yahoo',
    type: 'oidc',
    issuer: 'https://api.login.yahoo.com',
    // By Basic it wants id and secret as they are, not as RFC 6749 §2.3.1 has them, and its ids have "-" in them.
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ sub, name, email, picture }) => ({ id: sub, name: name || null, email: email ?? null, image: picture ?? null }),
    style: { brandColor: '#5f01d1', text: '#fff' },
    options,
  }
}
