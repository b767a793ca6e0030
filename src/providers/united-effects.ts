import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of United Effects' ID tokens. */
export interface UnitedEffectsProfile extends Profile {
  sub: string
  email?: string
}

/** United Effects. `issuer` is the address of your auth group: `https://auth.unitedeffects.com/<auth group id>`. */
export default function UnitedEffects<P extends UnitedEffectsProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'united-effects',
    name: 'United Effects',
    type: 'oidc',
    authorization: { params: { resource: options.issuer } },
    // Names and pictures are kept from applications: there is nothing more to ask for.
    idToken: true,
    profile: ({ sub, email }) => ({ id: sub, name: null, email: email ?? null, image: null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
