import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v3/users/me/`. */
export interface EventbriteProfile extends Profile {
  id: string
  name: string
  first_name: string
  last_name: string
  emails: { email: string; verified: boolean; primary: boolean }[]
  /** Of the picture; not its address. */
  image_id?: string | null
}

/** Eventbrite. */
export default function Eventbrite<P extends EventbriteProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'eventbrite',
    name: 'Eventbrite',
    type: 'oauth',
    authorization: { url: 'https://www.eventbrite.com/oauth/authorize' },
    token: { url: 'https://www.eventbrite.com/oauth/token' },
    userinfo: { url: 'https://www.eventbriteapi.com/v3/users/me/' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, name, emails }) => {
      const primary = emails.find((address) => address.primary)
      return { id, name: name || null, email: primary?.email ?? null, image: null, emailVerified: primary?.verified === true }
    },
    style: { brandColor: '#f05537', text: '#000' },
    options,
  }
}
