import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Slack's ID tokens, and the answer of `openid.connect.userInfo`. */
export interface SlackProfile extends Profile {
  sub: string
  'https://slack.com/user_id': string
  'https://slack.com/team_id': string
  'https://slack.com/team_name'?: string
  'https://slack.com/team_domain'?: string
  email?: string
  email_verified?: boolean
  /** Seconds since 1970. */
  date_email_verified?: number
  name?: string
  picture?: string
  given_name?: string
  family_name?: string
  locale?: string
}

/** Slack (Sign in with Slack). */
export default function Slack<P extends SlackProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'slack',
    name: 'Slack',
    type: 'oidc',
    issuer: 'https://slack.com',
    // Applications that may use PKCE are refused with challenge and secret, others ignore it. The nonce protects instead.
    lacks: ['pkce'],
    // The picture is in the answer of the userinfo endpoint only.
    idToken: false,
    profile: ({ sub, name, email, picture }) => ({ id: sub, name: name ?? null, email: email ?? null, image: picture ?? null }),
    style: { brandColor: '#611f69', text: '#fff' },
    options,
  }
}
