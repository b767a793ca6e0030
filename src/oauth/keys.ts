import type { JWK } from 'oauth4webapi'
import { CheckFailed } from './failure.js'
import { outbound } from './outbound.js'
import { remember } from './remember.js'

/** RFC 7517 §5. */
export interface KeySet {
  readonly keys: readonly JWK[]
}

export interface Keys {
  get(uri: string, now: number, from: Source): Promise<KeySet>
  /** After an unknown `kid`: the keys as they are now, or `undefined` when they were read a moment ago. OIDC Core §10.1.1. */
  newerThan(seen: KeySet, uri: string, now: number, from: Source): Promise<KeySet | undefined>
}

export interface Source {
  readonly fetch: typeof globalThis.fetch
  readonly insecure: boolean
  /** In milliseconds. Default 10 000. */
  readonly milliseconds?: number | undefined
}

const minute = 60_000

/** Public keys of providers. An old set serves for an hour when a provider's keys cannot be read; a withdrawn key is gone after ten minutes. */
export function createKeys(): Keys {
  const sets = remember<KeySet>({ fresh: 10 * minute, keep: 60 * minute, pause: minute })
  return {
    get: (uri, now, from) => sets.get(uri, now, () => read(uri, from)),
    newerThan: (seen, uri, now, from) => sets.newerThan(seen, uri, now, () => read(uri, from)),
  }
}

async function read(uri: string, { fetch, insecure, milliseconds }: Source): Promise<KeySet> {
  const response = await outbound({ fetch, insecure, milliseconds })(uri, {
    headers: { accept: 'application/json, application/jwk-set+json' },
  })
  if (response.status !== 200) throw new CheckFailed(`The keys could not be read: status ${response.status}.`)
  const set: unknown = await response.json().catch(() => undefined)
  const keys = (set as { keys?: unknown } | null | undefined)?.keys
  if (!Array.isArray(keys)) throw new CheckFailed('The keys are not a JSON Web Key Set (RFC 7517 §5).')
  // RFC 7517 §5: members that are not understood are passed over.
  return { keys: keys.filter((key) => typeof key === 'object' && key !== null && !Array.isArray(key)) }
}
