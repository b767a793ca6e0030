import type { EventEmitter } from 'node:events'
import type { ConnectionConfiguration, Request, Connection as Tedious } from 'tedious'
import type { Connection, Word } from '../pooled.js'
import { plain, type Statement } from '../statement.js'
import type { Row, Value } from '../tables.js'
import { migrationLocks } from './migration-locks.js'
import { addParameters, rowOf } from './mssql-values.js'

type Driver = typeof import('tedious')

/** A connection, and what its pool has to know of it. */
export interface MssqlConnection extends Omit<Connection, 'end'> {
  isAlive(): boolean
  close(): void
}

/** Errors after which the server had ended the transaction they happened in. */
export type Ended = WeakSet<object>

export async function openConnection(driver: Driver, config: ConnectionConfiguration, ended: Ended): Promise<MssqlConnection> {
  const connection = new driver.Connection(config)
  const state = { gone: false, rolledBack: false, encrypted: config.options?.encrypt !== true }
  // Unheard, it would end the process.
  connection.on('error', () => {
    state.gone = true
  })
  connection.on('end', () => {
    state.gone = true
  })
  // The driver's types know this event where it is sent only.
  ;(connection as EventEmitter).on('rollbackTransaction', () => {
    state.rolledBack = true
  })
  connection.on('secure', () => {
    state.encrypted = true
  })
  await connect(connection)
  if (!state.encrypted) refusePlain(connection)
  const inTurn = createTurns()
  const ask = (statement: Statement, values: readonly Value[]): Promise<readonly Row[]> => request(driver, connection, statement, values)
  return {
    isAlive: () => !state.gone,
    close: () => connection.close(),
    run: (statement, values, isAlone) =>
      inTurn(async () => {
        try {
          return await ask(statement, values)
        } catch (error) {
          // It may have undone everything (as the victim of a deadlock), and what came next would not be in any transaction.
          if (!isAlone && state.rolledBack && typeof error === 'object' && error !== null) ended.add(error)
          throw error
        }
      }),
    say: (word) =>
      inTurn(async () => {
        if (word === 'begin' || word === 'lock') {
          state.rolledBack = false
          await begin(driver, connection)
        }
        if (word === 'lock') await ask(lock, [])
        if (word === 'commit' || word === 'rollback') await end(connection, word)
      }),
  }
}

/** The driver throws away the number of the error that a login fails with, by which a wrong password differs from a wrong database. */
function connect(connection: Tedious): Promise<void> {
  return new Promise((resolve, reject) => {
    let number: number | undefined
    const listen = (told: { readonly number: number }): void => {
      // The first one says why; what follows says that the login failed.
      number ??= told.number
    }
    connection.on('errorMessage', listen)
    connection.connect((error) => {
      connection.removeListener('errorMessage', listen)
      if (error) reject(number === undefined ? error : Object.assign(error, { number }))
      else resolve()
    })
  })
}

/** Before 20.3.7 the driver goes on in the open when the server says that it cannot encrypt, or somebody says so in its place. */
function refusePlain(connection: Tedious): never {
  connection.close()
  throw Object.assign(new Error('The connection is not encrypted.'), { code: 'EENCRYPT' })
}

/** The driver takes one request at a time. */
function createTurns(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const turn = last.then(job)
    last = turn.catch(() => {})
    return turn
  }
}

function request(driver: Driver, connection: Tedious, statement: Statement, values: readonly Value[]): Promise<readonly Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = []
    let answersWithRows = false
    const done: Request['callback'] = (error, rowCount) => {
      if (error) reject(error)
      else resolve(answersWithRows ? rows : [{ affected: rowCount ?? 0 }])
    }
    const made = new driver.Request(statement.text, done)
    addParameters(made, driver.TYPES, statement, values)
    made.on('columnMetadata', () => {
      answersWithRows = true
    })
    made.on('row', (columns) => rows.push(rowOf(columns)))
    // `sp_executesql`: a plan is kept by text and declared types, so it is made once for each statement, whatever the connection.
    connection.execSql(made)
  })
}

function begin({ ISOLATION_LEVEL }: Driver, connection: Tedious): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.beginTransaction((error) => (error ? reject(error) : resolve()), '', ISOLATION_LEVEL.READ_COMMITTED)
  })
}

function end(connection: Tedious, word: Extract<Word, 'commit' | 'rollback'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve())
    if (word === 'commit') connection.commitTransaction(done)
    else connection.rollbackTransaction(done)
  })
}

/** One lock for a database, whatever the prefix of the tables. It goes with the transaction. */
const lock = plain(migrationLocks.mssql.take ?? '', true)
