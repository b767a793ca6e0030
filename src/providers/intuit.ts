import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Intuit's ID tokens, and the answer of `/v1/openid_connect/userinfo`. */
export interface IntuitProfile extends Profile {
  sub: string
  email?: string
  emailVerified?: boolean
  givenName?: string
  familyName?: string
  phoneNumber?: string
  /** The QuickBooks company, when one was chosen. */
  realmid?: string
}

export interface IntuitOptions extends OAuthOptions<IntuitProfile> {
  /** `sandbox` with the development keys of an application. Default `production`. */
  environment?: 'production' | 'sandbox'
}

/** Intuit (QuickBooks). */
export default function Intuit({ environment = 'production', ...options }: IntuitOptions = {}): OAuthProvider<IntuitProfile> {
  const description = environment === 'sandbox' ? 'openid_sandbox_configuration' : 'openid_configuration'
  return {
    id: 'intuit',
    name: 'Intuit',
    type: 'oidc',
    issuer: 'https://oauth.platform.intuit.com/op/v1',
    wellKnown: `https://developer.api.intuit.com/.well-known/${description}`,
    // Its description names the claims of its ID tokens; no nonce is among them.
    lacks: ['nonce'],
    profile: ({ sub, givenName, familyName, email, emailVerified }) => ({
      id: sub,
      name: [givenName, familyName].filter(Boolean).join(' ') || null,
      email: email ?? null,
      image: null,
      emailVerified: emailVerified === true,
    }),
    style: { brandColor: '#236cff', text: '#fff' },
    options,
  }
}
