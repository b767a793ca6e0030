import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/users/@me`. */
export interface MyAnimeListProfile extends Omit<Profile, 'id'> {
  id: number
  /** The user name, which can be changed. */
  name: string
  picture?: string
  location?: string
  joined_at?: string
}

/** MyAnimeList. */
export default function MyAnimeList(options: OAuthOptions<MyAnimeListProfile> = {}): OAuthProvider<MyAnimeListProfile> {
  return {
    id: 'myanimelist',
    name: 'MyAnimeList',
    type: 'oauth',
    authorization: { url: 'https://myanimelist.net/v1/oauth2/authorize' },
    // The one method it knows; it would take a hash for the verifier itself.
    dangerouslyPlainChallenge: true,
    token: { url: 'https://myanimelist.net/v1/oauth2/token' },
    userinfo: { url: 'https://api.myanimelist.net/v2/users/@me' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, name, picture }) => ({ id: String(id), name, email: null, image: picture || null }),
    style: { brandColor: '#2e51a2', text: '#fff' },
    options,
  }
}
