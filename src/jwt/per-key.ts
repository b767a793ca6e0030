import { all, andThen } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import type { Key, Keyring } from '../crypto/keys.js'

/** What each key of a ring gives for one kind of token: made at first use, all at once, and kept. */
export interface PerKey<T> {
  newest(): MaybePromise<T>
  known(): MaybePromise<readonly T[]>
}

export function perKey<T>({ keys }: Keyring, make: (key: Key) => MaybePromise<T>): PerKey<T> {
  let ready: readonly T[] | undefined
  const known = (): MaybePromise<readonly T[]> => {
    if (ready) return ready
    return andThen(all(keys.map(make)), (made) => {
      ready = made
      return made
    })
  }
  // A keyring is never empty.
  return { known, newest: () => andThen(known(), (made) => made[0] as T) }
}
