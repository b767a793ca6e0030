import type { Adapter } from './contract.js'
import { forwarded } from './forwarded.js'

/** What an adapter cannot do: a code, and a sentence with what to do about it. */
export type Warn = (code: string, message: string) => void

/** One per adapter, so that options which are made anew for each request have one lane for one person. An entry goes with its adapter. */
const fronts = new WeakMap<Adapter, Adapter>()

const added: readonly string[] = ['transaction', 'countAttempt']

/**
 * An adapter made for v4 or v5, brought to the contract as far as its verbs go. It stays the application's own, and as it is; what stands in
 * front of it is loaded with the first verb. One that has `sweep` was made for us, and needs nothing.
 */
export function foreign(adapter: Adapter, warn: Warn): Adapter {
  if (typeof adapter.sweep === 'function') return adapter
  const front = fronts.get(adapter) ?? inFront(adapter, warn)
  fronts.set(adapter, front)
  return front
}

function inFront(adapter: Adapter, warn: Warn): Adapter {
  let adopted: Adapter | undefined
  const load = async (): Promise<Adapter> => {
    const { adopt } = await import('./foreign/adopt.js')
    adopted ??= adopt(adapter, warn)
    return adopted
  }
  const verbs = Object.entries(forwarded(() => adopted, load))
  const has = (verb: string): boolean => typeof adapter[verb as keyof Adapter] === 'function'
  return { ...Object.fromEntries(verbs.filter(([verb]) => has(verb) || added.includes(verb))), close: () => adapter.close?.() }
}
