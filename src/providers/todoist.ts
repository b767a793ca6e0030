import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v1/user`. */
export interface TodoistProfile extends Profile {
  id: string
  full_name: string
  email: string
  avatar_big?: string | null
  avatar_medium?: string | null
  avatar_small?: string | null
  /** Whether the person has proven the address. `legacy`: the account is older than that question. */
  verification_status?: 'unverified' | 'verified' | 'blocked' | 'legacy'
}

/** Todoist. */
export default function Todoist<P extends TodoistProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'todoist',
    name: 'Todoist',
    type: 'oauth',
    authorization: { url: 'https://app.todoist.com/oauth/authorize' },
    token: { url: 'https://api.todoist.com/oauth/access_token' },
    userinfo: { url: 'https://api.todoist.com/api/v1/user' },
    scope: 'data:read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, full_name, email, avatar_big, verification_status }) => ({
      id,
      name: full_name,
      email,
      image: avatar_big ?? null,
      emailVerified: verification_status === 'verified',
    }),
    style: { brandColor: '#e44332', text: '#000' },
    options,
  }
}
