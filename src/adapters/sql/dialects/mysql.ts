import type { Backend } from '../../open-store.js'
import type { ServerTarget } from '../../target.js'
import type { SqlDialect, Trouble } from '../dialect.js'
import { separateForms } from '../forms/separate.js'
import { sqlBackend } from '../open-sql.js'
import { openMysql } from './mysql-store.js'

const tableEnd = 'engine = InnoDB default character set utf8mb4 collate utf8mb4_bin'

/** MySQL from 5.6, and MariaDB. */
export const mysql: SqlDialect = {
  family: 'mysql',
  compiler: ({ DummyDriver, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler }) => ({
    createAdapter: () => new MysqlAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new MysqlIntrospector(db),
    createQueryCompiler: () => new MysqlQueryCompiler(),
  }),
  columns: {
    // 191 characters of four bytes are what an index of 767 bytes holds, the most that MySQL 5.6 has.
    key: 'varchar(191) character set utf8mb4 collate utf8mb4_bin',
    // No collation that every version has compares the space at the end of a text; bytes do.
    opaque: 'varbinary(767)',
    text: 'mediumtext character set utf8mb4 collate utf8mb4_bin',
    time: 'bigint',
    integer: 'bigint',
  },
  longest: { key: 191, opaque: 767 },
  tableEnd: { plain: tableEnd, keyed: tableEnd },
  partialIndexes: false,
  writeForms: separateForms,
  objects: `select table_name as name from information_schema.tables where table_schema = database()
    union all select index_name as name from information_schema.statistics where table_schema = database()`,
  tableColumns: 'select table_name as name, column_name as column_name from information_schema.columns where table_schema = database()',
  trouble,
}

export const mysqlBackend: Backend<ServerTarget> = sqlBackend(mysql, openMysql)

/** https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, https://mariadb.com/kb/en/mariadb-error-codes/ */
const numbers: Readonly<Record<number, Trouble['kind']>> = {
  1452: 'no-user',
  1146: 'schema',
  1054: 'schema',
  1050: 'exists',
  1060: 'exists',
  1061: 'exists',
  1826: 'exists',
  1213: 'race',
  1020: 'race',
  1205: 'slow',
  1969: 'slow',
  3024: 'slow',
  1044: 'denied',
  1045: 'denied',
  1142: 'denied',
  1227: 'denied',
  1698: 'denied',
  1049: 'no-database',
  1290: 'read-only',
  1792: 'read-only',
  1836: 'read-only',
  1040: 'exhausted',
  1203: 'exhausted',
  1226: 'exhausted',
  1053: 'unreachable',
  1080: 'unreachable',
  1317: 'slow',
  1927: 'unreachable',
}

function trouble(error: unknown): Trouble | undefined {
  const { errno, code, message } = (error ?? {}) as { errno?: unknown; code?: unknown; message?: unknown }
  if (errno === 1062) return { kind: 'duplicate', index: /for key '([^']*)'$/.exec(String(message))?.[1] ?? '' }
  const kind = numbers[Number(errno)] ?? kindOf(String(code ?? ''), String(message ?? ''))
  return kind && ({ kind } as Trouble)
}

/** What `mysql2` and Node throw without a number of the server's. */
function kindOf(code: string, message: string): Trouble['kind'] | undefined {
  if (/SSL|CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS/.test(code)) return 'certificate'
  if (/^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|ENOENT|EACCES|PROTOCOL_CONNECTION_LOST)/.test(code)) return 'unreachable'
  if (code === 'PROTOCOL_SEQUENCE_TIMEOUT') return 'slow'
  return /closed state|connection lost/i.test(message) ? 'unreachable' : undefined
}
