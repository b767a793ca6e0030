import type { ClientSession } from 'mongodb'
import { limited } from '../../base/limited.js'
import { type Conflict, outage } from '../failures.js'
import type { Collections } from './collections.js'
import { explain } from './explain.js'
import type { Journal } from './journal.js'

/** How long one operation may take, in milliseconds: the server is told, and we leave anyway. */
export const operationLimit: number = 10_000

/** What a verb works with: the store as it is, or as it is inside a transaction. */
export interface Scope {
  readonly collections: Collections
  readonly clock: () => number
  readonly generateId: () => string
  /** What the server turned out not to know. */
  readonly lacks: { lookup?: boolean }
  /** Resolves when addresses are known to be kept unique; `SchemaMissing` otherwise. Writes wait for it. */
  ready(): Promise<void>
  /** One operation: bounded, in the transaction if there is one, its errors named. `same` is what a second `_id` would be a second one of. */
  run<T>(call: Call<T>, same?: Conflict): Promise<T>
  /** A transaction of the server's, which a failing operation ends. */
  readonly session?: ClientSession
  /** A transaction that is ours alone. */
  readonly journal?: Journal
  /** The same store, outside of the transaction. */
  readonly outside?: Scope
}

export type Call<T> = (options: CallOptions) => Promise<T>

export interface CallOptions {
  readonly maxTimeMS: number
  readonly session?: ClientSession
}

/** An operation takes its time, or less; a failure has one of our names. */
export async function bounded<T>(call: Call<T>, session?: ClientSession, same?: Conflict): Promise<T> {
  try {
    // Retried once by the driver, an operation may take twice the server's limit: we do not wait that long.
    const running = call({ maxTimeMS: operationLimit, ...(session && { session }) })
    return await limited(running, operationLimit, () => outage('slow'))
  } catch (error) {
    throw explain(error, same)
  }
}
