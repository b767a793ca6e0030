import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /oauth2/metadata`. */
export interface MailchimpProfile extends Profile {
  /** The data center, which is part of the API's address: `us6`. */
  dc: string
  role: string
  /** The name of the account, which several logins may share. */
  accountname: string
  user_id: number
  login: {
    login_id: number
    login_name: string
    login_email?: string
    email: string
    avatar: string | null
  }
  login_url: string
  api_endpoint: string
}

/** Mailchimp. */
export default function Mailchimp(options: OAuthOptions<MailchimpProfile> = {}): OAuthProvider<MailchimpProfile> {
  return {
    id: 'mailchimp',
    name: 'Mailchimp',
    type: 'oauth',
    authorization: { url: 'https://login.mailchimp.com/oauth2/authorize' },
    token: { url: 'https://login.mailchimp.com/oauth2/token', defaults: { token_type: 'bearer' } },
    userinfo: { url: 'https://login.mailchimp.com/oauth2/metadata', scheme: 'OAuth' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ login, accountname }) => ({
      id: String(login.login_id),
      name: accountname,
      email: login.email,
      image: login.avatar,
    }),
    // `expires_in` is 0, which means never: kept, it would say that the token has ended.
    account: ({ access_token = '', token_type = '' }) => ({ access_token, token_type }),
    style: { brandColor: '#ffe01b', text: '#000' },
    options,
  }
}
