import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /rest/v1.1/me`. */
export interface WordPressProfile extends Profile {
  ID: number
  display_name: string
  username: string
  email: string
  email_verified: boolean
  avatar_URL?: string
  profile_URL?: string
}

/** WordPress.com: not sites that run WordPress elsewhere. */
export default function WordPress(options: OAuthOptions<WordPressProfile> = {}): OAuthProvider<WordPressProfile> {
  return {
    id: 'wordpress',
    name: 'WordPress.com',
    type: 'oauth',
    authorization: { url: 'https://public-api.wordpress.com/oauth2/authorize' },
    token: { url: 'https://public-api.wordpress.com/oauth2/token' },
    userinfo: { url: 'https://public-api.wordpress.com/rest/v1.1/me' },
    scope: 'auth',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ ID, display_name, email, avatar_URL }) => ({ id: String(ID), name: display_name, email, image: avatar_URL ?? null }),
    style: { brandColor: '#3858e9', text: '#fff' },
    options,
  }
}
