'use client'
import * as React from 'react'
import type { Session } from '../base/types.js'
import { load } from '../browser/load.js'
import { page, pageStore } from '../browser/page.js'
import { type ShareOptions, share } from '../browser/share.js'
import { createStore, type Store } from '../browser/store.js'
import { SessionContext } from '../react/session.js'
import { useStore } from '../react/use-store.js'

export interface ClientOptions {
  /** Accepted for v3; a server asks where `NEXTAUTH_URL_INTERNAL`, `NEXTAUTH_URL` or `AUTH_URL` says, a browser its own origin. */
  baseUrl?: string | undefined
  /** Where the routes live. Default `/api/auth`. */
  basePath?: string | undefined
  /** How old the session may be before a look at the page asks again, in seconds. Default 0: each look asks. */
  clientMaxAge?: number | undefined
  /** How often to ask again while somebody is signed in and the page is seen, in seconds. Default 0: never. */
  keepAlive?: number | undefined
}

export interface ProviderProps {
  children?: React.ReactNode
  /** What the server found; `null` is nobody. */
  session?: Session | null | undefined
  options?: ClientOptions | undefined
}

/** One store for the components below. Without it they share that of the page. */
export function Provider({ children, session, options = {} }: ProviderProps): React.ReactElement {
  const [store] = React.useState(() => createStore({ basePath: options.basePath, session }, load))
  return React.createElement(
    SessionContext.Provider,
    { value: store },
    // The first child, because effects of earlier siblings run first: a `getSession()` in an effect below finds this store.
    React.createElement(Share, { store, session, ...shareOptions(options) }),
    children,
  )
}

function Share({ store, ...options }: ShareOptions & { readonly store: Store }): null {
  // biome-ignore lint/correctness/useExhaustiveDependencies: by content, for a server that renders again hands over another object that says the same
  React.useEffect(() => share(store, options), [store, JSON.stringify(options)])
  return null
}

/** v3 lets read whatever the `session` callback put there, declared or not. */
export type OpenSession = Session & Record<string, unknown>

/** `[session, loading]`, with or without a `Provider` above. `initial` is what the server found. */
export function useSession(initial?: Session | null): [session: OpenSession | null, loading: boolean] {
  const above = React.useContext(SessionContext)
  // A server renders for many: it gets a store of its own each time.
  const [own] = React.useState(() => (typeof window === 'object' ? pageStore() : createStore({}, load)))
  const store = above ?? own
  const { data } = useStore(store)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server found counts once
  React.useEffect(() => {
    if (initial !== undefined && store.get().data === undefined) store.set(initial)
    return above ? undefined : share(store, shareOptions(page.options))
  }, [store, above])
  const session = data === undefined ? initial : data
  // `undefined` while loading, and typed `null` as in v3.
  return [session as OpenSession | null, session === undefined]
}

/** For pages without a `Provider`, once, before the first component renders. */
export function setOptions(options: ClientOptions): void {
  if (typeof window !== 'object') return
  page.options = { ...page.options, ...options }
  if (options.basePath !== undefined) page.store = createStore(options, load)
}

function shareOptions({ clientMaxAge, keepAlive }: ClientOptions = {}): ShareOptions {
  return { clientMaxAge, refetchInterval: keepAlive }
}
