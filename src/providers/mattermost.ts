import { AuthError } from '../base/errors.js'
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

export interface MattermostOptions extends OAuthOptions<MattermostProfile> {
  /** The server: `https://chat.company.example`. Required. */
  issuer?: string | undefined
}

/** A Mattermost server, by `issuer`. */
export default function Mattermost({ issuer, ...options }: MattermostOptions = {}): OAuthProvider<MattermostProfile> {
  if (!issuer)
    throw new AuthError(
      'InvalidOption',
      'Provider `mattermost` needs `issuer`, the address of a server: Mattermost({ issuer: "https://…" }).',
    )
  const base = issuer.replace(/\/$/, '')
  return {
    id: 'mattermost',
    name: 'Mattermost',
    type: 'oauth',
    authorization: { url: `${base}/oauth/authorize` },
    token: { url: `${base}/oauth/access_token` },
    userinfo: { url: `${base}/api/v4/users/me` },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    // Pictures are shown to members only.
    profile: ({ id, username, email }) => ({ id, name: username, email: email || null, image: null }),
    style: { brandColor: '#1e325c', text: '#fff' },
    options,
  }
}
