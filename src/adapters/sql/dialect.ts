import type { Dialect, Kysely } from 'kysely'
import type { MaybePromise } from '../../base/types.js'
import type { Family } from './dialects/migration-locks.js'
import type { Statement } from './statement.js'
import type { Row, Tables, Value } from './tables.js'
import type { WriteForms } from './write-forms.js'

/** What a SQL database must bring to be one of ours; how it is opened is another thing. */
export interface SqlDialect {
  readonly family: Family
  /** Kysely's compiler for this SQL; its driver is never used. */
  compiler(kysely: typeof import('kysely')): Dialect
  readonly columns: ColumnTypes
  /** How long keys may be, where the database may cut them off without a word: characters of `key`, bytes of `opaque`. */
  readonly longest?: { readonly key: number; readonly opaque: number }
  /** What ends `create table (…)`. `keyed` is for tables of short rows that are found by their primary key only. */
  readonly tableEnd: { readonly plain: string; readonly keyed: string }
  /** Whether a unique index can leave out the rows without a value, and has to: elsewhere it takes any number of them. */
  readonly partialIndexes: boolean
  /** Whether a column is added `if not exists`, and has to be: elsewhere one that is there is an error, after which the migration goes on. */
  readonly addsIfMissing?: true
  /** How it tells which rows a write touched. */
  writeForms(db: Kysely<Tables>, kysely: typeof import('kysely')): WriteForms
  /** Lists all tables and indexes in a column `name`. */
  readonly objects: string
  /** Lists all columns: `name` of the table, `column_name`. */
  readonly tableColumns: string
  /** What a driver's error means; `undefined` when it means nothing we know. */
  trouble(error: unknown): Trouble | undefined
}

/** How columns are declared. */
export interface ColumnTypes {
  /** Text that is compared byte for byte and may stand in an index; a person may want to read it. */
  readonly key: string
  /** The same where nothing at all may be taken for something else, a space at the end included. */
  readonly opaque: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly time: string
  readonly integer: string
}

/** An open database. */
export interface SqlStore {
  /** One statement outside of any transaction. */
  readonly execute: Execute
  /** `work` gets the only way into the transaction. */
  transaction<T>(work: (execute: Execute) => Promise<T>): Promise<T>
  /** `work` is alone among all processes that migrate, and undone as a whole where the database can undo changes of tables. */
  migrate<T>(work: (execute: Execute) => Promise<T>): Promise<T>
  close(): MaybePromise<void>
}

/**
 * A value at once from a database in this process, a promise from one elsewhere. A write that cannot answer with rows answers with one
 * of `affected` (how many it touched) and `inserted` (what the server calls the last inserted id).
 */
export type Execute = (statement: Statement, values: readonly Value[]) => MaybePromise<readonly Row[]>

export type Trouble =
  /** A second row of something; `index` is the unique index that says so, as far as the database tells. */
  | { readonly kind: 'duplicate'; readonly index: string }
  /** A row was to belong to a user who is not there. */
  | { readonly kind: 'no-user' }
  /** A table or column is missing. */
  | { readonly kind: 'schema' }
  /** What is to be created is there. */
  | { readonly kind: 'exists' }
  /** Undone by the database in favour of another transaction. */
  | { readonly kind: 'race' }
  /** Nobody answers at that address, or no longer. */
  | { readonly kind: 'unreachable' }
  /** All connections of the pool, or of the server, are taken. */
  | { readonly kind: 'exhausted' }
  /** It took longer than we wait. */
  | { readonly kind: 'slow' }
  /** User or password are wrong, or may not do this. */
  | { readonly kind: 'denied' }
  /** The server has no database of that name. */
  | { readonly kind: 'no-database' }
  | { readonly kind: 'read-only' }
  /** The server's certificate is not one that is trusted, or it does not speak TLS at all. */
  | { readonly kind: 'certificate' }
