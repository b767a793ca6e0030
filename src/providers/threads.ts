import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1.0/me`, with the fields that are asked for. */
export interface ThreadsProfile extends Profile {
  /** The person, for this application alone. */
  id: string
  username?: string
  name?: string
  threads_profile_picture_url?: string
  threads_biography?: string
}

/** Threads. */
export default function Threads(options: OAuthOptions<ThreadsProfile> = {}): OAuthProvider<ThreadsProfile> {
  return {
    id: 'threads',
    name: 'Threads',
    type: 'oauth',
    authorization: { url: 'https://threads.com/oauth/authorize' },
    token: { url: 'https://graph.threads.com/oauth/access_token', defaults: { token_type: 'bearer' } },
    userinfo: {
      url: 'https://graph.threads.com/v1.0/me',
      params: { fields: 'id,username,name,threads_profile_picture_url' },
      tokenParam: 'access_token',
    },
    scope: 'threads_basic',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, username, name, threads_profile_picture_url }) => ({
      id,
      name: name || username || null,
      email: null,
      image: threads_profile_picture_url || null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
