import type { Profile } from '../base/types.js'
import type { OAuth1Options, OAuth1Provider } from './contract.js'

/** What a service says of someone; its members are the service's own. */
export interface OAuth1Profile extends Profile {}

/**
 * Any service that speaks OAuth 1.0A (RFC 5849).
 *
 * Say where a sign-in begins (`requestToken`), where the visitor goes (`authorization`), where temporary credentials become lasting ones
 * (`accessToken`), where the profile is (`userinfo`) and who the profile is (`profile`, whose `id` must be what the service calls this
 * person for good: never an e-mail address or a name).
 */
export default function OAuth1<P extends Profile = OAuth1Profile>(options: OAuth1Options<P> = {}): OAuth1Provider<P> {
  return { id: options.id ?? 'oauth1', name: options.name ?? 'OAuth 1', type: 'oauth1', options }
}
