import type { Session } from '../base/types.js'
import { ask, post } from './http.js'
import type { Store } from './store.js'
import { announce } from './sync.js'

/** Asks who is signed in; with `data`, sends that to the `jwt` callback. `null` also when no answer came, but then what was known stays. */
export async function load(store: Store, data?: unknown): Promise<Session | null> {
  const stop = new AbortController()
  store.stop = stop
  const { ok, body } = await (data === undefined
    ? // Past the browser's cache, where a question would wait for an older one that hangs.
      ask(store, 'session', { cache: 'no-store', signal: stop.signal })
    : post(store, 'session', { data }))
  // `null` (v5) and `{}` (v4) both say that nobody is signed in.
  const session = ok && body && Object.keys(body)[0] ? body : null
  if (stop === store.stop) store.set(ok ? session : undefined)
  if (data !== undefined) announce(store)
  return session
}
