import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of PingOne's ID tokens. */
export interface PingProfile extends Profile {
  sub: string
  name?: string
  preferred_username?: string
  given_name?: string
  family_name?: string
  email?: string
  picture?: string
  /** The environment and the organisation. */
  env?: string
  org?: string
  'p1.region'?: string
}

/** Ping Identity (PingOne), by `issuer`. */
export default function PingId(options: OAuthOptions<PingProfile> = {}): OAuthProvider<PingProfile> {
  return {
    id: 'ping-id',
    name: 'Ping Identity',
    type: 'oidc',
    profile: ({ sub, name, given_name, family_name, preferred_username, email, picture }) => ({
      id: sub,
      name: name ?? ([given_name, family_name].filter(Boolean).join(' ') || preferred_username || null),
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#b3282d', text: '#fff' },
    options,
  }
}
