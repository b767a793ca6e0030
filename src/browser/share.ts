import { keepFresh } from './freshness.js'
import { type KeepAliveOptions, keepAlive } from './keepalive.js'
import type { Store } from './store.js'

export interface ShareOptions extends KeepAliveOptions {
  /** See `keepFresh`. Default 0: every look at the page asks again. */
  readonly clientMaxAge?: number | undefined
}

/** Keeps a store true as long as one component or another uses it. The function returned ends the use of one. */
export function share(store: Store, options: ShareOptions): () => void {
  const users = store.users ?? 0
  if (users === 0) store.rest = start(store, options)
  store.users = users + 1
  return () => {
    store.users = (store.users ?? 1) - 1
    if (store.users === 0) store.rest?.()
  }
}

function start(store: Store, { clientMaxAge = 0, ...options }: ShareOptions): () => void {
  const { session = store.get().data } = options
  const rested = clientMaxAge > 0
  const ends = [
    keepAlive(store, { ...options, session, refetchOnWindowFocus: !rested }),
    rested ? keepFresh(store, clientMaxAge) : () => {},
  ]
  return () => {
    for (const end of ends) end()
  }
}
