import type { Dialect } from 'kysely'
import type { MaybePromise } from '../../base/types.js'
import type { Conflict } from '../failures.js'
import type { Target } from '../target.js'
import type { Statement } from './statement.js'
import type { Row, Value } from './tables.js'

/** What a SQL database must bring to be one of ours. */
export interface SqlDialect {
  /** Kysely's compiler for this SQL; its driver is never used. */
  compiler(kysely: typeof import('kysely')): Dialect
  readonly columns: ColumnTypes
  /** What ends `create table (…)`. `keyed` is for tables of short rows that are found by their primary key only. */
  readonly tableEnd: { readonly plain: string; readonly keyed: string }
  /** Lists the names of all tables and indexes in a column `name`. */
  readonly objects: string
  /** What a driver's error means; `undefined` when it means nothing we know. */
  trouble(error: unknown): Trouble | undefined
  open(target: Target, options: { readonly create: boolean }): Promise<SqlStore>
}

/** How columns are declared. */
export interface ColumnTypes {
  /** Text that is compared byte for byte and may stand in an index. */
  readonly key: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly time: string
  readonly integer: string
}

/** An open database. */
export interface SqlStore {
  /** One statement outside of any transaction. */
  readonly execute: Execute
  /** `work` gets the only way into the transaction. One at a time that means to write. */
  transaction<T>(work: (execute: Execute) => Promise<T>): Promise<T>
  close(): MaybePromise<void>
}

/** A value at once from a database in this process, a promise from one elsewhere. */
export type Execute = (statement: Statement, values: readonly Value[]) => MaybePromise<readonly Row[]>

export type Trouble =
  | { readonly kind: 'conflict'; readonly with: Conflict }
  /** A row was to belong to a user who is not there. */
  | { readonly kind: 'no-user' }
  /** A table or column is missing. */
  | { readonly kind: 'schema' }
