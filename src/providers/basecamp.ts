import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /authorization.json`. */
export interface BasecampProfile extends Profile {
  expires_at: string
  identity: { id: number; first_name: string; last_name: string; email_address: string }
  /** What the person has access to; `product` is `bc3`, `bcx`, … */
  accounts: { product: string; id: number; name: string; href: string; app_href: string }[]
}

/** Basecamp (37signals Launchpad). */
export default function Basecamp(options: OAuthOptions<BasecampProfile> = {}): OAuthProvider<BasecampProfile> {
  return {
    id: 'basecamp',
    name: 'Basecamp',
    type: 'oauth',
    // Launchpad speaks draft 5 of OAuth 2: the flow is named by `type`, and tokens have none.
    authorization: { url: 'https://launchpad.37signals.com/authorization/new', params: { type: 'web_server' } },
    token: {
      url: 'https://launchpad.37signals.com/authorization/token',
      params: { type: 'web_server' },
      defaults: { token_type: 'bearer' },
    },
    userinfo: { url: 'https://launchpad.37signals.com/authorization.json' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ identity: { id, first_name, last_name, email_address } }) => ({
      id: String(id),
      name: [first_name, last_name].filter(Boolean).join(' ') || null,
      email: email_address ?? null,
      image: null,
    }),
    style: { brandColor: '#1d2d35', text: '#fff' },
    options,
  }
}
