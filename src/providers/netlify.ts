import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v1/user`. */
export interface NetlifyProfile extends Omit<Profile, 'id'> {
  id: string
  uid?: string
  full_name?: string | null
  avatar_url?: string | null
  email?: string | null
  affiliate_id?: string
  site_count?: number
  created_at?: string
  last_login?: string
  login_providers?: string[]
}

/** Netlify. */
export default function Netlify(options: OAuthOptions<NetlifyProfile> = {}): OAuthProvider<NetlifyProfile> {
  return {
    id: 'netlify',
    name: 'Netlify',
    type: 'oauth',
    authorization: { url: 'https://app.netlify.com/authorize' },
    token: { url: 'https://api.netlify.com/oauth/token' },
    userinfo: { url: 'https://api.netlify.com/api/v1/user' },
    profile: ({ id, full_name, email, avatar_url }) => ({
      id,
      name: full_name ?? null,
      email: email ?? null,
      image: avatar_url ?? null,
    }),
    style: { brandColor: '#05bdba', text: '#000' },
    options,
  }
}
