import type { CompiledQuery, Dialect } from 'kysely'
import type { Backend } from '../../open-store.js'
import type { ServerTarget } from '../../target.js'
import type { SqlDialect } from '../dialect.js'
import { outputForms } from '../forms/output.js'
import { sqlBackend } from '../open-sql.js'
import { openMssql } from './mssql-store.js'
import { trouble } from './mssql-trouble.js'

/** SQL Server from 2016, and Azure SQL. */
export const mssql: SqlDialect = {
  family: 'mssql',
  compiler,
  columns: {
    // 191 as on MySQL, so that what fits into one database fits into all. BIN2 compares code points; the default collation of most
    // servers takes upper and lower case for the same. What no collation compares is the space at the end of a text.
    key: 'nvarchar(191) collate Latin1_General_100_BIN2',
    // The bytes of UTF-8. Zeros at the end are what `=` ignores in bytes, and a key has none (key.ts).
    opaque: 'varbinary(767)',
    text: 'nvarchar(max)',
    time: 'bigint',
    integer: 'bigint',
  },
  // Longer ones are refused by the server, in words that repeat the value.
  longest: { key: 191, opaque: 767 },
  tableEnd: { plain: '', keyed: '' },
  // Elsewhere two missing values are two; here the second one is a duplicate.
  partialIndexes: true,
  writeForms: outputForms,
  objects: `select t.name as name from sys.tables as t where t.schema_id = schema_id()
    union all select i.name as name from sys.indexes as i inner join sys.tables as t on t.object_id = i.object_id
    where t.schema_id = schema_id() and i.name is not null`,
  tableColumns: `select t.name as name, c.name as column_name from sys.columns as c inner join sys.tables as t on t.object_id = c.object_id
    where t.schema_id = schema_id()`,
  trouble,
}

export const mssqlBackend: Backend<ServerTarget> = sqlBackend(mssql, openMssql)

function compiler({ DummyDriver, MssqlAdapter, MssqlIntrospector, MssqlQueryCompiler }: typeof import('kysely')): Dialect {
  return {
    createAdapter: () => new MssqlAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new MssqlIntrospector(db),
    createQueryCompiler: () => {
      const made = new MssqlQueryCompiler()
      return { compileQuery: (node, id) => nonclustered(made.compileQuery(node, id)) }
    },
  }
}

/**
 * A table is sorted by its primary key unless told otherwise, and a key that it is sorted by holds 900 bytes (any other 1700). Of several
 * columns there is only that of an account: 2 · 191 + 767 bytes. Kysely has no word for it.
 */
function nonclustered<R>(compiled: CompiledQuery<R>): CompiledQuery<R> {
  if (compiled.query.kind !== 'CreateTableNode') return compiled
  return { ...compiled, sql: compiled.sql.replace(/(, constraint "\w+" primary key) \(/, '$1 nonclustered (') }
}
