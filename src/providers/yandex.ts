import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET https://login.yandex.ru/info`. */
export interface YandexProfile extends Profile {
  id: string
  login: string
  client_id: string
  psuid: string
  display_name?: string
  real_name?: string
  first_name?: string
  last_name?: string
  /** For messages to the person; nobody says that it is proven. */
  default_email?: string
  emails?: string[]
  default_avatar_id?: string
  /** The avatar is the placeholder of those who have none. */
  is_avatar_empty?: boolean
}

/** Yandex. */
export default function Yandex(options: OAuthOptions<YandexProfile> = {}): OAuthProvider<YandexProfile> {
  return {
    id: 'yandex',
    name: 'Yandex',
    type: 'oauth',
    authorization: { url: 'https://oauth.yandex.ru/authorize' },
    token: { url: 'https://oauth.yandex.ru/token' },
    userinfo: { url: 'https://login.yandex.ru/info', params: { format: 'json' }, scheme: 'OAuth' },
    scope: 'login:info login:email login:avatar',
    profile: ({ id, display_name, real_name, first_name, default_email, emails, default_avatar_id, is_avatar_empty }) => ({
      id,
      name: display_name || real_name || first_name || null,
      email: default_email || emails?.[0] || null,
      image: default_avatar_id && !is_avatar_empty ? `https://avatars.yandex.net/get-yapic/${default_avatar_id}/islands-200` : null,
    }),
    style: { brandColor: '#fc0', text: '#000' },
    options,
  }
}
