import type { AuthError } from '../../../base/errors.js'
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
    close: () => pool.close(),
  })
}

interface Pool {
  acquire(): Promise<MssqlConnection>
  release(connection: MssqlConnection): void
  close(): Promise<void>
}

function createPool({ Pool }: Pick<typeof import('tarn'), 'Pool'>, { max, idle, wait }: PoolSize, create: Create): Pool {
  let failure: unknown
  const pool = new Pool<MssqlConnection>({
    async create() {
      try {
        const made = await create()
        failure = undefined
        return made
      } catch (error) {
        failure = error
        throw error
      }
    },
    // A connection that broke, or that the server closed while nobody used it, is thrown away here.
    validate: (connection) => connection.isAlive(),
    destroy: async (connection) => connection.close(),
    min: 0,
    max,
    acquireTimeoutMillis: wait,
    createTimeoutMillis: wait,
    // The pool takes no zero.
    idleTimeoutMillis: Math.max(idle, 1),
  })
  /** The pool says of a wait that was too long only that it was. */
  const explained = (error: unknown): unknown => {
    if (error === failure) return error
    return failure ?? (pool.numUsed() >= max ? outage('exhausted', error) : outage('unreachable', error))
  }
  return {
    async acquire() {
      try {
        return await pool.acquire().promise
      } catch (error) {
        throw explained(error) as AuthError | Error
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
