import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer of Vipps MobilePay's userinfo endpoint; more comes with more scopes. */
export interface VippsProfile extends Profile {
  /** The person, for this merchant alone. */
  sub: string
  sid?: string
  name?: string
  given_name?: string
  family_name?: string
  email?: string
  email_verified?: boolean
  phone_number?: string
  /** `YYYY-MM-DD`. */
  birthdate?: string
}

/** Vipps and MobilePay (Login API). `issuer` is `https://apitest.vipps.no/access-management-1.0/access/` for the test environment. */
export default function Vipps(options: OAuthOptions<VippsProfile> = {}): OAuthProvider<VippsProfile> {
  return {
    id: 'vipps',
    name: 'Vipps',
    type: 'oidc',
    issuer: 'https://api.vipps.no/access-management-1.0/access/',
    scope: 'openid name email',
    // ID tokens tell no more than `sub`.
    idToken: false,
    profile: ({ sub, name, email }) => ({ id: sub, name: name ?? null, email: email ?? null, image: null }),
    style: { brandColor: '#ff5b24', text: '#000' },
    options,
  }
}
