import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v2/me`. */
export interface OsuProfile extends Omit<Profile, 'id'> {
  id: number
  /** May change. */
  username: string
  avatar_url: string
  country_code: string
  default_group: string
  is_active: boolean
  is_bot: boolean
  is_deleted: boolean
  is_online: boolean
  is_restricted?: boolean
  is_supporter: boolean
  last_visit: string | null
  profile_colour: string | null
  join_date: string
}

/** Osu! */
export default function Osu<P extends OsuProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'osu',
    name: 'Osu!',
    type: 'oauth',
    authorization: { url: 'https://osu.ppy.sh/oauth/authorize' },
    token: { url: 'https://osu.ppy.sh/oauth/token' },
    userinfo: { url: 'https://osu.ppy.sh/api/v2/me' },
    scope: 'identify',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, username, avatar_url }) => ({ id: String(id), name: username, email: null, image: avatar_url ?? null }),
    style: { brandColor: '#ff66aa', text: '#000' },
    options,
  }
}
