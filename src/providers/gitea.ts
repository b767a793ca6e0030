import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Gitea's ID tokens. */
export interface GiteaProfile extends Profile {
  /** The number of the user on this server. */
  sub: string
  /** The full name, or the user name. */
  name: string
  preferred_username: string
  /** The page of the user. */
  profile: string
  picture: string
  email: string
  /** Whether the account is active. */
  email_verified: boolean
}

/** A Gitea server, by `issuer`. */
export default function Gitea(options: OAuthOptions<GiteaProfile> = {}): OAuthProvider<GiteaProfile> {
  return {
    id: 'gitea',
    name: 'Gitea',
    type: 'oidc',
    // Without a scope of its API, Gitea's access tokens may do everything.
    scope: 'openid profile email read:user',
    profile: ({ sub, name, preferred_username, email, picture }) => ({
      id: sub,
      name: name || preferred_username || null,
      email: email || null,
      image: picture || null,
      // Theirs says that the account is active, which it is at once where the server asks nobody to confirm an address.
      emailVerified: false,
    }),
    // By Basic it would look for the client id as it comes, without the decoding of RFC 6749 §2.3.1, and its ids have "-" in them.
    client: { token_endpoint_auth_method: 'client_secret_post' },
    style: { brandColor: '#609926', text: '#000' },
    options,
  }
}
