import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v4/users/me`. */
export interface MattermostProfile extends Omit<Profile, 'id'> {
  id: string
  username: string
  email: string
  /** Left out while the address is not verified. */
  email_verified?: boolean
  nickname: string
  first_name: string
  last_name: string
  position: string
  roles: string
  locale: string
  /** Milliseconds since 1970, as the other two. */
  create_at: number
  update_at: number
  /** 0 unless the account is deactivated. */
  delete_at: number
}

/** A Mattermost server, by its address as `issuer`: `https://chat.company.example`. */
export default function Mattermost<P extends MattermostProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'mattermost',
    name: 'Mattermost',
    type: 'oauth',
    authorization: { url: '{issuer}/oauth/authorize' },
    token: { url: '{issuer}/oauth/access_token' },
    userinfo: { url: '{issuer}/api/v4/users/me' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    // Pictures are shown to members only.
    profile: ({ id, username, email }) => ({ id, name: username, email: email || null, image: null }),
    style: { brandColor: '#1e325c', text: '#fff' },
    options,
  }
}
