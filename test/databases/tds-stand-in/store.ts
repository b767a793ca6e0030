import { DatabaseSync } from 'node:sqlite'
import type { Parameter } from './requests.js'
import type { Cell, Column } from './tokens.js'
import { columnOf, translate } from './translate.js'

/** An error as the server numbers it. `undoes`: the transaction is over with it. */
export class TsqlError extends Error {
  readonly number: number
  readonly undoes: boolean

  constructor(number: number, message: string, undoes = false) {
    super(message)
    this.number = number
    this.undoes = undoes
  }
}

export interface Answer {
  readonly columns?: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly count: number
}

/** What one connection does with the database. */
export interface Session {
  run(text: string, parameters: readonly Parameter[]): Promise<Answer>
  begin(): void
  end(how: 'commit' | 'rollback'): void
  close(): void
}

/** A database file; who writes has all of it for as long, where SQL Server locks rows. */
export function openStore(file: string): { session(): Session } {
  const turns = createTurns()
  return {
    session() {
      const database = new DatabaseSync(file)
      database.exec('pragma journal_mode = wal; pragma synchronous = off; pragma foreign_keys = on')
      database.function('datalength', { deterministic: true }, (value) => lengthOf(value as Cell))
      return sessionOf(database, turns)
    },
  }
}

function sessionOf(database: DatabaseSync, turns: Turns): Session {
  let release: (() => void) | undefined
  let [inTransaction, closed] = [false, false]
  const end = (how: 'commit' | 'rollback'): void => {
    inTransaction = false
    if (database.isTransaction) database.exec(how)
    release?.()
    release = undefined
  }
  const myTurn = async (): Promise<() => void> => {
    const done = await turns()
    if (!closed) return done
    done()
    throw new Error('the connection is gone')
  }
  /** A transaction begins with its first write: until then it sees what others commit, as READ COMMITTED does. */
  const beforeWriting = async (): Promise<() => void> => {
    if (!inTransaction) return await myTurn()
    if (!release) {
      release = await myTurn()
      database.exec('begin immediate')
    }
    return () => {}
  }
  return {
    async run(text, parameters) {
      const { kind, writes, text: translated } = translate(text)
      if (kind === 'lock' && !inTransaction) throw new TsqlError(51000, 'The lock of a transaction outside of one.')
      const done = writes ? await beforeWriting() : () => {}
      try {
        // Whoever writes is alone here, so that the lock is taken already.
        return kind === 'lock' ? { rows: [], count: 0 } : answerOf(database, translated, parameters, kind === 'rows')
      } catch (error) {
        throw errorOf(error, parameters)
      } finally {
        done()
      }
    },
    begin() {
      inTransaction = true
    },
    end,
    close() {
      closed = true
      end('rollback')
      database.close()
    },
  }
}

function answerOf(database: DatabaseSync, text: string, parameters: readonly Parameter[], withRows: boolean): Answer {
  const statement = database.prepare(text)
  const values = parameters.map(({ value }) => value)
  if (!withRows) return { rows: [], count: Number(statement.run(...values).changes) }
  statement.setReturnArrays(true)
  const rows = statement.all(...values) as unknown as Cell[][]
  return { columns: statement.columns().map(({ name }) => columnOf(name)), rows, count: rows.length }
}

type Turns = () => Promise<() => void>

/** One after the other, in the order they came. */
function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  return async () => {
    const before = last
    let done = (): void => {}
    last = new Promise((resolve) => {
      done = resolve
    })
    await before
    return done
  }
}

function lengthOf(value: Cell): number {
  if (value instanceof Uint8Array) return value.length
  return Buffer.byteLength(String(value), 'utf16le')
}

/** https://www.sqlite.org/rescode.html, as SQL Server would say it: with the value in the message. */
function errorOf(error: unknown, parameters: readonly Parameter[]): unknown {
  const { errcode, message = '' } = (error ?? {}) as { errcode?: number; message?: string }
  const [, table = '', column = ''] = /failed: (\w+)\.(\w+)/.exec(message) ?? []
  const value = parameters.find((one) => typeof one.value === 'string' && one.value.includes('@'))?.value ?? ''
  const end = `The duplicate key value is (${value}).`
  if (errcode === 2067)
    return new TsqlError(
      2601,
      `Cannot insert duplicate key row in object 'dbo.${table}' with unique index '${table}_${column}_unique'. ${end}`,
    )
  if (errcode === 1555 || errcode === 2579)
    return new TsqlError(
      2627,
      `Violation of PRIMARY KEY constraint 'PK__${table}__A1'. Cannot insert duplicate key in object 'dbo.${table}'. ${end}`,
    )
  if (errcode === 787) return new TsqlError(547, 'The INSERT statement conflicted with the FOREIGN KEY constraint.')
  if (errcode === 3091) return new TsqlError(257, `Implicit conversion is not allowed: ${message}`)
  if (/no such table: (\w+)/.test(message)) return new TsqlError(208, `Invalid object name: ${message}`)
  if (/no such column|has no column/.test(message)) return new TsqlError(207, `Invalid column name: ${message}`)
  if (/^table \S+ already exists/.test(message)) return new TsqlError(2714, message)
  if (/^duplicate column name/.test(message)) return new TsqlError(2705, message)
  if (/^index \S+ already exists/.test(message)) return new TsqlError(1913, message)
  return error
}
