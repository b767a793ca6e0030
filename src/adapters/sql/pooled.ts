import type { AuthError } from '../../base/errors.js'
import { limited } from '../../base/limited.js'
import { outage } from '../failures.js'
import { socketTurn } from '../socket-turn.js'
import { attempts, migrationLimit, statementLimit } from '../time-limits.js'
import type { Execute, SqlStore } from './dialect.js'
import type { Statement } from './statement.js'
import type { Row, Value } from './tables.js'

/** A server and the pool of connections to it. */
export interface Server {
  /** A connection of the pool. Waits no longer than the pool was told to. */
  connect(): Promise<Connection>
  /** Whether the connection is gone, so that another one may do better. */
  isLost(error: unknown): boolean
  /** Whether the server itself refused the statement: the connection is as good as before. After anything else it is in doubt. */
  isAnswer(error: unknown): boolean
  /** Whether the server undid the statement in favour of another one, so that it may simply run again. */
  isUndone(error: unknown): boolean
  /** How many milliseconds one statement may take. Default `statementLimit`. */
  readonly limit?: number | undefined
  close(): Promise<void>
}

export interface Connection {
  /** `isAlone`: not inside of a transaction. */
  run(statement: Statement, values: readonly Value[], isAlone: boolean): Promise<readonly Row[]>
  say(word: Word): Promise<void>
  /** Gives it back to the pool; a broken one is thrown away. */
  end(isBroken: boolean): void
}

/**
 * `lock` keeps other processes from migrating, and begins a transaction where changes of tables can be undone; `unlock` ends what
 * does not end with the transaction.
 */
export type Word = 'begin' | 'commit' | 'rollback' | 'lock' | 'unlock'

/** A database behind a pool. Whatever it does is bounded in time, and a connection that is in doubt is not used again. */
export function pooled(server: Server): SqlStore {
  return {
    execute: (statement, values) => once(server, statement, values),
    transaction: (work) => atomically(server, 'begin', limitOf(server), work),
    migrate: (work) => atomically(server, 'lock', migrationLimit, work),
    close: () => server.close(),
  }
}

/**
 * A statement by itself. A process that was frozen, or a server that was restarted, leaves dead connections in the pool: a read that
 * meets one is repeated, a write never, since nobody knows whether it was carried out.
 */
async function once(server: Server, statement: Statement, values: readonly Value[]): Promise<readonly Row[]> {
  for (let attempt = 1; ; attempt++) {
    const connection = await server.connect()
    try {
      const rows = await limited(connection.run(statement, values, true), limitOf(server), tooSlow)
      connection.end(false)
      return rows
    } catch (error) {
      connection.end(!server.isAnswer(error))
      if (server.isLost(error)) await socketTurn()
      const isHarmless = server.isUndone(error) || (!statement.writes && server.isLost(error))
      if (!isHarmless || attempt === attempts) throw error
    }
  }
}

async function atomically<T>(server: Server, begin: 'begin' | 'lock', limit: number, work: (execute: Execute) => Promise<T>): Promise<T> {
  const connection = await beginning(server, begin, limit)
  let isBroken = false
  // From then on a statement would run outside of the transaction, whoever caught the failure.
  let failed: { readonly error: unknown } | undefined
  const say = (word: Word): Promise<void> => limited(connection.say(word), limit, tooSlow)
  const execute: Execute = async (statement, values) => {
    if (failed) throw failed.error
    try {
      return await limited(connection.run(statement, values, false), limit, tooSlow)
    } catch (error) {
      isBroken ||= !server.isAnswer(error)
      if (isBroken || server.isUndone(error)) failed ??= { error }
      throw error
    }
  }
  const broken = (): void => {
    isBroken = true
  }
  try {
    const result = await work(execute)
    if (failed) throw (failed as { readonly error: unknown }).error
    await say('commit')
    return result
  } catch (error) {
    // A connection that cannot be told to roll back may still be in the transaction; thrown away, it is rolled back by the server.
    if (!isBroken) await say('rollback').catch(broken)
    throw error
  } finally {
    if (begin === 'lock' && !isBroken) await say('unlock').catch(broken)
    connection.end(isBroken)
    if (isBroken) await socketTurn()
  }
}

/** A connection in which a transaction has begun. Nothing has happened yet, so a dead one is replaced. */
async function beginning(server: Server, begin: 'begin' | 'lock', limit: number): Promise<Connection> {
  for (let attempt = 1; ; attempt++) {
    const connection = await server.connect()
    try {
      await limited(connection.say(begin), limit, tooSlow)
      return connection
    } catch (error) {
      connection.end(true)
      if (server.isLost(error)) await socketTurn()
      if (!server.isLost(error) || attempt === attempts) throw error
    }
  }
}

/** A connection of a pool that may let its callers wait for ever. When it comes too late it goes back, for the next one. */
export async function taken<C>(coming: Promise<C>, wait: number, giveBack: (client: C) => void): Promise<C> {
  let gaveUp = false
  coming.then(
    (client) => gaveUp && giveBack(client),
    () => {},
  )
  // A little more than the pool's own clock, which knows better why.
  return limited(coming, wait + 100, () => {
    gaveUp = true
    return outage('exhausted')
  })
}

function limitOf({ limit = statementLimit }: Server): number {
  return limit
}

function tooSlow(): AuthError {
  return outage('slow')
}
