import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Beyond Identity's ID tokens. */
export interface BeyondIdentityProfile extends Profile {
  sub: string
  preferred_username?: string
}

/** Beyond Identity. `issuer` is that of the application. */
export default function BeyondIdentity(options: OAuthOptions<BeyondIdentityProfile> = {}): OAuthProvider<BeyondIdentityProfile> {
  return {
    id: 'beyondidentity',
    name: 'Beyond Identity',
    type: 'oidc',
    profile: ({ sub, name, preferred_username, email }) => ({
      id: sub,
      name: name ?? preferred_username ?? null,
      email: email ?? null,
      image: null,
    }),
    style: { brandColor: '#4a70bd', text: '#fff' },
    options,
  }
}
