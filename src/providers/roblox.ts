import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Roblox's ID tokens. */
export interface RobloxProfile extends Profile {
  sub: string
  /** The display name, as `nickname`. */
  name: string
  nickname: string
  /** The user name; may change. */
  preferred_username: string
  /** Seconds since 1970. */
  created_at: number
  profile: string
  /** `null` while there is no picture, or when it was taken down. */
  picture: string | null
}

/** Roblox. */
export default function Roblox(options: OAuthOptions<RobloxProfile> = {}): OAuthProvider<RobloxProfile> {
  return {
    id: 'roblox',
    name: 'Roblox',
    type: 'oidc',
    issuer: 'https://apis.roblox.com/oauth/',
    scope: 'openid profile',
    profile: ({ sub, name, picture }) => ({ id: sub, name, email: null, image: picture ?? null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
