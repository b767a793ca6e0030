import type { Channel, Store } from './store.js'

/** Tells the other tabs to ask again, in the words of v4 and v5. A message says no more than that: nobody would believe it. */
export function announce(store: Store, trigger: 'getSession' | 'signout' = 'getSession'): void {
  channelOf(store).postMessage?.({ event: 'session', data: { trigger } })
}

/** Calls back when another tab says that something changed. `null` ends that. */
export function listen(store: Store, heard: (() => void) | null): void {
  channelOf(store).onmessage = heard && (({ data }) => data?.event === 'session' && data.data?.trigger && heard())
}

/**
 * Two applications on one origin have a channel each. A browser without channels (before 2022) gets an object that hears nothing:
 * its tabs find out when they are looked at.
 */
function channelOf(store: Store): Channel {
  store.channel ??= new (self.BroadcastChannel ?? Object)(`next-auth${store.path.replace('/api/auth/', '')}`) as Channel
  return store.channel
}
