import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1/me`. */
export interface MediumProfile extends Profile {
  data: {
    id: string
    username: string
    name: string
    url: string
    imageUrl: string
  }
}

/**
 * Medium.
 *
 * @deprecated Medium supports its API no longer and gives out no credentials: new applications need another provider.
 */
export default function Medium(options: OAuthOptions<MediumProfile> = {}): OAuthProvider<MediumProfile> {
  return {
    id: 'medium',
    name: 'Medium',
    type: 'oauth',
    authorization: { url: 'https://medium.com/m/oauth/authorize' },
    token: {
      url: 'https://api.medium.com/v1/tokens',
      // Medium answers "created", where RFC 6749 §5.1 has 200.
      conform: ({ status, body, headers }) => (status === 201 ? new Response(body, { headers }) : undefined),
      // Medium says when a token ends, not how long it lives: 60 days.
      defaults: { expires_in: '5184000' },
    },
    userinfo: { url: 'https://api.medium.com/v1/me' },
    scope: 'basicProfile',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { id, name, username, imageUrl } }) => ({ id, name: name || username, email: null, image: imageUrl || null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
