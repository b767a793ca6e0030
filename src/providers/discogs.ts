import type { Profile } from '../base/types.js'
import type { OAuth1Options, OAuth1Provider } from './contract.js'

/** `GET /oauth/identity`. */
export interface DiscogsProfile extends Omit<Profile, 'id'> {
  id: number
  username: string
  resource_url: string
  consumer_name: string
}

/** Discogs. */
export default function Discogs(options: OAuth1Options<DiscogsProfile> = {}): OAuth1Provider<DiscogsProfile> {
  return {
    id: 'discogs',
    name: 'Discogs',
    type: 'oauth1',
    requestToken: { url: 'https://api.discogs.com/oauth/request_token', method: 'GET' },
    authorization: { url: 'https://www.discogs.com/oauth/authorize' },
    accessToken: { url: 'https://api.discogs.com/oauth/access_token' },
    userinfo: { url: 'https://api.discogs.com/oauth/identity' },
    profile: ({ id, username }) => ({ id: String(id), name: username, email: null, image: null }),
    style: { brandColor: '#333', text: '#fff' },
    options,
  }
}
