import type { PoolOptions } from 'mysql2/promise'
import { loadDriver } from '../../driver.js'
import { outage } from '../../failures.js'
import { readCertificates } from '../../target/ssl.js'
import type { Server, ServerTarget } from '../../target.js'
import type { SqlStore } from '../dialect.js'
import { type Connection, pooled, taken, type Word } from '../pooled.js'
import { readable } from '../readable.js'
import type { Row, Value } from '../tables.js'
import { migrationLocks } from './migration-locks.js'

/** What is used of a pool of `mysql2/promise`. */
interface Pool {
  getConnection(): Promise<Client>
  end(): Promise<void>
}

interface Client {
  execute(text: string, values: readonly Value[]): Promise<readonly [unknown, unknown]>
  query(text: string): Promise<readonly [unknown, unknown]>
  release(): void
  destroy(): void
}

/** An open MySQL or MariaDB database. */
export async function openMysql({ server, client }: ServerTarget): Promise<SqlStore> {
  // A pool of `mysql2` itself has callbacks; `promise()` makes the other kind of it.
  const given = client && ('promise' in client ? (client as { promise(): Pool }).promise() : (client as Pool))
  const pool = given ?? (await createPool(server))
  return pooled({
    connect: async () => connectionOf(await taken(pool.getConnection(), server.pool.wait, (late) => late.release())),
    isLost,
    // After a wait for a lock (1205) the server's settings decide whether the transaction is still there.
    isAnswer: (error) => isRefusal(error) && !isLost(error) && numberOf(error) !== 1205,
    // A deadlock; a row that has changed since it was seen (MariaDB's `innodb_snapshot_isolation`). Both undo the whole transaction.
    isUndone: (error) => [1213, 1020].includes(numberOf(error)),
    limit: server.pool.answer,
    async close() {
      if (!given) await pool.end()
    },
  })
}

async function createPool({ host, port, user, password, database, socket, ssl, pool, driver }: Server): Promise<Pool> {
  const { createPool: create } = await loadDriver<typeof import('mysql2/promise')>('mysql2/promise', 'MySQL')
  const { mode, verify, servername: _notAsked, ...tls } = readCertificates(ssl)
  const options: PoolOptions = {
    // A stack recorded at each call, in case it fails, costs a fifth of the time that a session read takes here.
    trace: false,
    ...driver,
    ...(socket ? { socketPath: socket } : { host, port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    database,
    // Without `verifyIdentity`, a certificate for any other host of a trusted authority would do.
    ...(mode === 'on' && { ssl: { rejectUnauthorized: verify, verifyIdentity: verify, ...tls } }),
    charset: 'utf8mb4',
    connectionLimit: pool.max,
    maxIdle: pool.max,
    idleTimeout: pool.idle,
    connectTimeout: pool.wait,
    enableKeepAlive: true,
    // Values of a database never become code of another statement.
    multipleStatements: false,
  }
  return create(options) as unknown as Pool
}

function connectionOf(client: Client): Connection {
  return {
    async run({ text, parameters }, values) {
      // Whoever has no parameters runs once: a change of a table, a question about the tables.
      const [result] = parameters.length === 0 ? await client.query(text) : await client.execute(text, values)
      return Array.isArray(result) ? result.map(readable) : [told(result as Told)]
    },
    async say(word) {
      for (const text of words[word]) {
        const [rows] = await client.query(text)
        if (word === 'lock' && Object.values((rows as readonly Row[])[0] ?? {})[0] !== 1) throw outage('slow')
      }
    },
    end: (isBroken) => (isBroken ? client.destroy() : client.release()),
  }
}

const words: Readonly<Record<Word, readonly string[]>> = {
  begin: ['start transaction'],
  commit: ['commit'],
  rollback: ['rollback'],
  // Every change of a table is a transaction of its own here.
  lock: [migrationLocks.mysql.take ?? ''],
  unlock: [migrationLocks.mysql.free ?? ''],
}

interface Told {
  readonly affectedRows: number
  readonly insertId: number
}

function told({ affectedRows, insertId }: Told): Row {
  return { affected: affectedRows, inserted: insertId }
}

function numberOf(error: unknown): number {
  const { errno } = (error ?? {}) as { errno?: unknown }
  return typeof errno === 'number' ? errno : 0
}

/** The server's own errors have positive numbers, those of the operating system negative ones. */
function isRefusal(error: unknown): boolean {
  return numberOf(error) > 0
}

function isLost(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return (
    [1053, 1927].includes(numberOf(error)) ||
    /^(PROTOCOL_CONNECTION_LOST|ECONNRESET|EPIPE|ECONNABORTED)$/.test(String(code)) ||
    /closed state/i.test(String(message))
  )
}
