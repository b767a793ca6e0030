import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/users/me`. */
export interface ZoomProfile extends Profile {
  id: string
  first_name?: string
  last_name?: string
  display_name?: string
  email?: string
  /** Whether Zoom has proven the address: 1, or 0. */
  verified?: number
  pic_url?: string
  account_id?: string
  language?: string
  timezone?: string
}

/** Zoom. */
export default function Zoom<P extends ZoomProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'zoom',
    name: 'Zoom',
    type: 'oauth',
    authorization: { url: 'https://zoom.us/oauth/authorize' },
    token: { url: 'https://zoom.us/oauth/token' },
    userinfo: { url: 'https://api.zoom.us/v2/users/me' },
    profile: ({ id, first_name, last_name, display_name, email, verified, pic_url }) => ({
      id,
      name: [first_name, last_name].filter(Boolean).join(' ') || display_name || null,
      email: email ?? null,
      image: pic_url || null,
      emailVerified: verified === 1,
    }),
    style: { brandColor: '#0b5cff', text: '#fff' },
    options,
  }
}
