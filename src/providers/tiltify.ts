import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/public/current-user`. */
export interface TiltifyProfile extends Profile {
  data: {
    id: string
    username: string
    slug: string
    email?: string | null
    avatar: { src: string | null; alt: string | null } | null
  }
}

/** Tiltify. */
export default function Tiltify(options: OAuthOptions<TiltifyProfile> = {}): OAuthProvider<TiltifyProfile> {
  return {
    id: 'tiltify',
    name: 'Tiltify',
    type: 'oauth',
    authorization: { url: 'https://v5api.tiltify.com/oauth/authorize' },
    token: { url: 'https://v5api.tiltify.com/oauth/token' },
    userinfo: { url: 'https://v5api.tiltify.com/api/public/current-user' },
    scope: 'public',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data }) => ({ id: data.id, name: data.username, email: data.email || null, image: data.avatar?.src ?? null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
