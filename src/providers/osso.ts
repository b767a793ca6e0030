import { AuthError } from '../base/errors.js'
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
  /** The server: `https://sso.company.example`. Required. */
  issuer?: string | undefined
  /** As in v3: `sso.company.example`. Say `issuer` instead. */
  domain?: string | undefined
}

/** An Osso server, which speaks SAML with the identity providers of customers, by `issuer`. */
export default function Osso({ domain, issuer = domain, ...options }: OssoOptions = {}): OAuthProvider<OssoProfile> {
  if (!issuer)
    throw new AuthError('InvalidOption', 'Provider `osso` needs `issuer`, the address of a server: Osso({ issuer: "https://…" }).')
  const base = (issuer.includes('://') ? issuer : `https://${issuer}`).replace(/\/$/, '')
  return {
    id: 'osso',
    name: 'Osso',
    type: 'oauth',
    authorization: { url: `${base}/oauth/authorize` },
    token: { url: `${base}/oauth/token` },
    userinfo: { url: `${base}/oauth/me`, tokenParam: 'access_token' },
    // Whose customer signs in: Osso has to know.
    callerParams: ['domain', 'email'],
    profile: ({ id, email }) => ({ id, name: null, email, image: null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
