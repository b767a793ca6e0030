import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1/me`. */
export interface SpotifyProfile extends Omit<Profile, 'id'> {
  id: string
  /** Never changes. Spotify says so since May 2026, and says no such thing of `id`. */
  account_id: string
  display_name: string | null
  /** With the scope `user-read-email`, for applications in extended quota mode; nobody has proven it. */
  email?: string
  images?: { url: string; height: number | null; width: number | null }[]
}

/** Spotify. */
export default function Spotify<P extends SpotifyProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'spotify',
    name: 'Spotify',
    type: 'oauth',
    authorization: { url: 'https://accounts.spotify.com/authorize' },
    token: { url: 'https://accounts.spotify.com/api/token' },
    userinfo: { url: 'https://api.spotify.com/v1/me' },
    scope: 'user-read-email',
    profile: ({ id, display_name, email, images }) => ({ id, name: display_name, email: email ?? null, image: images?.[0]?.url ?? null }),
    style: { brandColor: '#1db954', text: '#000' },
    options,
  }
}
