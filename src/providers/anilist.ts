import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer to the GraphQL query `Viewer`. */
export interface AniListProfile extends Profile {
  data: {
    Viewer: {
      id: number
      /** Can be changed. */
      name: string
      avatar: { large: string | null } | null
    }
  }
}

/** AniList. */
export default function AniList(options: OAuthOptions<AniListProfile> = {}): OAuthProvider<AniListProfile> {
  return {
    id: 'anilist',
    name: 'AniList',
    type: 'oauth',
    authorization: { url: 'https://anilist.co/api/v2/oauth/authorize' },
    token: { url: 'https://anilist.co/api/v2/oauth/token', body: 'json' },
    userinfo: { url: 'https://graphql.anilist.co', json: { query: '{ Viewer { id name avatar { large } } }' } },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { Viewer } }) => ({
      id: String(Viewer.id),
      name: Viewer.name,
      email: null,
      image: Viewer.avatar?.large ?? null,
    }),
    style: { brandColor: '#02a9ff', text: '#000' },
    options,
  }
}
