import type { MaybePromise } from './types.js'

/**
 * What a dynamic import gives, there at once from the second time on: asking the module loader again costs a dozen microseconds
 * and three turns of the event loop. Holds nothing that the loader does not; a load that fails is tried again.
 */
export function lazily<T>(load: () => Promise<T>): () => MaybePromise<T> {
  let value: MaybePromise<T> | undefined
  return () => {
    value ??= load().then(
      (loaded) => {
        value = loaded
        return loaded
      },
      (error) => {
        value = undefined
        throw error
      },
    )
    return value
  }
}
