'use client'
import * as React from 'react'
import type { Session } from '../base/types.js'
import { type KeepAliveOptions, keepAlive } from '../browser/keepalive.js'
import { load } from '../browser/load.js'
import { goSignIn } from '../browser/navigate.js'
import { createStore, type Store, type UpdateSession } from '../browser/store.js'
import { useStore } from './use-store.js'

export interface SessionProviderProps extends KeepAliveOptions {
  readonly children?: React.ReactNode
  /** What the server found, `null` included: the page then starts without `loading` and without a request. */
  readonly session?: Session | null | undefined
  /** Accepted for v4; requests go to the page's own origin. */
  readonly baseUrl?: string | undefined
}

export interface UseSessionOptions<Required extends boolean = boolean> {
  /** Signed-in visitors only: others are sent to the sign-in page, and the status stays `loading` until they are gone. */
  required: Required
  /** Instead of going to the sign-in page. */
  onUnauthenticated?: (() => void) | undefined
}

/**
 * What `useSession` returns. While loading, `data` is typed `null` as in v4 and v5, and at run time it is `undefined` as there: code that
 * tells "not known yet" from "nobody" goes on working.
 */
export type SessionContextValue<Required extends boolean = false, S = Session> =
  | { readonly data: S; readonly status: 'authenticated'; readonly update: UpdateSession<S> }
  | {
      readonly data: null
      readonly status: Required extends true ? 'loading' : 'unauthenticated' | 'loading'
      readonly update: UpdateSession<S>
    }

/** A session type, or a function that tells the session, such as `typeof auth`. */
export type SessionOf<T> = T extends boolean ? Session : T extends (...args: never[]) => infer R ? NonNullable<Awaited<R>> : T

/** What `SessionProvider` hands down. It never changes, so no part of a page that still hydrates is thrown away; read it by `useSession`. */
export const SessionContext: React.Context<Store | undefined> = /* @__PURE__ */ React.createContext<Store | undefined>(undefined)

/** Makes the session known to `useSession` everywhere below. */
export function SessionProvider({ children, ...options }: SessionProviderProps): React.ReactElement {
  const [store] = React.useState(() => createStore(options, load))
  // `Watch` is the first child because effects of earlier siblings run first: a `getSession()` in an effect below finds this store.
  return React.createElement(SessionContext.Provider, { value: store }, React.createElement(Watch, { store, ...options }), children)
}

function Watch({ store, ...options }: KeepAliveOptions & { readonly store: Store }): null {
  // biome-ignore lint/correctness/useExhaustiveDependencies: by content, for a server that renders again hands over another object that says the same
  React.useEffect(() => keepAlive(store, options), [JSON.stringify(options)])
  // React 17 takes `undefined` for a mistake.
  return null
}

/**
 * Who is signed in, in a component below `SessionProvider`. `useSession<typeof auth>()` knows what your `session` callback returns.
 * @throws when there is no `SessionProvider` above.
 */
export function useSession<T = Session>(options: UseSessionOptions<true>): SessionContextValue<true, SessionOf<T>>
export function useSession<T = Session>(options?: Partial<UseSessionOptions>): SessionContextValue<false, SessionOf<T>>
export function useSession({ required, onUnauthenticated }: Partial<UseSessionOptions> = {}): SessionContextValue {
  const store = React.useContext(SessionContext)
  if (!store) throw Error('useSession needs SessionProvider')
  const state = useStore(store)
  const refused = required && state.data === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that nobody is there, not for each new function
  React.useEffect(() => {
    if (!refused) return
    if (onUnauthenticated) onUnauthenticated()
    else goSignIn(store, { error: 'SessionRequired', callbackUrl: location.href })
  }, [refused])
  return (refused ? { ...state, status: 'loading' } : state) as SessionContextValue
}
