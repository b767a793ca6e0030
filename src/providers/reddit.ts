import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v1/me`. */
export interface RedditProfile extends Omit<Profile, 'id'> {
  id: string
  /** The user name. */
  name: string
  icon_img?: string
  /** The whole avatar; empty if there is none. */
  snoovatar_img?: string
  /** Whether there is an address, which Reddit does not tell. */
  has_verified_email?: boolean
  is_suspended?: boolean
  over_18?: boolean
  created_utc?: number
}

/** Reddit. */
export default function Reddit(options: OAuthOptions<RedditProfile> = {}): OAuthProvider<RedditProfile> {
  return {
    id: 'reddit',
    name: 'Reddit',
    type: 'oauth',
    authorization: { url: 'https://www.reddit.com/api/v1/authorize' },
    token: { url: 'https://www.reddit.com/api/v1/access_token' },
    // Without `raw_json` the addresses of pictures come with "&" written as in HTML, and do not work.
    userinfo: { url: 'https://oauth.reddit.com/api/v1/me', params: { raw_json: '1' } },
    scope: 'identity',
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    profile: ({ id, name, icon_img }) => ({ id, name, email: null, image: icon_img || null }),
    style: { brandColor: '#ff4500', text: '#000' },
    options,
  }
}
