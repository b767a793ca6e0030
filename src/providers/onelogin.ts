import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** What OneLogin's ID tokens and userinfo endpoint tell. */
export interface OneLoginProfile extends Profile {
  sub: string
  name?: string
  preferred_username?: string
  given_name?: string
  family_name?: string
  email?: string
  updated_at?: string
}

export interface OneLoginOptions extends OAuthOptions<OneLoginProfile> {
  /** The account: `https://company.onelogin.com`, with or without `/oidc/2`. */
  issuer?: string | undefined
  /** As in v3: `company.onelogin.com`. Say `issuer` instead. */
  domain?: string | undefined
}

/** OneLogin, by `issuer`. */
export default function OneLogin({ domain, issuer, ...options }: OneLoginOptions = {}): OAuthProvider<OneLoginProfile> {
  const account = issuer ?? (domain ? `https://${domain}` : undefined)
  return {
    id: 'onelogin',
    name: 'OneLogin',
    type: 'oidc',
    ...(account ? { issuer: account.replace(/(\/oidc\/2)?\/?$/, '/oidc/2') } : {}),
    profile: ({ sub, name, preferred_username, email }) => ({
      id: sub,
      name: name ?? preferred_username ?? null,
      email: email ?? null,
      image: null,
    }),
    style: { brandColor: '#1c1f2a', text: '#fff' },
    options,
  }
}
