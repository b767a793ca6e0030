import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /userinfo`. */
export interface MailRuProfile extends Omit<Profile, 'id'> {
  id: string
  client_id: string
  name?: string
  nickname?: string
  first_name?: string
  last_name?: string
  email?: string
  image?: string
  locale?: string
  birthday?: string
  gender?: string
}

/** Mail.ru (OAuth Mail). Since July 2025 Mail.ru sends new sign-ins to VK ID; applications from before go on working. */
export default function MailRu(options: OAuthOptions<MailRuProfile> = {}): OAuthProvider<MailRuProfile> {
  return {
    id: 'mailru',
    name: 'Mail.ru',
    type: 'oauth',
    authorization: { url: 'https://oauth.mail.ru/login' },
    token: { url: 'https://oauth.mail.ru/token', defaults: { token_type: 'bearer' } },
    userinfo: { url: 'https://oauth.mail.ru/userinfo', tokenParam: 'access_token' },
    scope: 'userinfo',
    profile: ({ id, name, nickname, email, image }) => ({ id, name: name ?? nickname ?? null, email: email ?? null, image: image ?? null }),
    style: { brandColor: '#005ff9', text: '#fff' },
    options,
  }
}
