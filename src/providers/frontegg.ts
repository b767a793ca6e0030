import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Frontegg's ID tokens. */
export interface FronteggProfile extends Profile {
  sub: string
  profilePictureUrl?: string
  tenantId?: string
  roles?: string[]
}

/** Frontegg, by its `issuer`: `https://app-example.frontegg.com`. */
export default function Frontegg(options: OAuthOptions<FronteggProfile> = {}): OAuthProvider<FronteggProfile> {
  return {
    id: 'frontegg',
    name: 'Frontegg',
    type: 'oidc',
    // Not below the issuer, where OIDC Discovery §4 has it.
    wellKnown: '{issuer}/oauth/.well-known/openid-configuration',
    profile: ({ sub, name, email, profilePictureUrl }) => ({
      id: sub,
      name: name ?? null,
      email: email ?? null,
      image: profilePictureUrl ?? null,
    }),
    style: { brandColor: '#36373c', text: '#fff' },
    options,
  }
}
