import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/users/self`. */
export interface FoursquareProfile extends Profile {
  response: {
    user: {
      id: string
      firstName?: string
      lastName?: string
      contact?: { email?: string; phone?: string }
      photo?: { prefix: string; suffix: string; default?: boolean }
    }
  }
}

export interface FoursquareOptions extends OAuthOptions<FoursquareProfile> {
  /** The day whose form of answers is asked for, as `YYYYMMDD`. Default `20230131`. */
  apiVersion?: string
}

/** Foursquare (version 2 of its API). */
export default function Foursquare({ apiVersion = '20230131', ...options }: FoursquareOptions = {}): OAuthProvider<FoursquareProfile> {
  return {
    id: 'foursquare',
    name: 'Foursquare',
    type: 'oauth',
    authorization: { url: 'https://foursquare.com/oauth2/authenticate' },
    // The whole answer is `{"access_token": "…"}`.
    token: { url: 'https://foursquare.com/oauth2/access_token', defaults: { token_type: 'bearer' } },
    userinfo: { url: 'https://api.foursquare.com/v2/users/self', params: { v: apiVersion }, tokenParam: 'oauth_token' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ response: { user } }) => ({
      id: user.id,
      name: [user.firstName, user.lastName].filter(Boolean).join(' ') || null,
      email: user.contact?.email ?? null,
      image: user.photo ? `${user.photo.prefix}original${user.photo.suffix}` : null,
    }),
    style: { brandColor: '#33f', text: '#fff' },
    options,
  }
}
