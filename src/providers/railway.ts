import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer of `/oauth/me`. */
export interface RailwayProfile extends Profile {
  sub: string
  name?: string
  email?: string
  picture?: string
}

/** Railway (Login with Railway). */
export default function Railway(options: OAuthOptions<RailwayProfile> = {}): OAuthProvider<RailwayProfile> {
  return {
    id: 'railway',
    name: 'Railway',
    type: 'oidc',
    issuer: 'https://backboard.railway.com',
    wellKnown: 'https://backboard.railway.com/oauth/.well-known/openid-configuration',
    profile: ({ sub, name, email, picture }) => ({ id: sub, name: name || null, email: email ?? null, image: picture ?? null }),
    style: { brandColor: '#0b0d0e', text: '#fff' },
    options,
  }
}
