import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v1/accounts/verify_credentials`. */
export interface MastodonProfile extends Omit<Profile, 'id'> {
  /** Unique on this server only. */
  id: string
  username: string
  acct: string
  /** May be empty. */
  display_name: string
  url: string
  avatar: string
  /** As `avatar`, without movement. */
  avatar_static: string
  bot: boolean
  locked: boolean
  created_at: string
}

/** One Mastodon server, by its address as `issuer`: `https://mastodon.social`. */
export default function Mastodon<P extends MastodonProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'mastodon',
    name: 'Mastodon',
    type: 'oauth',
    authorization: { url: '{issuer}/oauth/authorize' },
    token: { url: '{issuer}/oauth/token' },
    userinfo: { url: '{issuer}/api/v1/accounts/verify_credentials' },
    scope: 'read:accounts',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, display_name, username, avatar_static }) => ({
      id,
      name: display_name || username,
      email: null,
      image: avatar_static ?? null,
    }),
    style: { brandColor: '#563acc', text: '#fff' },
    options,
  }
}
