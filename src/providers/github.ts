import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `GET /user`. */
export interface GitHubProfile extends Omit<Profile, 'id'> {
  id: number
  login: string
  name: string | null
  /** The address somebody chose to show; replaced by the primary, verified one. */
  email: string | null
  avatar_url: string
}

/** One of `GET /user/emails`. */
export interface GitHubEmail {
  email: string
  primary: boolean
  verified: boolean
  visibility: 'public' | 'private' | null
}
// Version 4 writes them so.
export type { GitHubEmail as GithubEmail, GitHubProfile as GithubProfile }

export interface GitHubOptions<P = GitHubProfile> extends OAuthOptions<P> {
  /** A GitHub Enterprise Server. */
  enterprise?: { baseUrl?: string }
}

/** GitHub, and GitHub Enterprise Server by `enterprise.baseUrl`. */
export default function GitHub<P extends GitHubProfile>({ enterprise, ...options }: GitHubOptions<P> = {}): OAuthProvider<P> {
  const base = (enterprise?.baseUrl ?? 'https://github.com').replace(/\/$/, '')
  const api = enterprise?.baseUrl ? `${base}/api/v3` : 'https://api.github.com'
  return {
    id: 'github',
    name: 'GitHub',
    type: 'oauth',
    issuer: `${base}/login/oauth`,
    authorization: { url: `${base}/login/oauth/authorize` },
    token: { url: `${base}/login/oauth/access_token` },
    userinfo: { url: `${api}/user`, request: readProfile(api) },
    scope: 'read:user user:email',
    profile: ({ id, name, login, email, avatar_url }) => ({ id: String(id), name: name ?? login, email, image: avatar_url }),
    style: { brandColor: '#24292f', text: '#fff' },
    options,
  }
}

/** The address that somebody shows may be none, and nobody says whether it is proven; the list of addresses does. */
function readProfile(api: string): UserinfoRequest<GitHubProfile> {
  return async ({ tokens, fetch }) => {
    const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/vnd.github+json', 'user-agent': 'next-auth' }
    const [user, list] = await Promise.all([fetch(`${api}/user`, { headers }), fetch(`${api}/user/emails`, { headers })])
    if (user.status !== 200) throw new Error(`GitHub did not tell who this is: status ${user.status}.`)
    const { email_verified: _notTheirs, ...profile } = (await user.json()) as GitHubProfile
    // Without the scope `user:email` there is no list; what is shown then proves nothing.
    if (list.status !== 200) return profile
    const chosen = ((await list.json()) as GitHubEmail[]).find(({ primary, verified }) => primary === true && verified === true)
    return { ...profile, email: chosen?.email ?? null, email_verified: chosen !== undefined }
  }
}
