import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Twitch's ID tokens. */
export interface TwitchProfile extends Profile {
  sub: string
  preferred_username: string
  email?: string
  email_verified?: boolean
  picture?: string
}

/** Twitch. */
export default function Twitch<P extends TwitchProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'twitch',
    name: 'Twitch',
    type: 'oidc',
    issuer: 'https://id.twitch.tv/oauth2',
    // ID tokens hold what is asked for by name, and nothing else.
    authorization: {
      params: { claims: JSON.stringify({ id_token: { email: null, email_verified: null, picture: null, preferred_username: null } }) },
    },
    scope: 'openid user:read:email',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    idToken: true,
    profile: ({ sub, preferred_username, email, picture }) => ({
      id: sub,
      name: preferred_username,
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#65459b', text: '#fff' },
    options,
  }
}
