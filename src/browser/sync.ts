import type { Store } from './store.js'

/**
 * Tells the other tabs to ask again, in the words of v5, and by storage in those of v3 and v4: while a new version is deployed, tabs of the
 * old one stay open. A message says no more than that: nobody would believe it.
 */
export function announce(store: Store, trigger: 'getSession' | 'signout' = 'getSession'): void {
  const message = { event: 'session', data: { trigger }, timestamp: Date.now() }
  try {
    channelOf(store)?.postMessage(message)
    localStorage[named('nextauth.message', store)] = JSON.stringify(message)
  } catch {
    // Storage is forbidden here.
  }
}

/** Calls back when another tab says that something changed, until the signal ends that. */
export function listen(store: Store, heard: () => void, end: { readonly signal: AbortSignal }): void {
  channelOf(store)?.addEventListener('message', ({ data }) => data?.event === 'session' && data.data?.trigger && heard(), end)
  addEventListener(
    'storage',
    ({ key, newValue }) => key === named('nextauth.message', store) && /trigger/.test(newValue as string) && heard(),
    end,
  )
}

/** Two applications on one origin do not hear each other. */
function named(name: string, { path }: Store): string {
  return name + path.replace('/api/auth/', '')
}

/** None in a browser of before 2022. */
function channelOf(store: Store): BroadcastChannel | undefined {
  store.channel ??= self.BroadcastChannel && new BroadcastChannel(named('next-auth', store))
  return store.channel
}
