import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/user/me`. What somebody did not agree to tell is absent. */
export interface KakaoProfile extends Omit<Profile, 'id'> {
  id: number
  connected_at?: string
  kakao_account?: {
    profile?: { nickname?: string; thumbnail_image_url?: string; profile_image_url?: string; is_default_image?: boolean }
    name?: string
    email?: string
    /** `false` when the address has become another account's. */
    is_email_valid?: boolean
    is_email_verified?: boolean
  }
}

/** Kakao. */
export default function Kakao<P extends KakaoProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'kakao',
    name: 'Kakao',
    type: 'oauth',
    authorization: { url: 'https://kauth.kakao.com/oauth/authorize' },
    token: { url: 'https://kauth.kakao.com/oauth/token' },
    userinfo: { url: 'https://kapi.kakao.com/v2/user/me' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, kakao_account: { profile, email, is_email_valid, is_email_verified } = {} }) => ({
      id: String(id),
      name: profile?.nickname ?? null,
      email: email ?? null,
      image: profile?.profile_image_url ?? null,
      emailVerified: is_email_valid === true && is_email_verified === true,
    }),
    style: { brandColor: '#fee500', text: '#000' },
    options,
  }
}
