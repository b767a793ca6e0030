import type { CompiledQuery } from 'kysely'
import type { AuthError } from '../../../base/errors.js'
import { limited } from '../../../base/limited.js'
import { outage } from '../../failures.js'
import type { Backend } from '../../open-store.js'
import type { KyselyTarget } from '../../target.js'
import { migrationLimit, statementLimit } from '../../time-limits.js'
import type { Execute, SqlDialect, SqlStore } from '../dialect.js'
import { openSql, sqlScript } from '../open-sql.js'
import { readable } from '../readable.js'
import { explain } from '../run.js'
import { plain, type Statement } from '../statement.js'
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
    const dialect = await dialects[family]()
    const { wait, answer = statementLimit } = target.pool
    const parts = { client, family, dialect, wait, answer }
    return openSql(dialect, async () => storeOf({ ...parts, kysely: await import('kysely') }), target, options)
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

interface Parts {
  readonly client: Client
  readonly family: Family
  readonly dialect: SqlDialect
  readonly kysely: typeof import('kysely')
  /** How long a caller waits for a connection, in milliseconds. */
  readonly wait: number
  /** How long one statement may take, in milliseconds. */
  readonly answer: number
}

function storeOf(parts: Parts): SqlStore {
  const { client, family, wait, answer } = parts
  const { take, free } = migrationLocks[family]
  return {
    // When its connection has come, nobody tells.
    execute: executeOf(client, parts, wait + answer),
    transaction: (work) => patiently(parts, answer, (execute) => wholly(execute, parts, work)),
    migrate: (work) =>
      patiently(parts, migrationLimit, async (execute) => {
        const [row] = take ? await execute(plain(take, false), []) : []
        if (family === 'mysql' && Number(row?.taken) !== 1) throw tooSlow()
        try {
          return await wholly(execute, parts, work)
        } finally {
          // Whatever failed: MySQL's lock would stay with a connection that goes back to the application.
          if (free) await execute(plain(free, false), [])
        }
      }),
    // It is the application's.
    close() {},
  }
}

/** The connections are the application's, and may let their callers wait for ever: for one to be free, and for the end. */
async function patiently<T>(parts: Parts, limit: number, work: (execute: Execute) => Promise<T>): Promise<T> {
  const [begun, ended] = [signal(), signal()]
  let gaveUp = false
  const done = parts.client.transaction().execute(async (inner) => {
    if (gaveUp) throw outage('exhausted')
    begun.give()
    return work(executeOf(inner, parts, limit)).finally(ended.give)
  })
  await limited(Promise.race([begun.given, done]), parts.wait, () => {
    gaveUp = true
    return outage('exhausted')
  })
  await Promise.race([ended.given, done])
  return limited(done, limit, tooSlow)
}

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

/** Whoever caught a failure that ended the transaction would go on outside of it. */
async function wholly<T>(execute: Execute, { family, dialect }: Parts, work: (execute: Execute) => Promise<T>): Promise<T> {
  let failed: { readonly error: unknown } | undefined
  const result = await work(async (statement, values) => {
    if (failed) throw failed.error
    try {
      return await execute(statement, values)
    } catch (error) {
      // PostgreSQL ends it over any failure, others not over a row that they refuse.
      const kind = dialect.trouble(error)?.kind
      const isRefusal = kind === 'duplicate' || kind === 'no-user' || kind === 'exists'
      // Named here: another statement, which it is thrown from later, would be a second row of something else.
      if (family === 'postgres' || !isRefusal) failed ??= { error: explain(error, dialect, statement) }
      throw error
    }
  })
  if (failed) throw (failed as { readonly error: unknown }).error
  return result
}

function executeOf(client: Client, { family, kysely: { CompiledQuery } }: Parts, limit: number): Execute {
  return async (statement, values) => {
    const query = CompiledQuery.raw(statement.text, family === 'mssql' ? withBytes(statement, values) : [...values])
    const { rows, numAffectedRows, insertId } = await limited(client.executeQuery(query), limit, tooSlow)
    if (rows.length > 0 || !statement.writes) return rows.map(readable)
    return family === 'mysql' ? [{ affected: Number(numAffectedRows ?? 0), inserted: Number(insertId ?? 0) }] : []
  }
}

function tooSlow(): AuthError {
  return outage('slow')
}

/** SQL Server tells bytes from text by the type of the parameter. */
function withBytes({ parameters }: Statement, values: readonly Value[]): unknown[] {
  const isOpaque = (at: number): boolean => {
    const parameter = parameters[at]
    return typeof parameter === 'object' && /^provider_account_id(#|$)/.test(parameter?.given ?? '')
  }
  return values.map((value, at) => (isOpaque(at) && typeof value === 'string' ? Buffer.from(value) : value))
}
