import type { Profile } from '../base/types.js'
import type { OAuth1Options, OAuth1Provider, OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /1.1/account/verify_credentials.json`. */
export interface TwitterLegacyProfile extends Profile {
  id_str: string
  name: string
  screen_name: string
  /** Present if the app may ask for it; `null` for an address that nobody confirmed. */
  email?: string | null
  profile_image_url_https: string
}

/** `GET /2/users/me`. */
export interface TwitterProfile extends Profile {
  data: { id: string; name: string; username: string; profile_image_url?: string; confirmed_email?: string }
}

/** X (Twitter): by OAuth 1.0A, or by OAuth 2 with `version: '2.0'`. */
export default function Twitter(options: OAuthOptions<TwitterProfile> & { version: '2.0' }): OAuthProvider<TwitterProfile>
export default function Twitter(options?: OAuth1Options<TwitterLegacyProfile>): OAuth1Provider<TwitterLegacyProfile>
export default function Twitter({
  version,
  ...options
}: {
  version?: string | undefined
} = {}): OAuthProvider<TwitterProfile> | OAuth1Provider<TwitterLegacyProfile> {
  return version?.startsWith('2') ? { ...second(), options } : { ...first(), options }
}

/** v4’s name for it, by OAuth 1.0A. */
export const TwitterLegacy = (options: OAuth1Options<TwitterLegacyProfile> = {}): OAuth1Provider<TwitterLegacyProfile> => Twitter(options)

const common = { id: 'twitter', name: 'X', style: { brandColor: '#0f1419', text: '#fff' } }

const first = (): OAuth1Provider<TwitterLegacyProfile> => ({
  ...common,
  type: 'oauth1',
  requestToken: { url: 'https://api.x.com/oauth/request_token' },
  authorization: { url: 'https://api.x.com/oauth/authenticate' },
  accessToken: { url: 'https://api.x.com/oauth/access_token' },
  userinfo: { url: 'https://api.x.com/1.1/account/verify_credentials.json', params: { include_email: 'true', skip_status: 'true' } },
  callerParams: ['force_login', 'screen_name'],
  profile: ({ id_str: id, name, email, profile_image_url_https: url }) => ({ id, name, ...proven(email), image: large(url) }),
})

const second = (): OAuthProvider<TwitterProfile> => ({
  ...common,
  type: 'oauth',
  authorization: { url: 'https://x.com/i/oauth2/authorize' },
  token: { url: 'https://api.x.com/2/oauth2/token' },
  userinfo: { url: 'https://api.x.com/2/users/me', params: { 'user.fields': 'profile_image_url' } },
  scope: 'users.read tweet.read',
  profile: ({ data }) => ({ id: data.id, name: data.name, ...proven(data.confirmed_email), image: large(data.profile_image_url) }),
})

/** X gives no address that was not confirmed. */
const proven = (email: string | null = null) => ({ email, emailVerified: email !== null })
/** Without the ending it is the picture as it was uploaded. */
const large = (url: string | null = null) => url?.replace(/_normal(\.\w+)$/, '$1') ?? null
