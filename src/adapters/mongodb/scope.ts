import type { ClientSession } from 'mongodb'
import { isAuthError } from '../../base/errors.js'
import { limited } from '../../base/limited.js'
import { type Conflict, outage } from '../failures.js'
import { socketTurn } from '../socket-turn.js'
import { attempts, patience, statementLimit } from '../time-limits.js'
import type { Collections } from './collections.js'
import { explain } from './explain.js'
import type { Journal } from './journal.js'

/** What a verb works with: the store as it is, or as it is inside a transaction. */
export interface Scope {
  readonly collections: Collections
  readonly clock: () => number
  readonly generateId: () => string
  /** What the server turned out not to know. */
  readonly lacks: { lookup?: boolean }
  readonly limits: Limits
  /** Resolves when addresses are known to be kept unique; `SchemaMissing` otherwise. Writes wait for it. */
  ready(): Promise<void>
  /** One operation: bounded, in the transaction if there is one, errors named. `same`: what a second `_id` would be a second one of. */
  run<T>(call: Call<T>, same?: Conflict): Promise<T>
  /** An operation that changes nothing: outside of a transaction it is asked again where the connection is lost. */
  read<T>(call: Call<T>): Promise<T>
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

/** How long a caller waits, in milliseconds: for a connection, and then for an answer. */
export interface Limits {
  readonly wait: number
  readonly answer: number
}

export const usualLimits: Limits = { wait: patience, answer: statementLimit }

/** The server is told how long an operation may take, and we leave anyway; a failure has one of our names. */
export async function bounded<T>(call: Call<T>, { wait, answer }: Limits, session?: ClientSession, same?: Conflict): Promise<T> {
  try {
    // Begun anew by the driver, an operation may take twice as long: we do not wait for that.
    const running = call({ maxTimeMS: answer, ...(session && { session }) })
    return await limited(running, wait + answer, () => outage('slow'))
  } catch (error) {
    const named = explain(error, same)
    if (isLost(named)) await socketTurn()
    throw named
  }
}

/**
 * Again on another connection where one is lost: a process that was frozen has nothing but dead ones in its pool. The driver does so once,
 * if it takes note at all of what the socket says. For what changes nothing, or nothing more when it is done twice.
 */
export async function repeated<T>(call: Call<T>, limits: Limits, same?: Conflict): Promise<T> {
  const begun = performance.now()
  for (let attempt = 1; ; attempt++) {
    try {
      return await bounded(call, limits, undefined, same)
    } catch (error) {
      if (!isLost(error) || attempt === attempts || performance.now() - begun >= limits.wait) throw error
    }
  }
}

export function isLost(error: unknown): boolean {
  return isAuthError(error) && error.details.trouble === 'unreachable'
}
