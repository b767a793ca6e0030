import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1/nid/me`; each member of `response` but `id` only if the application asks for it and the person agrees. */
export interface NaverProfile extends Profile {
  resultcode: string
  message: string
  response: {
    /** The person, for this application alone. */
    id: string
    nickname?: string
    name?: string
    /** The address to reach the person at, which need not be one of Naver's. */
    email?: string
    gender?: 'F' | 'M' | 'U'
    age?: string
    birthday?: string
    profile_image?: string
    birthyear?: string
    mobile?: string
  }
}

/** Naver. */
export default function Naver<P extends NaverProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'naver',
    name: 'Naver',
    type: 'oauth',
    authorization: { url: 'https://nid.naver.com/oauth2.0/authorize' },
    token: { url: 'https://nid.naver.com/oauth2.0/token' },
    userinfo: { url: 'https://openapi.naver.com/v1/nid/me' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ response: { id, nickname, name, email, profile_image } }) => ({
      id,
      name: nickname ?? name ?? null,
      email: email ?? null,
      image: profile_image ?? null,
    }),
    style: { brandColor: '#03c75a', text: '#000' },
    options,
  }
}
