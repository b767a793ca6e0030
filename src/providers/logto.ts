import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Logto's ID tokens. */
export interface LogtoProfile extends Profile {
  sub: string
  name?: string | null
  username?: string | null
  picture?: string | null
  email?: string | null
  email_verified?: boolean
  phone_number?: string | null
  phone_number_verified?: boolean
  /** With the scope `urn:logto:scope:organizations`. */
  organizations?: string[]
  /** With the scope `urn:logto:scope:organization_roles`: `<organization id>:<role>`. */
  organization_roles?: string[]
}

/** Logto, in its cloud or on a server of your own; `issuer` is the endpoint with `/oidc`. */
export default function Logto(options: OAuthOptions<LogtoProfile> = {}): OAuthProvider<LogtoProfile> {
  return {
    id: 'logto',
    name: 'Logto',
    type: 'oidc',
    profile: ({ sub, name, username, email, picture }) => ({
      id: sub,
      name: name ?? username ?? null,
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#5d34f2', text: '#fff' },
    options,
  }
}
