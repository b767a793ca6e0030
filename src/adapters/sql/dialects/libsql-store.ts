import type { Client, InStatement, ResultSet, Transaction } from '@libsql/client'
import { AuthError } from '../../../base/errors.js'
import { limited } from '../../../base/limited.js'
import { loadDriver } from '../../driver.js'
import { outage } from '../../failures.js'
import { createLane } from '../../lane.js'
import type { LibsqlTarget } from '../../target.js'
import { migrationLimit, patience, statementLimit } from '../../time-limits.js'
import type { Execute, SqlStore } from '../dialect.js'
import type { Row, Value } from '../tables.js'

/**
 * An open libSQL database on a server. As SQLite it has one writer: in this process, a write waits in a line for a transaction to
 * end; while another process writes, it tries again for a while.
 */
export async function openLibsql(target: LibsqlTarget): Promise<SqlStore> {
  const client = (target.client as Client | undefined) ?? (await createClient(target))
  const lane = createLane(patience)
  const execute: Execute = async (statement, values) => {
    const attempt = (): Promise<readonly Row[]> => rowsOf(client.execute(bound(statement.text, values)), statementLimit)
    const patiently = (): Promise<readonly Row[]> => lane.run(() => untilFree(attempt))
    if (lane.busy() && statement.writes) return patiently()
    try {
      return await attempt()
    } catch (error) {
      if (isBusy(error)) return patiently()
      throw error
    }
  }
  const close = (): void => {
    if (!target.client) client.close()
  }
  await look(client).catch((error: unknown) => {
    close()
    throw error
  })
  return {
    execute,
    transaction: (work) => lane.run(() => atomically(client, work, statementLimit)),
    migrate: (work) => lane.run(() => atomically(client, work, migrationLimit)),
    close,
  }
}

async function createClient({ url, authToken }: LibsqlTarget): Promise<Client> {
  const driver = await loadDriver<typeof import('@libsql/client')>('@libsql/client', 'libSQL')
  return driver.createClient({
    url,
    ...(authToken !== undefined && { authToken }),
    // No cache of a framework's answers for the database, and nothing waits for ever.
    fetch: (request: Request) => globalThis.fetch(request, { cache: 'no-store', signal: AbortSignal.timeout(statementLimit) }),
  })
}

/** Sessions go with their user by a foreign key, so one that is not kept would leave them: every server of libSQL keeps them. */
async function look(client: Client): Promise<void> {
  const [keys] = await untilFree(() => rowsOf(client.execute('PRAGMA foreign_keys'), statementLimit))
  if (keys && Number(keys.foreign_keys) === 0)
    throw new AuthError(
      'AdapterError',
      'This libSQL database does not keep foreign keys, which deleting a user rests on (`PRAGMA foreign_keys`).',
    )
}

async function atomically<T>(client: Client, work: (execute: Execute) => Promise<T>, limit: number): Promise<T> {
  const transaction = await untilFree(() => begin(client))
  try {
    const result = await work((statement, values) => rowsOf(transaction.execute(bound(statement.text, values)), limit))
    await within(transaction.commit(), limit)
    return result
  } catch (error) {
    await within(transaction.rollback(), patience).catch(() => {
      // The server undoes what nobody commits.
    })
    throw error
  } finally {
    transaction.close()
  }
}

/** A server begins with the first statement. One of our own, since the next one can be tried again only as a whole. */
async function begin(client: Client): Promise<Transaction> {
  const transaction = await within(client.transaction('write'), statementLimit)
  try {
    await within(transaction.execute('select 1'), statementLimit)
    return transaction
  } catch (error) {
    transaction.close()
    throw error
  }
}

/** A number of JavaScript's would arrive as a real one. */
function bound(sql: string, values: readonly Value[]): InStatement {
  return { sql, args: values.map((value) => (Number.isInteger(value) ? BigInt(value as number) : value)) }
}

async function rowsOf(result: Promise<ResultSet>, limit: number): Promise<readonly Row[]> {
  const { columns, rows } = await within(result, limit)
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, plain(row[at])])))
}

/** A client of the application's own may hand out integers as `bigint`. */
function plain(value: unknown): Value {
  return typeof value === 'bigint' ? Number(value) : ((value ?? null) as Value)
}

function within<T>(promise: Promise<T>, limit: number): Promise<T> {
  return limited(promise, limit, () => outage('slow'))
}

/** Tries again while somebody else writes. */
async function untilFree<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(libsqlError(error).code)
}

/** The code, the more exact one where there is one, and what was said. A failed request has it in its cause, or under its name. */
export function libsqlError(error: unknown): { readonly code: string; readonly message: string } {
  const { code, extendedCode, message, name, cause } = (error ?? {}) as Readonly<Record<string, unknown>>
  const inner = cause as { readonly code?: unknown } | undefined
  const told = [extendedCode, code === 'UNKNOWN' ? undefined : code, inner?.code, name].find((one) => typeof one === 'string' && one !== '')
  return { code: String(told ?? ''), message: typeof message === 'string' ? message : '' }
}
