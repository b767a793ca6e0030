import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /me`. */
export interface FacebookProfile extends Omit<Profile, 'picture'> {
  /** The person, for this application alone. */
  id: string
  name: string
  /** Absent where somebody signed up by telephone or refused it. */
  email?: string
  picture?: { data: { url: string; is_silhouette?: boolean; height?: number; width?: number } }
}

/** Facebook. */
export default function Facebook<P extends FacebookProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'facebook',
    name: 'Facebook',
    type: 'oauth',
    authorization: { url: 'https://www.facebook.com/v24.0/dialog/oauth' },
    token: { url: 'https://graph.facebook.com/v24.0/oauth/access_token' },
    userinfo: { url: 'https://graph.facebook.com/v24.0/me', params: { fields: 'id,name,email,picture' } },
    scope: 'public_profile email',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, name, email, picture }) => ({ id, name, email: email ?? null, image: picture?.data.url ?? null }),
    style: { brandColor: '#0866ff', text: '#fff' },
    options,
  }
}
