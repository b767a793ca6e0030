// The default export, in which no bundler looks for the name: React 17 does not have it.
import React from 'react'
import type { State, Store } from '../browser/store.js'

const external: typeof React.useSyncExternalStore | undefined = React.useSyncExternalStore

/** What a store knows now, for a component. */
export const useStore: (store: Store) => State = external ? (store) => external(store.subscribe, store.get, store.first) : useSubscription

/** React 17 renders in one go, so that no answer comes in between: the state may be a component's own. */
function useSubscription(store: Store): State {
  const [state, set] = React.useState(store.get)
  React.useEffect(() => {
    set(store.get())
    return store.subscribe(() => set(store.get()))
  }, [store])
  return state
}
