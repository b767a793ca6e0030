import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of authentik's ID tokens, with its own scope mappings. */
export interface AuthentikProfile extends Profile {
  sub: string
  given_name?: string
  family_name?: string
  preferred_username?: string
  nickname?: string
  groups?: string[]
}

export interface AuthentikOptions<P = AuthentikProfile> extends OAuthOptions<P> {
  /** `https://authentik.acme.example/application/o/<slug>/`. */
  issuer?: string | undefined
}

/** authentik, on a server of your own. */
export default function Authentik<P extends AuthentikProfile>({ issuer, ...options }: AuthentikOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'authentik',
    name: 'authentik',
    type: 'oidc',
    style: { brandColor: '#fd4b2d', text: '#000' },
    // authentik's name for itself ends with a slash, which v4 and v5 asked to leave out.
    options: { ...options, issuer: issuer?.replace(/\/?$/, '/') },
  }
}
