import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer of `/userinfo`. */
export interface AutodeskProfile extends Profile {
  sub: string
  name?: string
  given_name?: string
  family_name?: string
  preferred_username: string
  email?: string
  email_verified?: boolean
  picture?: string
  locale?: string
}

/** Autodesk (Autodesk Platform Services). */
export default function Autodesk(options: OAuthOptions<AutodeskProfile> = {}): OAuthProvider<AutodeskProfile> {
  return {
    id: 'autodesk',
    name: 'Autodesk',
    type: 'oidc',
    issuer: 'https://developer.api.autodesk.com',
    // Autodesk has no scopes `profile` and `email`; ID tokens hold who it is and nothing else.
    scope: 'openid user-profile:read',
    idToken: false,
    profile: ({ sub, name, preferred_username, email, picture }) => ({
      id: sub,
      name: name || preferred_username || null,
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
