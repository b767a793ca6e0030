import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /public/v1/users`. */
export interface KickProfile extends Profile {
  /** The user of the token: a list of one, as no ids are asked for. */
  data: readonly [
    {
      user_id: number
      name: string
      email?: string
      profile_picture?: string
    },
  ]
  message: string
}

/** Kick. */
export default function Kick(options: OAuthOptions<KickProfile> = {}): OAuthProvider<KickProfile> {
  return {
    id: 'kick',
    name: 'Kick',
    type: 'oauth',
    authorization: { url: 'https://id.kick.com/oauth/authorize' },
    token: { url: 'https://id.kick.com/oauth/token' },
    userinfo: { url: 'https://api.kick.com/public/v1/users' },
    scope: 'user:read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: [user] }) => ({
      id: String(user.user_id),
      name: user.name,
      email: user.email || null,
      image: user.profile_picture || null,
    }),
    style: { brandColor: '#53fc18', text: '#000' },
    options,
  }
}
