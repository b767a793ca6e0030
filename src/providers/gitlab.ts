import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v4/user`. */
export interface GitLabProfile extends Omit<Profile, 'id'> {
  id: number
  username: string
  name: string
  /** The primary address. */
  email: string
  avatar_url: string | null
  web_url: string
}

export interface GitLabOptions<P = GitLabProfile> extends OAuthOptions<P> {
  /** Where your GitLab is. Default `https://gitlab.com`. */
  baseUrl?: URL | string
}

/** GitLab, and your own by `baseUrl`. */
export default function GitLab<P extends GitLabProfile>({
  baseUrl = 'https://gitlab.com',
  ...options
}: GitLabOptions<P> = {}): OAuthProvider<P> {
  const base = String(baseUrl).replace(/\/$/, '')
  return {
    id: 'gitlab',
    name: 'GitLab',
    type: 'oauth',
    authorization: { url: `${base}/oauth/authorize` },
    token: { url: `${base}/oauth/token` },
    userinfo: { url: `${base}/api/v4/user` },
    scope: 'read_user',
    profile: ({ id, name, username, email, avatar_url }) => ({
      id: String(id),
      name: name || username,
      email: email || null,
      image: avatar_url,
    }),
    style: { brandColor: '#fc6d26', text: '#000' },
    options,
  }
}
