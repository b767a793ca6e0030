import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Descope's ID tokens, custom attributes among them. */
export interface DescopeProfile extends Profile {
  sub: string
  picture?: string
  phone_number?: string
  phone_number_verified?: boolean
}

export interface DescopeOptions extends OAuthOptions<DescopeProfile> {
  /** Default `https://api.descope.com/<project id>`, where `clientId` is given here: it is the project id. */
  issuer?: string | undefined
}

/** Descope. */
export default function Descope(options: DescopeOptions = {}): OAuthProvider<DescopeProfile> {
  return {
    id: 'descope',
    name: 'Descope',
    type: 'oidc',
    ...(options.clientId && { issuer: `https://api.descope.com/${options.clientId}` }),
    style: { brandColor: '#1c1c23', text: '#fff' },
    options,
  }
}
