import { limited } from '../../base/limited.js'
import type { Adapter } from '../contract.js'
import { transactionEnded } from '../failures.js'
import { transactionLimit } from '../time-limits.js'
import type { Execute, SqlDialect, SqlStore } from './dialect.js'
import { explain, runner } from './run.js'
import { sessionVerbs } from './session-verbs.js'
import type { Statements } from './statements.js'
import { tokenVerbs } from './token-verbs.js'
import { accountVerbs, type Making, userVerbs } from './user-verbs.js'

/** The verbs of an open SQL database, without those that open, prepare and close it. */
export type SqlAdapter = Required<Omit<Adapter, 'prepare' | 'close'>>

export function sqlAdapter(store: SqlStore, dialect: SqlDialect, statements: Statements, making: Making): SqlAdapter {
  const { clock } = making
  const verbs = (execute: Execute): Omit<SqlAdapter, 'transaction'> => {
    const run = runner(execute, dialect)
    return {
      ...userVerbs(run, statements, making),
      ...accountVerbs(run, statements, clock),
      ...sessionVerbs(run, statements, clock),
      ...tokenVerbs(run, statements, clock),
    }
  }
  return {
    ...verbs(store.execute),
    transaction: (work) => transaction(store, dialect, verbs, work),
  }
}

/** What `work` throws is thrown on as it is; what the database throws at begin and commit gets our name. */
async function transaction<T>(
  store: SqlStore,
  dialect: SqlDialect,
  verbs: (execute: Execute) => Omit<SqlAdapter, 'transaction'>,
  work: (within: Adapter) => Promise<T>,
): Promise<T> {
  let thrown: { readonly error: unknown } | undefined
  try {
    return await store.transaction(async (execute) => {
      try {
        return await once(execute, verbs, work)
      } catch (error) {
        thrown = { error }
        throw error
      }
    })
  } catch (error) {
    throw thrown ? thrown.error : explain(error, dialect)
  }
}

/** After the end the inner adapter is closed: a verb that comes late must not land in somebody else's transaction. */
async function once<T>(
  execute: Execute,
  verbs: (execute: Execute) => Omit<SqlAdapter, 'transaction'>,
  work: (within: Adapter) => Promise<T>,
): Promise<T> {
  let ended = false
  const open: Execute = (statement, values) => {
    if (ended) throw transactionEnded()
    return execute(statement, values)
  }
  const within: Adapter = { ...verbs(open), transaction: (nested) => nested(within) }
  try {
    return await limited(work(within), transactionLimit, transactionEnded)
  } finally {
    ended = true
  }
}
