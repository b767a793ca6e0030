import type { CompiledQuery } from 'kysely'
import type { Backend } from '../../open-store.js'
import type { KyselyTarget } from '../../target.js'
import type { Execute, SqlDialect, SqlStore } from '../dialect.js'
import { openSql, sqlScript } from '../open-sql.js'
import { readable } from '../readable.js'
import type { Statement } from '../statement.js'
import type { Row, Value } from '../tables.js'
import { type Family, migrationLocks } from './migration-locks.js'

/** What is used of an application's own `Kysely`. */
interface Client {
  executeQuery(query: CompiledQuery): Promise<Answer>
  transaction(): { execute<T>(work: (transaction: Client) => Promise<T>): Promise<T> }
  getExecutor(): { readonly adapter: Traits }
}

interface Answer {
  readonly rows: readonly Row[]
  readonly numAffectedRows?: bigint
  readonly insertId?: bigint
}

/** What Kysely tells of a database, by which its dialect is known. */
interface Traits {
  readonly supportsReturning: boolean
  readonly supportsOutput?: boolean
  readonly supportsTransactionalDdl: boolean
}

/** Whatever database is behind an application's `Kysely`: our statements in its dialect, over its connections. */
export const kyselyBackend: Backend<KyselyTarget> = {
  async open(target, options) {
    const client = target.client as Client
    const family = familyOf(client)
    return openSql(await dialects[family](), async () => storeOf(client, family, await import('kysely')), target, options)
  },
  script: async (target, now) => sqlScript(await dialects[familyOf(target.client as Client)](), target, now),
}

const dialects: Readonly<Record<Family, () => Promise<SqlDialect>>> = {
  sqlite: async () => (await import('./sqlite.js')).sqlite,
  postgres: async () => (await import('./postgres.js')).postgres,
  mysql: async () => (await import('./mysql.js')).mysql,
  mssql: async () => (await import('./mssql.js')).mssql,
}

function familyOf(client: Client): Family {
  const { supportsOutput, supportsReturning, supportsTransactionalDdl } = client.getExecutor().adapter
  if (supportsOutput) return 'mssql'
  if (!supportsReturning) return 'mysql'
  return supportsTransactionalDdl ? 'postgres' : 'sqlite'
}

function storeOf(client: Client, family: Family, kysely: typeof import('kysely')): SqlStore {
  const transaction: SqlStore['transaction'] = (work) => client.transaction().execute((inner) => work(executeOf(inner, family, kysely)))
  return {
    execute: executeOf(client, family, kysely),
    transaction,
    migrate: (work) =>
      transaction(async (execute) => {
        const { take, free } = migrationLocks[family]
        if (take) await execute({ text: take, parameters: [], writes: false }, [])
        try {
          return await work(execute)
        } finally {
          if (free) await execute({ text: free, parameters: [], writes: false }, [])
        }
      }),
    // It is the application's.
    close() {},
  }
}

function executeOf(client: Client, family: Family, { CompiledQuery }: typeof import('kysely')): Execute {
  return async (statement, values) => {
    const query = CompiledQuery.raw(statement.text, family === 'mssql' ? withBytes(statement, values) : [...values])
    const { rows, numAffectedRows, insertId } = await client.executeQuery(query)
    if (rows.length > 0 || !statement.writes) return rows.map(readable)
    return family === 'mysql' ? [{ affected: Number(numAffectedRows ?? 0), inserted: Number(insertId ?? 0) }] : []
  }
}

/** SQL Server tells bytes from text by the type of the parameter. */
function withBytes({ parameters }: Statement, values: readonly Value[]): unknown[] {
  const isOpaque = (at: number): boolean => {
    const parameter = parameters[at]
    return typeof parameter === 'object' && parameter?.given === 'provider_account_id'
  }
  return values.map((value, at) => (isOpaque(at) && typeof value === 'string' ? Buffer.from(value) : value))
}
