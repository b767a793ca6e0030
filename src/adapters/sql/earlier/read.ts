import type { RawBuilder } from 'kysely'
import { instantFields } from '../../earlier/drafts.js'
import type { EarlierTable } from '../../earlier/recognise.js'
import type { Kind } from '../../earlier/take-over.js'
import type { Statement } from '../statement.js'
import { given } from '../statement.js'
import type { Row, Values } from '../tables.js'
import type { Bench } from './bench.js'

/** A walk through a table in the order of its key, so that it can go on anywhere. */
export interface Walk {
  /** At most `size` rows, from the start or behind `row`. */
  next(behind: Row | undefined, size: number): { readonly statement: Statement; readonly values: Values }
}

/** `half`: those whose address was proven, or the others. */
export function walk(kind: Kind, table: EarlierTable, half: 'proven' | 'unproven' | undefined, bench: Bench): Walk {
  const { sql, text } = bench
  const keys = keysOf(kind, table)
  const fields = sql.join([
    ...[...table.columns].map(([key, column]) => sql`${fieldOf(key, column, bench)} as ${sql.id(key)}`),
    ...keys.map((key, at) => sql`${text(key)} as ${sql.id(`behind${at}`)}`),
  ])
  // Of the table: `id` alone would be the text that is selected under that name, and ten come before two.
  const order = sql.join(keys.map((key) => sql`t.${bench.name(key)}`))
  const query = (behind: boolean, size: number): RawBuilder<unknown> => {
    const conditions = [...halfOf(half, table, bench), ...(behind ? [after(keys, bench)] : [])]
    const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql``
    const [top, limit] = bench.family === 'mssql' ? [sql`top (${sql.lit(size)})`, sql``] : [sql``, sql`limit ${sql.lit(size)}`]
    return sql`select ${top} ${fields} from ${bench.name(table.name)} as t ${where} order by ${order} ${limit}`
  }
  return {
    next(behind, size) {
      const statement = bench.once(`${kind} ${half} ${behind !== undefined} ${size}`, () => query(behind !== undefined, size))
      return { statement, values: behind ? Object.fromEntries(keys.map((_, at) => [`behind${at}`, behind[`behind${at}`] ?? ''])) : {} }
    },
  }
}

/** Tables without an `id` of their own have their keys in what they are about. */
function keysOf(kind: Kind, { columns }: EarlierTable): readonly string[] {
  const own = columns.get('id')
  if (own) return [own.name]
  const keys = kind === 'sessions' ? ['sessiontoken'] : ['provider', 'providerid', 'provideraccountid', 'userid']
  return keys.flatMap((key) => columns.get(key)?.name ?? [])
}

/** The first key is further, or it is the same and the next one is. */
function after(keys: readonly string[], { sql, name }: Bench): RawBuilder<unknown> {
  const steps = keys.map((key, at) => {
    const same = keys.slice(0, at).map((before, index) => sql`${name(before)} = ${given<string>(`behind${index}`)}`)
    return sql`(${sql.join([...same, sql`${name(key)} > ${given<string>(`behind${at}`)}`], sql` and `)})`
  })
  return sql`(${sql.join(steps, sql` or `)})`
}

function halfOf(half: 'proven' | 'unproven' | undefined, { columns }: EarlierTable, { sql, name }: Bench): readonly RawBuilder<unknown>[] {
  const proven = columns.get('emailverified')
  if (!half || !proven) return []
  return [sql`${name(proven.name)} ${sql.raw(half === 'proven' ? 'is not null' : 'is null')}`]
}

/** Ids in the spelling that the application's own tables have, whatever type they are of. */
function fieldOf(key: string, column: EarlierTable['columns'] extends ReadonlyMap<string, infer C> ? C : never, bench: Bench) {
  if (key === 'id' || key === 'userid') return bench.text(column.name)
  return instantFields.has(key) ? bench.time(column) : bench.name(column.name)
}
