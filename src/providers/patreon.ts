import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/oauth2/v2/identity`. */
export interface PatreonProfile extends Profile {
  data: {
    id: string
    type: 'user'
    attributes: {
      full_name?: string
      image_url?: string
      /** With the scope `identity[email]`. */
      email?: string
      is_email_verified?: boolean
    }
  }
}

/** Patreon. */
export default function Patreon<P extends PatreonProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'patreon',
    name: 'Patreon',
    type: 'oauth',
    authorization: { url: 'https://www.patreon.com/oauth2/authorize' },
    token: { url: 'https://www.patreon.com/api/oauth2/token' },
    // Nothing but the id comes unless it is asked for by name.
    userinfo: {
      url: 'https://www.patreon.com/api/oauth2/v2/identity',
      params: { 'fields[user]': 'email,full_name,image_url,is_email_verified' },
    },
    scope: 'identity identity[email]',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { id, attributes } }) => ({
      id,
      name: attributes.full_name ?? null,
      email: attributes.email ?? null,
      image: attributes.image_url ?? null,
      emailVerified: attributes.is_email_verified === true,
    }),
    style: { brandColor: '#ff424d', text: '#000' },
    options,
  }
}
