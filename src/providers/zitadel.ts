import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of ZITADEL. */
export interface ZitadelProfile extends Profile {
  sub: string
  name?: string
  given_name?: string
  family_name?: string
  /** The login name: `username@domain`. */
  preferred_username?: string
  email?: string
  email_verified?: boolean
  picture?: string
  locale?: string
}

/** ZITADEL. `issuer` is the address of your instance: `https://company-1a2b3c.zitadel.cloud`. */
export default function ZITADEL<P extends ZitadelProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'zitadel',
    name: 'ZITADEL',
    type: 'oidc',
    profile: ({ sub, name, preferred_username, email, picture }) => ({
      id: sub,
      name: name ?? preferred_username ?? null,
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
