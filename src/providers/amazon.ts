import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /user/profile`. */
export interface AmazonProfile extends Profile {
  /** `amzn1.account.…` */
  user_id: string
  name?: string
  email?: string
  /** With the scope `postal_code`. */
  postal_code?: string
}

/** Amazon (Login with Amazon). */
export default function Amazon(options: OAuthOptions<AmazonProfile> = {}): OAuthProvider<AmazonProfile> {
  return {
    id: 'amazon',
    name: 'Amazon',
    type: 'oauth',
    authorization: { url: 'https://www.amazon.com/ap/oa' },
    token: { url: 'https://api.amazon.com/auth/o2/token' },
    userinfo: { url: 'https://api.amazon.com/user/profile' },
    scope: 'profile',
    // By Basic it wants id and secret as they are, not as RFC 6749 §2.3.1 has them, and its ids have "." and "-" in them.
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ user_id, name, email }) => ({ id: user_id, name: name ?? null, email: email ?? null, image: null }),
    style: { brandColor: '#ff9900', text: '#000' },
    options,
  }
}
