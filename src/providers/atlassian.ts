import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /me` (User Identity API). */
export interface AtlassianProfile extends Profile {
  account_id: string
  account_type?: string
  account_status?: string
  name: string
  nickname?: string
  email?: string | null
  picture?: string | null
}

/** Atlassian (OAuth 2.0 3LO). */
export default function Atlassian<P extends AtlassianProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'atlassian',
    name: 'Atlassian',
    type: 'oauth',
    authorization: { url: 'https://auth.atlassian.com/authorize', params: { audience: 'api.atlassian.com', prompt: 'consent' } },
    // Its documented answer has no `token_type`.
    token: { url: 'https://auth.atlassian.com/oauth/token', body: 'json', defaults: { token_type: 'bearer' } },
    userinfo: { url: 'https://api.atlassian.com/me' },
    scope: 'read:me',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ account_id, name, email, picture }) => ({ id: account_id, name, email: email ?? null, image: picture ?? null }),
    style: { brandColor: '#0052cc', text: '#fff' },
    options,
  }
}
