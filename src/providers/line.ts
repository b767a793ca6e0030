import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of LINE's ID tokens. */
export interface LineProfile extends Profile {
  /** The person, for the channels of one provider in LINE's console. */
  sub: string
  picture?: string
  amr?: string[]
}

/** LINE (LINE Login 2.1). */
export default function LINE<P extends LineProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'line',
    name: 'LINE',
    type: 'oidc',
    issuer: 'https://access.line.me',
    // Web channels sign with the channel secret; LINE's description lists only what its apps get, ES256.
    client: { id_token_signed_response_alg: 'HS256', token_endpoint_auth_method: 'client_secret_post' },
    // Userinfo has no address at all, so there is no reason to ask it for a missing one.
    idToken: true,
    style: { brandColor: '#06c755', text: '#000' },
    options,
  }
}
