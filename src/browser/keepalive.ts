import { load } from './load.js'
import { page } from './page.js'
import type { Store, StoreOptions } from './store.js'
import { announce, listen } from './sync.js'

export interface KeepAliveOptions extends StoreOptions {
  /** How often to ask again while somebody is signed in, the page is seen and the device is online, in seconds. Default 0: never. */
  readonly refetchInterval?: number | undefined
  /** Keeps asking while the browser believes itself offline. Default false. */
  readonly refetchWhenOffline?: boolean | undefined
  /** Asks again when the page is looked at. Default true. */
  readonly refetchOnWindowFocus?: boolean | undefined
}

/** Keeps the store true while the page lives. The function returned ends that. */
export function keepAlive(store: Store, options: KeepAliveOptions): () => void {
  const end = new AbortController()
  let pending: unknown
  let timer: ReturnType<typeof setTimeout>
  page.store = store
  on('online')
  // Back to a page that the browser kept: whoever it shows may have signed out since.
  on('pageshow')
  if (options.refetchOnWindowFocus !== false) {
    on('focus')
    on('visibilitychange')
  }
  listen(store, refetch, end)
  const unsubscribe = store.subscribe(arm)
  arm()
  // Somebody may have come back from a provider, or by a link in a mail.
  announce(store)
  if (options.session === undefined || options.session !== store.get().data) load(store)
  return () => {
    end.abort()
    unsubscribe()
    clearTimeout(timer)
  }

  function on(type: string): void {
    addEventListener(type, (event) => (event as PageTransitionEvent).persisted === false || document.hidden || refetch(), end)
  }

  /** However much happens, it is one question in 200 ms. */
  function refetch(): void {
    if (!pending)
      pending = setTimeout(() => {
        pending = void load(store)
      }, 200)
  }

  /** One timer, set anew after each answer: the next question of the interval or, after a failure, the next attempt after a growing pause. */
  function arm(failures?: number): void {
    clearTimeout(timer)
    const seconds = failures ? Math.min(2 ** failures, 60) : store.get().data && options.refetchInterval
    // Browsers count to 2^31 ms, and take more than that for nothing.
    if ((seconds as number) > 0)
      timer = setTimeout(
        () => (document.hidden || !(navigator.onLine || options.refetchWhenOffline) ? arm(failures) : refetch()),
        Math.min(seconds as number, 2e6) * 1000,
      )
  }
}
