import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer to the GraphQL query `viewer`. */
export interface LinearProfile extends Profile {
  data: {
    viewer: {
      /** The person, in this workspace alone. */
      id: string
      name: string
      email: string
      avatarUrl: string | null
    }
  }
}

/** Linear. */
export default function Linear(options: OAuthOptions<LinearProfile> = {}): OAuthProvider<LinearProfile> {
  return {
    id: 'linear',
    name: 'Linear',
    type: 'oauth',
    authorization: { url: 'https://linear.app/oauth/authorize' },
    token: { url: 'https://api.linear.app/oauth/token' },
    userinfo: { url: 'https://api.linear.app/graphql', json: { query: '{ viewer { id name email avatarUrl } }' } },
    scope: 'read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { viewer } }) => ({
      id: viewer.id,
      name: viewer.name,
      email: viewer.email ?? null,
      image: viewer.avatarUrl ?? null,
    }),
    style: { brandColor: '#5e6ad2', text: '#fff' },
    options,
  }
}
