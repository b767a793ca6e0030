import type { Adapter } from '../../adapters/contract.js'
import type { Awaitable } from '../../base/types.js'

/** Ways of going wrong that a subject lends: its connections lead over a line that can be cut. */
export interface Faults {
  /** As `open` of the subject, over the line and with at most so many connections at once. */
  open(connections: number): Awaitable<Adapter>
  /**
   * How many milliseconds a caller of such an adapter waits at most, for a connection as well as for an answer. Short, for the tests take
   * as long.
   */
  readonly limit: number
  readonly line: Line
  /** What no message may contain: password, user, host. */
  readonly secrets: readonly string[]
  /** The store takes no writes from now on, or takes them again. May end its connections. */
  readOnly?(on: boolean): Awaitable<void>
  /** With a password that is wrong, and is one of `secrets`. */
  openDenied?(): Awaitable<Adapter>
  /** A database that is not there. */
  openUnknown?(): Awaitable<Adapter>
  /** A database without our tables. */
  openBare?(): Awaitable<Adapter>
}

export interface Line {
  /** Ends all connections as a network does; new ones work. */
  cut(): void
  /** Ends all connections and lets nobody in until `release`. */
  refuse(): Awaitable<void>
  /** Lets everybody in and passes nothing on until `release`. */
  hold(): void
  /** Everything is as it should be again. What was held is passed on. */
  release(): Awaitable<void>
  /** Passes so many more answers of the server, and ends all connections when it is asked once more. What is returned tells whether it has. */
  cutAfter(answers: number): () => boolean
  /** Ends all connections in place of the answer with that number, the next one unless told otherwise: what was asked is done. */
  loseAnswer(at?: number): () => boolean
}
