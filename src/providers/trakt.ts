import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /users/settings`. */
export interface TraktProfile extends Profile {
  user: TraktUser
}

export interface TraktUser {
  username: string
  private: boolean
  name: string | null
  vip: boolean
  vip_ep: boolean
  ids: {
    /** Made from the user name, which can be changed. */
    slug: string
    uuid: string
  }
  joined_at?: string
  location?: string | null
  about?: string | null
  images?: { avatar?: { full?: string | null } }
}

/** Trakt. */
export default function Trakt<P extends TraktProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'trakt',
    name: 'Trakt',
    type: 'oauth',
    authorization: { url: 'https://trakt.tv/oauth/authorize' },
    token: { url: 'https://api.trakt.tv/oauth/token', body: 'json' },
    userinfo: {
      url: 'https://api.trakt.tv/users/settings',
      headers: ({ clientId }) => ({ 'trakt-api-version': '2', 'trakt-api-key': clientId }),
    },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ user }) => ({
      id: user.ids.uuid,
      name: user.name || user.username,
      email: null,
      image: user.images?.avatar?.full ?? null,
    }),
    style: { brandColor: '#9f42c6', text: '#fff' },
    options,
  }
}
