import { AuthError } from '../base/errors.js'
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

export interface MastodonOptions extends OAuthOptions<MastodonProfile> {
  /** The server: `https://mastodon.social`. Required. */
  issuer?: string | undefined
}

/** One Mastodon server, by `issuer`. */
export default function Mastodon({ issuer, ...options }: MastodonOptions = {}): OAuthProvider<MastodonProfile> {
  if (!issuer)
    throw new AuthError('InvalidOption', 'Provider `mastodon` needs `issuer`, the address of a server: Mastodon({ issuer: "https://…" }).')
  const base = issuer.replace(/\/$/, '')
  return {
    id: 'mastodon',
    name: 'Mastodon',
    type: 'oauth',
    authorization: { url: `${base}/oauth/authorize` },
    token: { url: `${base}/oauth/token` },
    userinfo: { url: `${base}/api/v1/accounts/verify_credentials` },
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
