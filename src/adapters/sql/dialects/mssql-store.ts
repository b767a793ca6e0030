import { loadDriver } from '../../driver.js'
import { outage } from '../../failures.js'
import type { PoolSize, ServerTarget } from '../../target.js'
import type { SqlStore } from '../dialect.js'
import { pooled } from '../pooled.js'
import { type Ended, type MssqlConnection, openConnection } from './mssql-connection.js'
import { connectionConfig } from './mssql-options.js'
import { isLost, toldBy } from './mssql-trouble.js'

type Create = () => Promise<MssqlConnection>

/** An open SQL Server database, or Azure SQL. */
export async function openMssql({ server }: ServerTarget): Promise<SqlStore> {
  const { default: driver } = await loadDriver<{ readonly default: typeof import('tedious') }>('tedious', 'SQL Server')
  const tarn = await loadDriver<typeof import('tarn')>('tarn', 'SQL Server')
  const config = connectionConfig(server)
  const ended: Ended = new WeakSet()
  const pool = createPool(tarn, server.pool, () => openConnection(driver, config, ended))
  return pooled({
    async connect() {
      const connection = await pool.acquire()
      return {
        run: connection.run,
        say: connection.say,
        end: (isBroken) => {
          if (isBroken) connection.close()
          pool.release(connection)
        },
      }
    },
    isLost,
    isAnswer: (error) => {
      const told = toldBy(error)
      return told.length > 0 && told.every((one) => one.class < 20) && !ended.has(error as object)
    },
    isUndone: (error) => toldBy(error).some(({ number }) => number === 1205 || number === 3960),
    limit: server.pool.answer,
    close: () => pool.close(),
  })
}

interface Pool {
  acquire(): Promise<MssqlConnection>
  release(connection: MssqlConnection): void
  close(): Promise<void>
}

function createPool({ Pool }: Pick<typeof import('tarn'), 'Pool'>, size: PoolSize, create: Create): Pool {
  const attempts = createAttempts(create)
  const pool = new Pool<MssqlConnection>({
    create: attempts.make,
    // A connection that broke, or that the server closed while nobody used it, is thrown away here.
    validate: (connection) => connection.isAlive(),
    destroy: async (connection) => connection.close(),
    // Otherwise a wrong password would be tried again and again, and its caller told when all patience is over.
    propagateCreateError: true,
    min: 0,
    max: size.max,
    acquireTimeoutMillis: size.wait,
    // The driver's own limit comes first; it may begin anew three times, on errors that pass.
    createTimeoutMillis: 5 * size.wait + 5000,
    // The pool takes no zero.
    idleTimeoutMillis: Math.max(size.idle, 1),
  })
  return {
    async acquire() {
      const asked = performance.now()
      for (;;) {
        try {
          return await pool.acquire().promise
        } catch (error) {
          // The pool hands the failure of a connection to whoever waits, even if it was begun for somebody who has left.
          if (attempts.begunAt(error) < asked && performance.now() - asked < size.wait) continue
          throw attempts.explain(error, pool.numUsed() >= size.max)
        }
      }
    },
    release: (connection) => {
      pool.release(connection)
    },
    async close() {
      await pool.destroy()
    },
  }
}

/** What became of the connections that were begun. */
interface Attempts {
  make(): Promise<MssqlConnection>
  /** When the one began that failed with this; later than anything if none did. */
  begunAt(error: unknown): number
  /** The pool says of a wait that was too long only that it was. */
  explain(error: unknown, isFull: boolean): unknown
}

function createAttempts(create: Create): Attempts {
  const failures = new WeakMap<object, number>()
  let last: unknown
  return {
    async make() {
      const begun = performance.now()
      try {
        const made = await create()
        last = undefined
        return made
      } catch (error) {
        last = error
        failures.set(error as Error, begun)
        throw error
      }
    },
    begunAt: (error) => failures.get(error as Error) ?? Number.POSITIVE_INFINITY,
    explain: (error, isFull) => (failures.has(error as Error) ? error : (last ?? outage(isFull ? 'exhausted' : 'unreachable', error))),
  }
}
