import type { ClientConfig, PoolConfig } from 'pg'
import { AuthError } from '../../../base/errors.js'
import { loadDriver } from '../../driver.js'
import { readCertificates } from '../../target/ssl.js'
import type { Server, ServerTarget } from '../../target.js'
import type { SqlStore } from '../dialect.js'
import { type Connection, pooled, taken, type Word } from '../pooled.js'
import type { Statement } from '../statement.js'
import type { Row, Value } from '../tables.js'
import { migrationLocks } from './migration-locks.js'

/** What is used of a `pg.Pool`. */
interface Pool {
  connect(): Promise<Client>
  end(): Promise<void>
  on?(event: 'error', listener: () => void): unknown
  removeListener?(event: 'error', listener: () => void): unknown
}

interface Client {
  query(query: Query): Promise<{ readonly rows: readonly Row[]; readonly command?: string }>
  release(destroy?: boolean): void
  on(event: 'error', listener: () => void): unknown
  removeListener(event: 'error', listener: () => void): unknown
}

interface Query {
  readonly text: string
  readonly values?: readonly Value[]
  /** Prepared once per connection under this name. */
  readonly name?: string | undefined
}

/** An open PostgreSQL database, or one that speaks its protocol. */
export async function openPostgres({ server, client }: ServerTarget): Promise<SqlStore> {
  const given = client as Pool | undefined
  const pool = given ?? (await createPool(server))
  const names = createNames(server.driver.pgbouncer === true)
  // An idle connection that breaks says so here; unheard, it would end the process. The pool drops it by itself.
  pool.on?.('error', broken)
  return pooled({
    connect: async () => connectionOf(await taken(pool.connect(), server.pool.wait, (late) => late.release()), names),
    isLost,
    isAnswer: (error) => sqlState(error) !== undefined && !isLost(error),
    isUndone: (error) => /^40/.test(sqlState(error) ?? ''),
    limit: server.pool.answer,
    async close() {
      if (given) given.removeListener?.('error', broken)
      else await pool.end()
    },
  })
}

async function createPool({ host, port, user, password, database, socket, ssl, pool, driver }: Server): Promise<Pool> {
  const { default: pg } = await loadDriver<typeof import('pg')>('pg', 'PostgreSQL')
  const { mode, verify, ...tls } = readCertificates(ssl)
  const { schema, pgbouncer: _seeNames, ...rest } = driver
  const config: PoolConfig & ClientConfig = {
    application_name: 'next-auth',
    keepAlive: true,
    ...rest,
    ...(typeof schema === 'string' && { options: `${rest.options ?? ''} -c search_path=${escaped(schema)}`.trim() }),
    host: socket ?? host,
    port,
    user,
    password,
    database,
    ssl: mode === 'on' ? { rejectUnauthorized: verify, ...tls } : false,
    max: pool.max,
    idleTimeoutMillis: pool.idle,
    connectionTimeoutMillis: pool.wait,
    // A pool that is idle keeps no script from ending.
    allowExitOnIdle: true,
  }
  return new pg.Pool(config) as unknown as Pool
}

/** One name, quoted, in a list of options that are apart by spaces. */
function escaped(schema: string): string {
  return `"${schema.replaceAll('"', '""')}"`.replace(/[\\\s]/g, '\\$&')
}

function connectionOf(client: Client, names: Names): Connection {
  // A connection that breaks while it is ours tells its query, and says so here as well; unheard, it would end the process.
  client.on('error', broken)
  return {
    async run(statement, values, isAlone) {
      const query = (name?: string): Query => ({ text: statement.text, values, name })
      const name = isAlone ? names.of(statement) : undefined
      try {
        return (await client.query(query(name))).rows
      } catch (error) {
        if (name === undefined || !isForgotten(error)) throw error
        names.none()
        return (await client.query(query())).rows
      }
    },
    async say(word) {
      for (const text of words[word]) {
        const { command } = await client.query({ text })
        // A transaction in which something was refused is rolled back whatever its end is called, and nobody is told otherwise.
        if (word === 'commit' && command === 'ROLLBACK') throw undone()
      }
    },
    end(isBroken) {
      client.release(isBroken)
      client.removeListener('error', broken)
    },
  }
}

function broken(): void {}

function undone(): AuthError {
  return new AuthError('AdapterError', 'The transaction was undone, since the database had refused a part of it. Throw that failure on.')
}

const words: Readonly<Record<Word, readonly string[]>> = {
  begin: ['begin'],
  commit: ['commit'],
  rollback: ['rollback'],
  // The lock goes with the transaction.
  lock: ['begin', migrationLocks.postgres.take ?? ''],
  unlock: [],
}

interface Names {
  of(statement: Statement): string | undefined
  /** From now on nothing is prepared. */
  none(): void
}

/** The names of prepared statements. They are made of the text, since the connections may be the application's own, too. */
function createNames(isOff: boolean): Names {
  const names = new Map<Statement, string>()
  let off = isOff
  return {
    of(statement) {
      if (off || statement.parameters.length === 0) return undefined
      const name = names.get(statement) ?? `next_auth_${fingerprint(statement.text)}`
      names.set(statement, name)
      return name
    },
    none() {
      off = true
    },
  }
}

/** FNV-1a, twice: to tell a few dozen texts apart. */
function fingerprint(text: string): string {
  let [one, other] = [0x811c9dc5, 0x01000193]
  for (const character of text) {
    one = Math.imul(one ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
    other = Math.imul(other ^ one, 0x85ebca6b) >>> 0
  }
  return one.toString(16) + other.toString(16)
}

/**
 * Between us and the server is a pooler that hands each statement to another connection (PgBouncer's transaction mode), so that what
 * was prepared is unknown, or known already. The statement did not run.
 */
function isForgotten(error: unknown): boolean {
  const state = sqlState(error)
  return state === '26000' || state === '42P05'
}

/** The connection is gone, whether the server ended it or the network. */
function isLost(error: unknown): boolean {
  const state = sqlState(error)
  if (state) return /^(57P0[123]|08)/.test(state)
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return /^(ECONNRESET|EPIPE|ECONNABORTED)$/.test(String(code)) || /connection (terminated|ended)|not queryable/i.test(String(message))
}

/** What the server itself says; `undefined` for what went wrong on the way. */
function sqlState(error: unknown): string | undefined {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown }
  return typeof code === 'string' && code.length === 5 && severity !== undefined ? code : undefined
}
