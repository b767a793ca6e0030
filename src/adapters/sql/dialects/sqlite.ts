import type { Conflict } from '../../failures.js'
import type { Backend } from '../../open-store.js'
import type { SqlDialect, Trouble } from '../dialect.js'
import { openSql, sqlScript } from '../open-sql.js'
import { openSqlite, sqliteError } from './sqlite-store.js'

export const sqlite: SqlDialect = {
  compiler: ({ DummyDriver, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler }) => ({
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }),
  // Text compares with BINARY unless told otherwise: byte for byte.
  columns: { key: 'text', text: 'text', time: 'integer', integer: 'integer' },
  // A strict table refuses a value of another type than its column's. Without rowid, a row stands in the index of its key itself.
  tableEnd: { plain: 'strict', keyed: 'strict, without rowid' },
  objects: `select name from sqlite_master where type in ('table', 'index')`,
  trouble,
  open: ({ location }, { create }) => openSqlite(location, create),
}

export const sqliteBackend: Backend = {
  open: (target, options) => openSql(sqlite, target, options),
  script: (now) => sqlScript(sqlite, now),
}

const conflicts: Readonly<Record<string, Conflict>> = {
  'users.email': 'email',
  'users.id': 'user',
  'accounts.provider': 'account',
  'sessions.session_token_hash': 'session',
  'verification_tokens.token_hash': 'token',
}

/** Extended result codes: https://www.sqlite.org/rescode.html */
function trouble(error: unknown): Trouble | undefined {
  const { errcode, message } = sqliteError(error)
  if (errcode === 787) return { kind: 'no-user' }
  if (errcode === 2067 || errcode === 1555) {
    const column = /failed: (\w+\.\w+)/.exec(message)?.[1] ?? ''
    return Object.hasOwn(conflicts, column) ? { kind: 'conflict', with: conflicts[column] as Conflict } : undefined
  }
  if (errcode === 1 && /no such (table|column)|has no column named/.test(message)) return { kind: 'schema' }
  return undefined
}
