import type { ExpressionBuilder, ExpressionWrapper, Kysely, SqlBool } from 'kysely'
import { compile, given, givenAll, type Statement } from '../statement.js'
import type { TableName, Tables } from '../tables.js'
import type { WriteForms } from '../write-forms.js'
import type { AnyTables } from './matches.js'

/** SQL Server: `… output deleted.a as a …`, which answers with the rows of this very statement. */
export function outputForms(tables: Kysely<Tables>): WriteForms {
  const db = tables as unknown as Kysely<AnyTables>
  return {
    remove: (table, columns, where) => compile(db.deleteFrom(table).top(1).output(named('deleted', columns)).where(exactly(where))),
    change: (table, columns, set, where) =>
      compile(db.updateTable(table).set(givenAll(set)).output(named('inserted', columns)).where(exactly(where))),
    sweep: (table, _key, time, limit) =>
      compile(
        db
          .deleteFrom(table)
          .top(limit)
          .output(named('deleted', [time]))
          .where(time, '<', given<number>('before')),
      ),
    count: () => count(tables),
  }
}

/** Without a name of its own, a column of `output` would be called as the server likes. */
function named(from: 'deleted' | 'inserted', columns: readonly string[]): never {
  // Kysely types what is named here; which columns there are is the caller's matter.
  return columns.map((column) => `${from}.${column} as ${column}`) as never
}

/**
 * `a = <value of a>`, and as long as it: `=` takes no notice of spaces at the end, whatever the collation, and a write would be done
 * before anybody could compare what it touched.
 */
function exactly(columns: readonly string[]) {
  return (is: ExpressionBuilder<AnyTables, TableName>): ExpressionWrapper<AnyTables, TableName, SqlBool> => {
    const length = (of: unknown) => is.fn<number>('datalength', [of as never])
    return is.and(
      columns.flatMap((column) => [
        is(column as never, '=', given<never>(column)),
        is(length(column), '=', length(is.val(given<never>(column)))),
      ]),
    )
  }
}

/**
 * A window that is over begins anew. The update locks the row before it reads, and all of its `case`s see the row as it was, so two
 * processes never count to the same number. Where there is no row yet, one of any number of inserts succeeds, and the others update
 * after all. Not `merge`: it needs a lock of its own to be as safe.
 */
function count(db: Kysely<Tables>): Statement {
  const answer = ['key', 'count', 'resets'] as const
  const update = db
    .updateTable('rate_counters')
    .set((is) => {
      const over = is('resets', '<=', given<number>('now'))
      return {
        count: is
          .case()
          .when(over)
          .then(is.lit(1))
          .else(is('count', '+', is.lit(1)))
          .end(),
        resets: is.case().when(over).then(given<number>('resets')).else(is.ref('resets')).end(),
      }
    })
    .output(named('inserted', answer))
    .where('key', '=', given<string>('key'))
  const insert = db
    .insertInto('rate_counters')
    .values((is) => ({ key: given<string>('key'), count: is.lit(1), resets: given<number>('resets') }))
    .output(named('inserted', answer))
  return { ...compile(update), otherwise: compile(insert) }
}
