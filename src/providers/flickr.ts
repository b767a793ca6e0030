import type { Profile } from '../base/types.js'
import type { OAuth1Options, OAuth1Provider } from './contract.js'

/** `flickr.test.login`. */
export interface FlickrProfile extends Profile {
  /** `id` is the NSID: `12037949754@N01`. */
  user: { id: string; username: { _content: string } }
}

/** Flickr. */
export default function Flickr(options: OAuth1Options<FlickrProfile> = {}): OAuth1Provider<FlickrProfile> {
  return {
    id: 'flickr',
    name: 'Flickr',
    type: 'oauth1',
    requestToken: { url: 'https://www.flickr.com/services/oauth/request_token', method: 'GET' },
    authorization: { url: 'https://www.flickr.com/services/oauth/authorize', params: { perms: 'read' } },
    accessToken: { url: 'https://www.flickr.com/services/oauth/access_token', method: 'GET' },
    userinfo: {
      url: 'https://api.flickr.com/services/rest',
      params: { method: 'flickr.test.login', format: 'json', nojsoncallback: '1' },
    },
    // The full name comes along with the token, and nowhere else.
    profile: ({ user }, { fullname }) => ({
      id: user.id,
      name: (fullname as string | undefined) || user.username._content,
      email: null,
      image: null,
    }),
    style: { brandColor: '#0063dc', text: '#fff' },
    options,
  }
}
