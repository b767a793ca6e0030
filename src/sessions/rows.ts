import type { Adapter, AdapterSession, AdapterUser } from '../adapters/contract.js'
import { AuthError, isAuthError } from '../base/errors.js'
import { andThen } from '../base/maybe-promise.js'
import type { Awaitable, MaybePromise } from '../base/types.js'

/** Where rows of sessions are, whoever made the adapter. */
export interface Store {
  readonly adapter: Adapter
  /** Rows that are being written anew, by the token they had. */
  readonly hashing: Map<string, Promise<AdapterSession | null>>
  call<T>(verb: string, work: () => Awaitable<T> | undefined): MaybePromise<T | undefined>
}

export interface Row {
  readonly session: AdapterSession
  readonly user: AdapterUser
}

/** Failures of the store carry one name, whatever the driver called them. */
export function guarded(adapter: Adapter | undefined): Store {
  if (!adapter) throw new AuthError('MissingAdapter', 'The `database` strategy needs a `database` or an `adapter`.')
  return {
    adapter,
    hashing: new Map(),
    call(verb, work) {
      try {
        const done = work()
        if (done === undefined || done === null || typeof (done as PromiseLike<unknown>).then !== 'function') return done as never
        return Promise.resolve(done).catch((error) => failed(verb, error))
      } catch (error) {
        return failed(verb, error)
      }
    },
  }
}

function failed(verb: string, error: unknown): never {
  throw isAuthError(error) ? error : new AuthError('AdapterError', `The adapter’s \`${verb}\` failed.`, { cause: error })
}

/** A row counts when it is the one asked for and has its user. */
export function rowOf(key: string, { adapter, call }: Store): MaybePromise<Row | null> {
  return andThen(
    call<Row | null>('getSessionAndUser', () => adapter.getSessionAndUser?.(key)),
    (row) => (row?.session && row.user && row.session.sessionToken === key && row.session.userId === row.user.id ? row : null),
  )
}

/**
 * Adapters of v4 and v5 hand what they get to the database as it is, and some databases refuse a column they do not know. A store
 * with a verb that those never had keeps our columns as well.
 */
export function keepsMore({ sweep }: Adapter): boolean {
  return typeof sweep === 'function'
}

export function remove(key: string, store: Store): Promise<unknown> {
  return unlessGone('deleteSession', () => store.adapter.deleteSession?.(key), key, store)
}

/** Some adapters throw where there is no such row (any more). Whether it is that, the store is asked; every other failure stays one. */
export async function unlessGone<T>(
  verb: string,
  work: () => Awaitable<T> | undefined,
  key: string,
  store: Store,
): Promise<T | null | undefined> {
  const { adapter, call } = store
  try {
    return await call(verb, work)
  } catch (error) {
    if (await call<Row | null>('getSessionAndUser', () => adapter.getSessionAndUser?.(key))) throw error
    return null
  }
}
