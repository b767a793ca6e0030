import { load } from './load.js'
import type { Store } from './store.js'

/**
 * The `clientMaxAge` of v3: a look at the page asks again only when the last answer is older than so many seconds, and not while nobody is
 * signed in. The function returned ends that.
 */
export function keepFresh(store: Store, maxAge: number): () => void {
  const end = new AbortController()
  let asked = Date.now()
  const unsubscribe = store.subscribe(() => {
    asked = Date.now()
  })
  const looked = () => {
    if (document.hidden || !store.get().data || Date.now() < asked + maxAge * 1000) return
    asked = Date.now()
    void load(store)
  }
  addEventListener('focus', looked, end)
  addEventListener('visibilitychange', looked, end)
  return () => {
    end.abort()
    unsubscribe()
  }
}
