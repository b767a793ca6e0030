import type { Kysely } from 'kysely'
import { compile, given, givenAll } from '../statement.js'
import type { TableName, Tables } from '../tables.js'
import type { WriteForms } from '../write-forms.js'
import { type AnyBuilder, matches } from './matches.js'

/** SQLite and PostgreSQL: `… returning …`. */
export function returningForms(tables: Kysely<Tables>): WriteForms {
  const db = tables as unknown as AnyBuilder
  return {
    remove: (table, columns, where) => compile(db.deleteFrom(table).where(matches(where)).returning(columns)),
    change: (table, columns, set, where) => compile(db.updateTable(table).set(givenAll(set)).where(matches(where)).returning(columns)),
    sweep: (table, key, time, limit) => {
      const before = given<number>('before')
      const over = db.selectFrom(table).select(key).where(time, '<', before).limit(limit)
      // The time once more: a row that was renewed while this statement waited for it stays.
      return compile(db.deleteFrom(table).where(key, 'in', over).where(time, '<', before).returning(time))
    },
    count: () => count(tables),
  }
}

/** A window that is over begins anew, all in one statement: two processes never read the same count. */
function count(db: Kysely<Tables>) {
  const table: TableName = 'rate_counters'
  const upsert = db
    .insertInto(table)
    .values({ key: given('key'), count: 1, resets: given('resets') })
    .onConflict((row) =>
      row.column('key').doUpdateSet((is) => {
        const over = is('rate_counters.resets', '<=', given<number>('now'))
        return {
          count: is
            .case()
            .when(over)
            .then(is.lit(1))
            .else(is('rate_counters.count', '+', is.lit(1)))
            .end(),
          resets: is.case().when(over).then(is.ref('excluded.resets')).else(is.ref('rate_counters.resets')).end(),
        }
      }),
    )
    .returning(['key', 'count', 'resets'])
  return compile(upsert)
}
