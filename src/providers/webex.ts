import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /people/me`. */
export interface WebexProfile extends Profile {
  id: string
  emails: string[]
  displayName?: string
  nickName?: string
  firstName?: string
  lastName?: string
  avatar?: string
  orgId?: string
}

export interface WebexOptions<P = WebexProfile> extends OAuthOptions<P> {
  /** Default `https://webexapis.com/v1`. */
  apiBaseUrl?: string
}

/** Webex. */
export default function Webex<P extends WebexProfile>({
  apiBaseUrl = 'https://webexapis.com/v1',
  ...options
}: WebexOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'webex',
    name: 'Webex',
    type: 'oauth',
    authorization: { url: `${apiBaseUrl}/authorize` },
    token: { url: `${apiBaseUrl}/access_token` },
    userinfo: { url: `${apiBaseUrl}/people/me` },
    scope: 'spark:kms spark:people_read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, emails, displayName, avatar }) => ({
      id,
      name: displayName ?? null,
      email: emails?.[0] ?? null,
      image: avatar ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
