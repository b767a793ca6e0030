import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** What Okta's userinfo endpoint tells. */
export interface OktaProfile extends Profile {
  sub: string
  name?: string
  nickname?: string
  preferred_username?: string
  given_name?: string
  middle_name?: string
  family_name?: string
  email?: string
  email_verified?: boolean
  picture?: string
  locale?: string
  zoneinfo?: string
  /** Seconds since 1970. */
  updated_at?: number
}

export interface OktaOptions<P = OktaProfile> extends OAuthOptions<P> {
  /** As in v3, what comes before `/v1/authorize`: `company.okta.com/oauth2/default`. Say `issuer` instead: `https://company.okta.com/oauth2/default`. */
  domain?: string | undefined
}

/** Okta, by `issuer`: the organisation itself, or an authorization server of it. */
export default function Okta<P extends OktaProfile>({ domain, ...options }: OktaOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'okta',
    name: 'Okta',
    type: 'oidc',
    // The organisation's own server is called by its host, though it answers below /oauth2.
    ...(domain ? { issuer: `https://${domain.replace(/(\/oauth2)?\/?$/, '')}` } : {}),
    // Its ID tokens may hold an address, and leave out whether it is verified.
    idToken: false,
    profile: ({ sub, name, preferred_username, email, picture }) => ({
      id: sub,
      name: name ?? preferred_username ?? null,
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#00297a', text: '#fff' },
    options,
  }
}
