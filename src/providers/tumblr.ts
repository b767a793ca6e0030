import type { Profile } from '../base/types.js'
import type { OAuth1Options, OAuth1Provider } from './contract.js'

export interface TumblrBlog {
  /** Stays when the blog is renamed: `t:0aY0xL2Fi1OFJg4YxpmegQ`. */
  uuid: string
  name: string
  title: string
  url: string
  primary: boolean
}

/** `GET /v2/user/info`. */
export interface TumblrProfile extends Profile {
  response: { user: { name: string; blogs: TumblrBlog[] } }
}

/** Tumblr. */
export default function Tumblr(options: OAuth1Options<TumblrProfile> = {}): OAuth1Provider<TumblrProfile> {
  return {
    id: 'tumblr',
    name: 'Tumblr',
    type: 'oauth1',
    requestToken: { url: 'https://www.tumblr.com/oauth/request_token' },
    authorization: { url: 'https://www.tumblr.com/oauth/authorize' },
    accessToken: { url: 'https://www.tumblr.com/oauth/access_token', method: 'GET' },
    userinfo: { url: 'https://api.tumblr.com/v2/user/info' },
    profile: ({ response: { user } }) => {
      // A user has no id of their own, and a name that changes; their primary blog is theirs alone.
      const uuid = user.blogs.find((blog) => blog.primary === true)?.uuid
      const image = `https://api.tumblr.com/v2/blog/${uuid}/avatar/512`
      return { id: uuid as string, name: user.name, email: null, image }
    },
    style: { brandColor: '#001935', text: '#fff' },
    options,
  }
}
