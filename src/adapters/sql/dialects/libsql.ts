import type { Backend } from '../../open-store.js'
import type { LibsqlTarget } from '../../target.js'
import type { SqlDialect, Trouble } from '../dialect.js'
import { sqlBackend } from '../open-sql.js'
import { libsqlError, openLibsql } from './libsql-store.js'
import { sqlite } from './sqlite.js'

/** SQLite's language; only the errors come in another way. */
export const libsql: SqlDialect = { ...sqlite, trouble }

export const libsqlBackend: Backend<LibsqlTarget> = sqlBackend(libsql, openLibsql)

/** What the server and the way to it say, in this order: a server's codes are coarse and leave the rest to the message. */
const troubles: readonly (readonly [code: RegExp, message: RegExp, kind: Exclude<Trouble['kind'], 'duplicate'>])[] = [
  [/^SQLITE_CONSTRAINT/, /FOREIGN KEY constraint failed/, 'no-user'],
  [/^SQL/, /no such (table|column)|has no column named/, 'schema'],
  [/^SQL/, /already exists|duplicate column name/, 'exists'],
  [/^SQLITE_(BUSY|LOCKED)/, /./, 'slow'],
  [/^(SQLITE_READONLY|BLOCKED)/, /./, 'read-only'],
  [/^(TRANSACTION_(CLOSED|TIMEOUT)|STREAM_EXPIRED|.*BATON)/, /./, 'race'],
  [/^AUTH|^SQLITE_AUTH/, /./, 'denied'],
  [/./, /HTTP status 40[13]/, 'denied'],
  [/./, /HTTP status 404|NAMESPACE_DOESNT_EXIST/i, 'no-database'],
  [/./, /HTTP status 429/, 'exhausted'],
  [/./, /HTTP status 5\d\d/, 'unreachable'],
  [/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/, /./, 'certificate'],
  [/^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|UND_ERR|HRANA_(CLOSED|WEBSOCKET)|SQLITE_CANTOPEN)/, /./, 'unreachable'],
  [/^(Timeout|Abort)Error$/, /./, 'slow'],
]

function trouble(error: unknown): Trouble | undefined {
  const { code, message } = libsqlError(error)
  // `UNIQUE constraint failed: users.email`; of the index itself where it leaves rows out.
  if (/^SQLITE_CONSTRAINT/.test(code) && /UNIQUE|PRIMARY KEY/i.test(`${code} ${message}`))
    return { kind: 'duplicate', index: /users(\.email|_email_unique)/.test(message) ? 'users_email_unique' : '' }
  const kind = troubles.find(([codes, messages]) => codes.test(code) && messages.test(message))?.[2]
  return kind && { kind }
}
