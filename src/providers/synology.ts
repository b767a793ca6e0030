import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of SSO Server's ID tokens. */
export interface SynologyProfile extends Profile {
  /** The user name. */
  sub: string
  username?: string
  email?: string
  /** With the scope `groups`. */
  groups?: string[]
}

/** A Synology NAS with SSO Server, by `issuer`: `https://nas.example.com/webman/sso`. */
export default function Synology(options: OAuthOptions<SynologyProfile> = {}): OAuthProvider<SynologyProfile> {
  return {
    id: 'synology',
    name: 'Synology',
    type: 'oidc',
    // It refuses the scope `profile`.
    scope: 'openid email',
    profile: ({ sub, username, email }) => ({
      id: sub,
      name: username || sub,
      email: email || null,
      image: null,
      // People and administrators write addresses into DSM; nothing says that somebody proved one.
      emailVerified: false,
    }),
    style: { brandColor: '#004ea1', text: '#fff' },
    options,
  }
}
