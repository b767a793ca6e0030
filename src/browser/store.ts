import type { Session } from '../base/types.js'

/** `loading` until the first answer came, or a session was given. */
export type SessionStatus = 'loading' | 'authenticated' | 'unauthenticated'

/** Asks for the session again; with `data`, sends that to the `jwt` callback first. The session that now holds, or `null`. */
export type UpdateSession<S = Session> = (data?: unknown) => Promise<S | null>

/** What is known of the visitor. Another object whenever that changes, and only then. */
export interface State {
  /** `undefined` until known, `null` when nobody is signed in. */
  readonly data: Session | null | undefined
  readonly status: SessionStatus
  readonly update: UpdateSession
}

export interface StoreOptions {
  /** Where the routes live. Default `/api/auth`. */
  readonly basePath?: string | undefined
  /** What the server found: `null` is nobody, `undefined` is not known. */
  readonly session?: Session | null | undefined
}

/** A small observable: what this page knows of the session. */
export interface Store {
  /** What comes before the name of a route: `/api/auth/`. */
  readonly path: string
  /** Ends the newest question about the session. Only its answer counts; those to older questions come too late. */
  stop?: AbortController
  channel?: BroadcastChannel | undefined
  /** How many components keep it true without a provider, and what ends that. */
  users?: number
  rest?: () => void
  get(): State
  /** What the server rendered, for hydration. */
  first(): State
  /** Takes an answer. `undefined` is a failure: what was known stays. */
  set(data: Session | null | undefined): void
  /** Calls back after each answer, with the number of failures since the last good one. The function returned ends that. */
  subscribe(listener: (failures: number) => void): () => void
}

export function createStore(options: StoreOptions, load: (store: Store, data?: unknown) => Promise<Session | null>): Store {
  const listeners = new Set<(failures: number) => void>()
  const first = stateOf(options.session)
  let failures = 0
  let state = first
  const store: Store = {
    first: () => first,
    get: () => state,
    path: `${options.basePath ?? '/api/auth'}/`,
    set(data) {
      failures++
      if (data !== undefined) {
        failures = 0
        // What says the same keeps its object, so that nothing renders again.
        if (JSON.stringify(data) !== JSON.stringify(state.data)) state = stateOf(data)
      }
      for (const listener of listeners) listener(failures)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return store

  function stateOf(data: State['data']): State {
    return {
      data,
      status: data === undefined ? 'loading' : data ? 'authenticated' : 'unauthenticated',
      update: (change) => load(store, change),
    }
  }
}
