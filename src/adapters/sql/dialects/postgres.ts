import type { Backend } from '../../open-store.js'
import type { ServerTarget } from '../../target.js'
import type { SqlDialect, Trouble } from '../dialect.js'
import { returningForms } from '../forms/returning.js'
import { sqlBackend } from '../open-sql.js'
import { openPostgres } from './postgres-store.js'

export const postgres: SqlDialect = {
  family: 'postgres',
  compiler: ({ DummyDriver, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler }) => ({
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }),
  // The collation of the database may be one for which two texts are the same; "C" compares bytes.
  columns: { key: 'text collate "C"', opaque: 'text collate "C"', text: 'text', time: 'bigint', integer: 'bigint' },
  tableEnd: { plain: '', keyed: '' },
  partialIndexes: true,
  addsIfMissing: true,
  writeForms: returningForms,
  objects: `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p', 'i', 'I')`,
  tableColumns: 'select table_name as name, column_name from information_schema.columns where table_schema = current_schema()',
  trouble,
}

export const postgresBackend: Backend<ServerTarget> = sqlBackend(postgres, openPostgres)

/** SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html; whole classes by their first two characters. */
const states: Readonly<Record<string, Trouble['kind']>> = {
  '23503': 'no-user',
  '42P01': 'schema',
  '42703': 'schema',
  '42P07': 'exists',
  '40001': 'race',
  '40P01': 'race',
  '25P02': 'race',
  '28000': 'denied',
  '28P01': 'denied',
  '42501': 'denied',
  '3D000': 'no-database',
  '25006': 'read-only',
  '53300': 'exhausted',
  '57014': 'slow',
  '55P03': 'slow',
  '08': 'unreachable',
  '57': 'unreachable',
}

/** What `pg` throws without a SQLSTATE. */
const messages: readonly (readonly [RegExp, Trouble['kind']])[] = [
  [/certificate|self.signed|does not support SSL|SSL\/TLS|altnames/i, 'certificate'],
  [/timeout exceeded when trying to connect/i, 'exhausted'],
  [/query read timeout|statement timeout/i, 'slow'],
  [/connection terminated|connection error|not queryable|server closed|socket|handshake/i, 'unreachable'],
]

function trouble(error: unknown): Trouble | undefined {
  const { code, constraint, message } = (error ?? {}) as { code?: unknown; constraint?: unknown; message?: unknown }
  if (code === '23505') return { kind: 'duplicate', index: String(constraint) }
  const kind = kindOf(String(code ?? ''), String(message ?? ''))
  return kind && ({ kind } as Trouble)
}

function kindOf(code: string, message: string): Trouble['kind'] | undefined {
  if (Object.hasOwn(states, code)) return states[code]
  if (code.length === 5 && Object.hasOwn(states, code.slice(0, 2))) return states[code.slice(0, 2)]
  if (/^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|ENOENT|EACCES)/.test(code)) return 'unreachable'
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code)) return 'certificate'
  return messages.find(([pattern]) => pattern.test(message))?.[1]
}
