import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /oauth/user/info`. */
export interface ZohoProfile extends Profile {
  ZUID: number | string
  First_Name?: string
  Last_Name?: string
  Display_Name?: string
  /** Nobody says that it is proven. */
  Email?: string
}

export interface ZohoOptions extends OAuthOptions<ZohoProfile> {
  /** The data centre of the people: `https://accounts.zoho.eu`, for example. Default `https://accounts.zoho.com`. */
  accountsServer?: string
}

/** Zoho. */
export default function Zoho({ accountsServer = 'https://accounts.zoho.com', ...options }: ZohoOptions = {}): OAuthProvider<ZohoProfile> {
  return {
    id: 'zoho',
    name: 'Zoho',
    type: 'oauth',
    authorization: { url: `${accountsServer}/oauth/v2/auth` },
    token: { url: `${accountsServer}/oauth/v2/token` },
    userinfo: { url: `${accountsServer}/oauth/user/info` },
    scope: 'AaaServer.profile.READ',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ ZUID, First_Name, Last_Name, Display_Name, Email }) => ({
      id: String(ZUID),
      name: [First_Name, Last_Name].filter(Boolean).join(' ') || Display_Name || null,
      email: Email || null,
      image: null,
    }),
    style: { brandColor: '#e42527', text: '#fff' },
    options,
  }
}
