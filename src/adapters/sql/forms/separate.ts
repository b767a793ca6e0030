import type { Kysely } from 'kysely'
import { compile, given, givenAll, type Statement } from '../statement.js'
import type { TableName, Tables } from '../tables.js'
import type { WriteForms } from '../write-forms.js'
import { type AnyBuilder, matches } from './matches.js'

/** MySQL and MariaDB: a write tells how many rows it touched, so what it touched is read by itself. */
export function separateForms(tables: Kysely<Tables>, { sql }: Pick<typeof import('kysely'), 'sql'>): WriteForms {
  const db = tables as unknown as AnyBuilder
  const read = (table: TableName, columns: readonly string[], where: readonly string[]): Statement =>
    compile(db.selectFrom(table).select(columns).where(matches(where, 'length')))
  return {
    // What is deleted here is never changed, only deleted: who deletes it has read it.
    remove: (table, columns, where) => ({
      ...compile(db.deleteFrom(table).where(matches(where, 'length'))),
      reads: { when: 'before', statement: read(table, columns, where) },
    }),
    change: (table, columns, set, where) => ({
      ...compile(db.updateTable(table).set(givenAll(set)).where(matches(where, 'length'))),
      reads: { when: 'after', statement: read(table, columns, where) },
    }),
    sweep: (table, _key, time, limit) => compile(db.deleteFrom(table).where(time, '<', given<number>('before')).limit(sql.lit(limit))),
    count: () => ({
      ...compile(upsert(tables, sql)),
      reads: { when: 'after', statement: read('rate_counters', ['key', 'count', 'resets'], ['key']) },
    }),
  }
}

/**
 * `last_insert_id(expression)` hands the count back with the answer to this very statement, so no other attempt comes between.
 * Columns are set from left to right: `resets` is judged before it changes.
 */
function upsert(db: Kysely<Tables>, sql: typeof import('kysely')['sql']) {
  const over = sql<boolean>`${sql.ref('resets')} <= ${given<number>('now')}`
  const next = sql<number>`last_insert_id(if(${over}, 1, ${sql.ref('count')} + 1))`
  return db
    .insertInto('rate_counters')
    .values({ key: given('key'), count: sql<number>`last_insert_id(1)`, resets: given('resets') })
    .onDuplicateKeyUpdate({ count: next, resets: sql<number>`if(${over}, values(${sql.ref('resets')}), ${sql.ref('resets')})` })
}
