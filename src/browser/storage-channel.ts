import type { Store } from './store.js'

/**
 * Gives a voice to the channel of a browser that has no `BroadcastChannel`: messages travel as `storage` events, under the key and in the
 * shape of v3 and v4. The function returned ends that.
 */
export function speakByStorage(store: Store): () => void {
  const { channel } = store
  if (!channel || typeof BroadcastChannel === 'function') return () => {}
  const key = `nextauth.message${store.path.replace('/api/auth/', '')}`
  channel.postMessage = (message) => {
    try {
      localStorage.setItem(key, JSON.stringify({ ...(message as object), timestamp: Date.now() }))
    } catch {
      // Storage is forbidden here; the other tabs find out when they are looked at.
    }
  }
  const onStorage = (event: StorageEvent) => {
    if (event.key === key) channel.onmessage?.({ data: parse(event.newValue) } as MessageEvent)
  }
  addEventListener('storage', onStorage)
  return () => {
    removeEventListener('storage', onStorage)
    delete channel.postMessage
  }
}

/** Anybody may write there. */
function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
