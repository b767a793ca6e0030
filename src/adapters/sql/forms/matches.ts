import type { ExpressionBuilder, ExpressionWrapper, Kysely, SqlBool } from 'kysely'
import { given } from '../statement.js'
import type { TableName, Value } from '../tables.js'

/** The tables as the forms of writes see them: which columns there are is the caller's matter. */
export type AnyTables = Readonly<Record<TableName, Record<string, Value>>>

/** Kysely's builder, for tables whose columns are named at run time. */
export type AnyBuilder = Kysely<AnyTables>

/**
 * `a = <value of a> and b = <value of b>`. `lengthOf` names the function that counts bytes, where a database takes `a` and `a ` for the
 * same whatever the collation: a write must not touch the neighbour.
 */
export function matches(columns: readonly string[], lengthOf?: 'length' | 'datalength') {
  return (is: ExpressionBuilder<AnyTables, TableName>): ExpressionWrapper<AnyTables, TableName, SqlBool> =>
    is.and(
      columns.flatMap((column) => {
        const same = is(column as never, '=', given<never>(column))
        if (!lengthOf) return [same]
        return [same, is(is.fn<number>(lengthOf, [column as never]), '=', is.fn<number>(lengthOf, [is.val(given<string>(column))]))]
      }),
    )
}
