import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { createLane } from '../../lane.js'
import type { SqliteTarget } from '../../target.js'
import { patience } from '../../time-limits.js'
import type { Execute, SqlStore } from '../dialect.js'
import type { Statement } from '../statement.js'
import type { Row, Value } from '../tables.js'
import { openDatabase } from './sqlite-file.js'

/**
 * An open SQLite database. Statements answer at once. A transaction has a connection of its own, so that nothing from outside falls
 * into it: reads go on beside it, writes wait for it in a line.
 */
export async function openSqlite({ location, client }: SqliteTarget, create: boolean): Promise<SqlStore> {
  const lane = createLane(patience)
  const given = client as DatabaseSync | undefined
  const main = given ? await untilFree(() => connectionOf(given)) : await untilFree(() => openConnection(location, create))
  let second: Connection | undefined
  const transaction: SqlStore['transaction'] = (work) =>
    lane.run(async () => {
      second ??= main.concurrent ? await untilFree(() => openConnection(location, false)) : main
      return await atomically(second, work)
    })
  return {
    execute(statement, values) {
      const attempt = (): readonly Row[] => main.rows(statement, values)
      const patiently = (): Promise<readonly Row[]> => lane.run(() => untilFree(attempt))
      if (lane.busy() && (statement.writes || !main.concurrent)) return patiently()
      try {
        return attempt()
      } catch (error) {
        if (isBusy(error)) return patiently()
        throw error
      }
    },
    transaction,
    migrate: transaction,
    close: () =>
      lane.run(() => {
        if (second !== main) second?.database.close()
        if (!given) main.database.close()
      }),
  }
}

/** Takes the write lock at once: a transaction that reads first could not be told apart from one that may not write any more. */
async function atomically<T>({ database, rows }: Connection, work: (execute: Execute) => Promise<T>): Promise<T> {
  await untilFree(() => database.exec('BEGIN IMMEDIATE'))
  try {
    const result = await work(rows)
    await untilFree(() => database.exec('COMMIT'))
    return result
  } catch (error) {
    rollBack(database)
    throw error
  }
}

/** What `node:sqlite` tells of a failure. */
export function sqliteError(error: unknown): { readonly errcode: number; readonly message: string } {
  const { errcode, message } = (error ?? {}) as { errcode?: unknown; message?: unknown }
  return { errcode: typeof errcode === 'number' ? errcode : 0, message: typeof message === 'string' ? message : '' }
}

interface Connection {
  readonly database: DatabaseSync
  /** Whether one connection may read while another one writes. */
  readonly concurrent: boolean
  rows(statement: Statement, values: readonly Value[]): readonly Row[]
}

function openConnection(location: string, create: boolean): Connection {
  const database = openDatabase(location, create)
  try {
    // A short wait inside SQLite, which blocks the process; a longer one outside, which does not.
    database.exec('PRAGMA busy_timeout = 10')
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()
    // With a write-ahead log this may lose the last commits when the power fails, never the consistency of the file.
    database.exec('PRAGMA synchronous = NORMAL')
    return { ...connectionOf(database), concurrent: mode?.journal_mode === 'wal' }
  } catch (error) {
    database.close()
    throw error
  }
}

/** A connection of the application's own stays as it is, but for what our tables rest on; a second one to the same place may not exist. */
function connectionOf(database: DatabaseSync): Connection {
  database.exec('PRAGMA foreign_keys = ON')
  const prepared = new Map<Statement, StatementSync>()
  return { database, concurrent: false, rows: (statement, values) => prepare(statement, database, prepared).all(...values) as Row[] }
}

/**
 * Prepared once per connection. Always run to the end (`all`): a statement that is left after its first row commits while it is being
 * reset, where an error would go unseen.
 */
function prepare(statement: Statement, database: DatabaseSync, prepared: Map<Statement, StatementSync>): StatementSync {
  const known = prepared.get(statement)
  if (known) return known
  const made = database.prepare(statement.text)
  prepared.set(statement, made)
  return made
}

function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back already, as it does when the disk is full.
  }
}

/** Tries again while another connection has the lock; everything else in this process goes on meanwhile. */
async function untilFree<T>(attempt: () => T): Promise<T> {
  const end = performance.now() + patience
  for (let pause = 1; ; pause = Math.min(pause * 2, 25)) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED, with all their extended codes. */
function isBusy(error: unknown): boolean {
  const primary = sqliteError(error).errcode & 0xff
  return primary === 5 || primary === 6
}
