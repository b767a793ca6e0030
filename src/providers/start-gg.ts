import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer to the GraphQL query `currentUser`. */
export interface StartGGProfile extends Profile {
  data: {
    currentUser: {
      id: number
      /** `user/` and eight characters. */
      slug: string
      name: string | null
      email: string | null
      player: { gamerTag: string | null } | null
      images: { url: string }[] | null
    }
  }
}

const query = '{ currentUser { id slug name email player { gamerTag } images(type: "profile") { url } } }'

/** start.gg. */
export default function StartGG(options: OAuthOptions<StartGGProfile> = {}): OAuthProvider<StartGGProfile> {
  const scope = options.scope ?? 'user.identity user.email'
  return {
    id: 'start-gg',
    name: 'start.gg',
    type: 'oauth',
    authorization: { url: 'https://start.gg/oauth/authorize' },
    // It wants to hear the scope twice.
    token: { url: 'https://api.start.gg/oauth/access_token', body: 'json', params: { scope } },
    userinfo: { url: 'https://api.start.gg/gql/alpha', json: { query } },
    scope,
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { currentUser } }) => ({
      id: String(currentUser.id),
      name: currentUser.player?.gamerTag || currentUser.name || null,
      email: currentUser.email || null,
      image: currentUser.images?.[0]?.url ?? null,
    }),
    style: { brandColor: '#2e75ba', text: '#fff' },
    options,
  }
}
