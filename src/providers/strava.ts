import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/v3/athlete`, in the form that the scope `read` shows. */
export interface StravaProfile extends Omit<Profile, 'id'> {
  id: number
  username: string | null
  firstname: string
  lastname: string
  /** A picture of 124 × 124 pixels, or the path of a placeholder. */
  profile: string
  profile_medium: string
  city: string | null
  country: string | null
}

/** Strava. */
export default function Strava<P extends StravaProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'strava',
    name: 'Strava',
    type: 'oauth',
    authorization: { url: 'https://www.strava.com/oauth/authorize' },
    token: { url: 'https://www.strava.com/api/v3/oauth/token' },
    userinfo: { url: 'https://www.strava.com/api/v3/athlete' },
    scope: 'read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, firstname, lastname, profile }) => ({
      id: String(id),
      name: [firstname, lastname].filter(Boolean).join(' ') || null,
      email: null,
      image: profile?.startsWith('https://') ? profile : null,
    }),
    style: { brandColor: '#fc4c02', text: '#000' },
    options,
  }
}
