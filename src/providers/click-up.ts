import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v2/user`. */
export interface ClickUpProfile extends Profile {
  user: {
    id: number
    username: string | null
    email?: string
    color?: string | null
    profilePicture?: string | null
    initials?: string
  }
}

/** ClickUp. */
export default function ClickUp(options: OAuthOptions<ClickUpProfile> = {}): OAuthProvider<ClickUpProfile> {
  return {
    id: 'click-up',
    name: 'ClickUp',
    type: 'oauth',
    authorization: { url: 'https://app.clickup.com/api' },
    // Its documented answer has no `token_type`.
    token: { url: 'https://api.clickup.com/api/v2/oauth/token', body: 'json', defaults: { token_type: 'bearer' } },
    userinfo: { url: 'https://api.clickup.com/api/v2/user' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ user: { id, username, email, profilePicture } }) => ({
      id: String(id),
      name: username,
      email: email ?? null,
      image: profilePicture ?? null,
    }),
    style: { brandColor: '#24292f', text: '#fff' },
    options,
  }
}
