import type { Settings } from '../config/settings.js'
import { createPossessions, type Possessions } from '../oauth/dpop.js'
import type { Exchange } from '../oauth/exchange.js'
import { createKeys, type Keys } from '../oauth/keys.js'
import { createDirectory, type Directory, type EndpointName, type Server } from '../oauth/server.js'
import type { OAuthProvider } from '../providers/contract.js'
import { type Unaccepted, unaccepted } from './failure.js'
import { placeOf } from './registration.js'

/** What one engine learned of services, and keeps between requests. Nothing of a visitor. */
export interface Reach {
  readonly directory: Directory
  readonly keys: Keys
  readonly possessions: Possessions
}

/** From where a service is asked: a request of a visitor, or the application's own code. */
export interface Asking {
  readonly settings: Settings
  readonly now: number
  readonly request?: Request
}

export function createReach(): Reach {
  return { directory: createDirectory(), keys: createKeys(), possessions: createPossessions() }
}

/** Where the service is. Throws `AuthError` of the given type when it cannot be told. */
export async function findServer(
  { directory }: Reach,
  needs: readonly EndpointName[],
  provider: OAuthProvider,
  { settings, now }: Asking,
  type: Unaccepted,
): Promise<Server> {
  try {
    return await directory.find(placeOf(provider, needs), now, provider.fetch ?? settings.fetch)
  } catch (error) {
    throw unaccepted(type, 'The provider cannot be asked as it is configured.', provider, error)
  }
}

/** How this service is reached, and for how long. */
export function wayTo(
  provider: OAuthProvider,
  { settings, now, request }: Asking,
): Pick<Exchange, 'fetch' | 'insecure' | 'signal' | 'milliseconds' | 'now'> {
  return {
    fetch: provider.fetch ?? settings.fetch,
    insecure: provider.dangerouslyAllowInsecureRequests ?? false,
    signal: request?.signal,
    milliseconds: provider.timeout,
    now,
  }
}
