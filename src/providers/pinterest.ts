import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v5/user_account`. */
export interface PinterestProfile extends Omit<Profile, 'id'> {
  account_type?: 'BUSINESS' | 'PINNER'
  id: string
  /** May change, and then belong to somebody else. */
  username: string
  profile_image?: string
  website_url?: string
  about?: string
  business_name?: string | null
}

/** Pinterest. */
export default function Pinterest<P extends PinterestProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'pinterest',
    name: 'Pinterest',
    type: 'oauth',
    authorization: { url: 'https://www.pinterest.com/oauth/' },
    token: { url: 'https://api.pinterest.com/v5/oauth/token' },
    userinfo: { url: 'https://api.pinterest.com/v5/user_account' },
    scope: 'user_accounts:read',
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    profile: ({ id, username, profile_image }) => ({ id, name: username, email: null, image: profile_image || null }),
    style: { brandColor: '#bd081c', text: '#fff' },
    options,
  }
}
