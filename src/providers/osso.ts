import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /oauth/me`. */
export interface OssoProfile extends Omit<Profile, 'id'> {
  id: string
  /** What the customer's identity provider said; Osso does not prove it. */
  email: string
  /** The kind of identity provider: `Okta`. */
  idp: string
  /** The `domain` or `email` that the sign-in began with. */
  requested?: { domain?: string; email?: string }
}

export interface OssoOptions extends OAuthOptions<OssoProfile> {
  /** As in v3: `sso.company.example`. Say `issuer` instead. */
  domain?: string | undefined
}

/** An Osso server, which speaks SAML with the identity providers of customers, by its address as `issuer`: `https://sso.company.example`. */
export default function Osso({ domain, ...options }: OssoOptions = {}): OAuthProvider<OssoProfile> {
  const issuer = options.issuer ?? domain
  return {
    id: 'osso',
    name: 'Osso',
    type: 'oauth',
    ...(issuer === undefined ? {} : { issuer: issuer.includes('://') ? issuer : `https://${issuer}` }),
    authorization: { url: '{issuer}/oauth/authorize' },
    token: { url: '{issuer}/oauth/token' },
    userinfo: { url: '{issuer}/oauth/me', tokenParam: 'access_token' },
    // Whose customer signs in: Osso has to know.
    callerParams: ['domain', 'email'],
    profile: ({ id, email }) => ({ id, name: null, email, image: null }),
    style: { brandColor: '#000', text: '#fff' },
    options: { ...options, issuer: undefined },
  }
}
