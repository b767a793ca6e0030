import type { Kind, Tools } from '../../earlier/take-over.js'
import type { Execute } from '../dialect.js'
import { given } from '../statement.js'
import type { Row } from '../tables.js'
import type { Bench } from './bench.js'
import { ledgerName } from './look.js'

/**
 * What has been taken over once is never taken over again: who was deleted, unlinked or signed out since would come back. Keys are
 * hashes, so that nothing of a person outlives them here.
 */
export interface Ledger {
  keyOf(kind: Kind, ...parts: readonly string[]): Promise<string>
  /** Those of the keys that are in it. */
  has(keys: readonly string[], execute: Execute): Promise<ReadonlySet<string>>
  add(kind: Kind, keys: readonly string[], execute: Execute): Promise<void>
}

export function createLedger(bench: Bench, { sha256 }: Pick<Tools, 'sha256'>): Ledger {
  return {
    keyOf: async (kind, ...parts) => sha256(JSON.stringify([kind, ...parts])),
    has: async (keys, execute) => new Set((await rowsIn(ledgerName, 'key', ['key'], keys, bench, execute)).map(({ key }) => String(key))),
    add: (kind, keys, execute) =>
      insertAll(
        ledgerName,
        keys.map((key) => ({ key, kind })),
        bench,
        execute,
      ),
  }
}

/** Makes its table, under the lock. */
export function makeLedger({ ground, sql, statement, ours }: Bench): string {
  const { columns, tableEnd } = ground.dialect
  const [key, end] = [sql.raw(columns.key), sql.raw(tableEnd.keyed)]
  return statement(
    sql`create table ${ours(ledgerName)} (${sql.id('key')} ${key} not null primary key, ${sql.id('kind')} ${key} not null) ${end}`,
  ).text
}

/** A row of its own: a takeover has come to its end, if only once. */
const end = 'finished'

export async function isFinished(bench: Bench, execute: Execute): Promise<boolean> {
  return (await rowsIn(ledgerName, 'key', ['key'], [end], bench, execute)).length > 0
}

export async function finish(bench: Bench, execute: Execute): Promise<void> {
  if (!(await isFinished(bench, execute))) await insertAll(ledgerName, [{ key: end, kind: end }], bench, execute)
}

/** The rows of a table of ours whose `column` is among `values`. */
export async function rowsIn(
  table: string,
  column: string,
  columns: readonly string[],
  values: readonly string[],
  bench: Bench,
  execute: Execute,
): Promise<readonly Row[]> {
  if (values.length === 0) return []
  const { sql, name, ours } = bench
  const query = bench.once(`${table} by ${column}, ${values.length}`, () => {
    const list = sql.join(values.map((_, at) => given<string>(`${column}#${at}`)))
    return sql`select ${sql.join(columns.map(name))} from ${ours(table)} where ${name(column)} in (${list})`
  })
  return bench.run(execute, query, Object.fromEntries(values.map((value, at) => [`${column}#${at}`, value])))
}

/** Several rows in a statement, as many as every database takes parameters for. */
export async function insertAll(
  table: string,
  rows: readonly Readonly<Record<string, string | number | null>>[],
  bench: Bench,
  execute: Execute,
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const most = Math.floor(parameters / Math.max(columns.length, 1))
  for (let from = 0; from < rows.length; from += most) {
    const part = rows.slice(from, from + most)
    const { sql, name, ours } = bench
    const insert = bench.once(
      `insert ${table} ${part.length}`,
      () => {
        const lines = part.map((_, at) => sql`(${sql.join(columns.map((column) => given<string>(`${column}#${at}`)))})`)
        return sql`insert into ${ours(table)} (${sql.join(columns.map(name))}) values ${sql.join(lines)}`
      },
      true,
    )
    const values = part.flatMap((row, at) => columns.map((column) => [`${column}#${at}`, row[column] ?? null] as const))
    await bench.run(execute, insert, Object.fromEntries(values))
  }
}

/** SQL Server takes 2100. */
const parameters = 2000
