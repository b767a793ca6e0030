import { allowInsecureRequests, customFetch } from 'oauth4webapi'
import type { Possession } from './dpop.js'
import { type Limits, outbound } from './outbound.js'
import { inFormOf, type TokenRequestForm } from './token-request.js'

/** One call of a token endpoint, whatever for. */
export interface TokenCall extends Limits {
  readonly token: TokenRequestForm
  /** Tokens are to be bound to this key. */
  readonly possession: Possession | undefined
}

/** How the library calls the endpoint for us: in the service's form, within our limits. The time begins here, for every try. */
export function callOptions({ token, possession, ...limits }: TokenCall): object {
  return {
    [customFetch]: inFormOf(token, outbound(limits)),
    [allowInsecureRequests]: limits.insecure,
    additionalParameters: { ...token.params },
    headers: { 'user-agent': 'next-auth' },
    ...(possession ? { DPoP: possession } : {}),
  }
}
