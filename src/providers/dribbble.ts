import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/user`. */
export interface DribbbleProfile extends Omit<Profile, 'id'> {
  id: number
  login: string
  name: string
  avatar_url?: string | null
  /** Not in Dribbble's reference. */
  email?: string | null
}

/** Dribbble. */
export default function Dribbble<P extends DribbbleProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'dribbble',
    name: 'Dribbble',
    type: 'oauth',
    authorization: { url: 'https://dribbble.com/oauth/authorize' },
    token: { url: 'https://dribbble.com/oauth/token' },
    userinfo: { url: 'https://api.dribbble.com/v2/user' },
    scope: 'public',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, name, login, email, avatar_url }) => ({
      id: String(id),
      name: name || login,
      email: email ?? null,
      image: avatar_url ?? null,
    }),
    style: { brandColor: '#ea4c89', text: '#000' },
    options,
  }
}
