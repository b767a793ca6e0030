import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /auth/api/v1/users/me`. */
export interface FreshbooksProfile extends Profile {
  response: {
    id: number
    first_name?: string | null
    last_name?: string | null
    email: string
  }
}

/** FreshBooks. */
export default function Freshbooks(options: OAuthOptions<FreshbooksProfile> = {}): OAuthProvider<FreshbooksProfile> {
  return {
    id: 'freshbooks',
    name: 'FreshBooks',
    type: 'oauth',
    authorization: { url: 'https://auth.freshbooks.com/oauth/authorize/' },
    token: { url: 'https://api.freshbooks.com/auth/oauth/token' },
    userinfo: { url: 'https://api.freshbooks.com/auth/api/v1/users/me' },
    scope: 'user:profile:read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ response: { id, first_name, last_name, email } }) => ({
      id: String(id),
      name: [first_name, last_name].filter(Boolean).join(' ') || null,
      email,
      image: null,
    }),
    style: { brandColor: '#0075dd', text: '#fff' },
    options,
  }
}
