import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /2.0/users/me`. */
export interface BoxProfile extends Profile {
  id: string
  type: 'user'
  name: string
  /** The address that the person signs in with. */
  login: string
  avatar_url?: string
  language?: string
  timezone?: string
  job_title?: string
  phone?: string
}

/** Box. */
export default function Box(options: OAuthOptions<BoxProfile> = {}): OAuthProvider<BoxProfile> {
  return {
    id: 'box',
    name: 'Box',
    type: 'oauth',
    authorization: { url: 'https://account.box.com/api/oauth2/authorize' },
    token: { url: 'https://api.box.com/oauth2/token' },
    userinfo: { url: 'https://api.box.com/2.0/users/me' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, name, login, avatar_url }) => ({ id, name, email: login ?? null, image: avatar_url || null }),
    style: { brandColor: '#0061d5', text: '#fff' },
    options,
  }
}
