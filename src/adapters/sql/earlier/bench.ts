import type { Kysely, RawBuilder } from 'kysely'
import type { Column } from '../../earlier/recognise.js'
import type { Execute } from '../dialect.js'
import type { Family } from '../dialects/migration-locks.js'
import type { SqlGround } from '../ground.js'
import { runner } from '../run.js'
import type { Statement } from '../statement.js'
import type { Row, Values } from '../tables.js'

/** What statements over tables of any names are made with, for one database. */
export interface Bench {
  readonly ground: SqlGround
  readonly family: Family
  readonly sql: typeof import('kysely')['sql']
  statement(query: RawBuilder<unknown>, writes?: boolean): Statement
  /** The statement made once for each name, since a connection keeps what it has prepared. */
  once(name: string, make: () => RawBuilder<unknown>, writes?: boolean): Statement
  /** One name, quoted. */
  name(name: string): RawBuilder<unknown>
  /** Ours, with its prefix. */
  ours(table: string): RawBuilder<unknown>
  /** A column of any type as text. */
  text(column: string): RawBuilder<unknown>
  /** A column of dates as milliseconds, where the database itself has to read it; what is left over, `instant` reads. */
  time(column: Column): RawBuilder<unknown>
  run(execute: Execute, statement: Statement, values?: Values): Promise<readonly Row[]>
}

export function createBench(ground: SqlGround): Bench {
  const { kysely, dialect, entityPrefix } = ground
  const { sql } = kysely
  // Without our prefix: here names are what the database calls things.
  const db: Kysely<unknown> = new kysely.Kysely({ dialect: dialect.compiler(kysely) })
  const statement: Bench['statement'] = (query, writes = false) => {
    const { sql: text, parameters } = query.compile(db)
    return { text, parameters: parameters as Statement['parameters'], writes }
  }
  const made = new Map<string, Statement>()
  return {
    ground,
    family: dialect.family,
    sql,
    statement,
    once(name, make, writes = false) {
      const known = made.get(name) ?? statement(make(), writes)
      made.set(name, known)
      return known
    },
    name: (name) => sql`${sql.id(name)}`,
    ours: (table) => sql`${sql.id(entityPrefix + table)}`,
    text: (column) => sql`cast(${sql.id(column)} as ${sql.raw(texts[dialect.family])})`,
    time: ({ name, type }) => times[dialect.family](sql`${sql.id(name)}`, type, sql),
    run: async (execute, one, values = {}) => runner(execute, dialect)(one, values),
  }
}

const texts: Readonly<Record<Family, string>> = { sqlite: 'text', postgres: 'text', mysql: 'char', mssql: 'nvarchar(4000)' }

type Time = (column: RawBuilder<unknown>, type: string, sql: Bench['sql']) => RawBuilder<unknown>

/** Earlier adapters wrote UTC into columns without a zone; drivers would read those in the zone of this process. */
const times: Readonly<Record<Family, Time>> = {
  // Integers or text, in one and the same column perhaps.
  sqlite: (column) => column,
  postgres: (column, type, sql) => (/^(timestamp|date)/.test(type) ? sql`floor(extract(epoch from ${column}) * 1000)` : column),
  mysql: (column, type, sql) =>
    /^(timestamp|date)/i.test(type) ? sql`floor(timestampdiff(microsecond, '1970-01-01', ${column}) / 1000)` : column,
  mssql: (column, type, sql) => (/^(small)?date/i.test(type) ? sql`datediff_big(millisecond, '1970-01-01', ${column})` : column),
}
