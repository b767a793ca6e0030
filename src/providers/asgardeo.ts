import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Asgardeo's ID tokens: those that the application asks for in the console. */
export interface AsgardeoProfile extends Profile {
  sub: string
  given_name?: string
  family_name?: string
  picture?: string
  username?: string
}

export interface AsgardeoOptions extends OAuthOptions<AsgardeoProfile> {
  /** `https://api.asgardeo.io/t/<organization>/oauth2/token`; without the last two parts they are added. */
  issuer?: string | undefined
}

/** Asgardeo. */
export default function Asgardeo({ issuer, ...options }: AsgardeoOptions = {}): OAuthProvider<AsgardeoProfile> {
  return {
    id: 'asgardeo',
    name: 'Asgardeo',
    type: 'oidc',
    profile: ({ sub, name, given_name, family_name, email, picture }) => ({
      id: sub,
      name: name ?? ([given_name, family_name].filter(Boolean).join(' ') || null),
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    // The issuer is named like the token endpoint; the address of the organization was enough for v5.
    options: { ...options, issuer: issuer?.replace(/\/?(oauth2\/token)?\/?$/, '/oauth2/token') },
  }
}
