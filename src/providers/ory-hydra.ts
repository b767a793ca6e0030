import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `sub`, and what your consent application puts into ID tokens. */
export interface OryHydraProfile extends Profile {
  sub: string
  email?: string
  email_verified?: boolean
  given_name?: string
  family_name?: string
  preferred_username?: string
}

/** Ory Hydra, on a server of your own or in the Ory Network, by `issuer`. Its id is `hydra`. */
export default function OryHydra<P extends OryHydraProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'hydra',
    name: 'Hydra',
    type: 'oidc',
    profile: ({ sub, name, preferred_username, email, picture }) => ({
      id: sub,
      name: name ?? preferred_username ?? null,
      email: email ?? null,
      image: typeof picture === 'string' ? picture : null,
    }),
    style: { brandColor: '#0f172a', text: '#fff' },
    options,
  }
}
