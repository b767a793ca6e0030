import type { Backend } from '../../open-store.js'
import type { SqliteTarget } from '../../target.js'
import type { SqlDialect, Trouble } from '../dialect.js'
import { returningForms } from '../forms/returning.js'
import { sqlBackend } from '../open-sql.js'
import { openSqlite, sqliteError } from './sqlite-store.js'

export const sqlite: SqlDialect = {
  family: 'sqlite',
  compiler: ({ DummyDriver, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler }) => ({
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }),
  // Text compares with BINARY unless told otherwise: byte for byte.
  columns: { key: 'text', opaque: 'text', text: 'text', time: 'integer', integer: 'integer' },
  // A strict table refuses a value of another type than its column's. Without rowid, a row stands in the index of its key itself.
  tableEnd: { plain: 'strict', keyed: 'strict, without rowid' },
  partialIndexes: true,
  writeForms: returningForms,
  objects: `select name from sqlite_master where type in ('table', 'index')`,
  tableColumns: `select m.name, c.name as column_name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'`,
  trouble,
}

export const sqliteBackend: Backend<SqliteTarget> = sqlBackend(sqlite, openSqlite)

/** Extended result codes: https://www.sqlite.org/rescode.html */
function trouble(error: unknown): Trouble | undefined {
  const { errcode, message } = sqliteError(error)
  if (errcode === 787) return { kind: 'no-user' }
  // `UNIQUE constraint failed: users.email`, or `index 'users_email_unique'` where the index leaves rows out.
  if (errcode === 2067 || errcode === 1555)
    return { kind: 'duplicate', index: /users\.email/.test(message) ? 'users_email_unique' : message }
  if (errcode === 1 && /no such (table|column)|has no column named/.test(message)) return { kind: 'schema' }
  if (errcode === 1 && /already exists|duplicate column name/.test(message)) return { kind: 'exists' }
  if (errcode === 8 || errcode % 256 === 8) return { kind: 'read-only' }
  if (errcode % 256 === 5 || errcode % 256 === 6) return { kind: 'slow' }
  return undefined
}
