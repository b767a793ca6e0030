import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** What a service says of someone; its members are the service's own. */
export interface OAuth2Profile extends Profile {}

/**
 * Any service that speaks OAuth 2 without OpenID Connect.
 *
 * Say where to go (`authorization`), where a code becomes a token (`token`), where the profile is (`userinfo`), what to ask for (`scope`)
 * and who the profile is (`profile`, whose `id` must be what the service calls this person for good: never an e-mail address or a name).
 */
export default function OAuth2<P extends Profile = OAuth2Profile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return { id: options.id ?? 'oauth2', name: options.name ?? 'OAuth 2', type: 'oauth', options }
}
