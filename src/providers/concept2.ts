import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/users/me`. */
export interface Concept2Profile extends Profile {
  data: {
    id: number
    username: string
    first_name?: string
    last_name?: string
    email?: string | null
    country?: string | null
    profile_image?: string | null
  }
}

/** Concept2 Logbook. */
export default function Concept2(options: OAuthOptions<Concept2Profile> = {}): OAuthProvider<Concept2Profile> {
  return {
    id: 'concept2',
    name: 'Concept2',
    type: 'oauth',
    authorization: { url: 'https://log.concept2.com/oauth/authorize' },
    token: { url: 'https://log.concept2.com/oauth/access_token' },
    userinfo: { url: 'https://log.concept2.com/api/users/me', headers: { accept: 'application/vnd.c2logbook.v1+json' } },
    scope: 'user:read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { id, username, email, profile_image } }) => ({
      id: String(id),
      name: username,
      email: email ?? null,
      image: profile_image ?? null,
    }),
    style: { brandColor: '#0e4a84', text: '#fff' },
    options,
  }
}
