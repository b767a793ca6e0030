import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/user/info/`. */
export interface TikTokProfile extends Profile {
  data: {
    user: {
      /** The person, for this application alone. */
      open_id: string
      /** The person, for every application of the same developer. */
      union_id?: string
      display_name?: string
      avatar_url?: string
    }
  }
}
/** v5's name. */
export type TiktokProfile = TikTokProfile

/** TikTok (Login Kit). */
export default function TikTok(options: OAuthOptions<TikTokProfile> = {}): OAuthProvider<TikTokProfile> {
  return {
    id: 'tiktok',
    name: 'TikTok',
    type: 'oauth',
    authorization: { url: 'https://www.tiktok.com/v2/auth/authorize/', names: { client_id: 'client_key' } },
    token: { url: 'https://open.tiktokapis.com/v2/oauth/token/', names: { client_id: 'client_key' } },
    userinfo: { url: 'https://open.tiktokapis.com/v2/user/info/', params: { fields: 'open_id,union_id,avatar_url,display_name' } },
    scope: 'user.info.basic',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { user } }) => ({
      id: user.open_id,
      name: user.display_name ?? null,
      email: null,
      image: user.avatar_url ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
