import type { ClientSession, MongoClient } from 'mongodb'
import { limited } from '../../base/limited.js'
import type { Adapter } from '../contract.js'
import { outage, transactionEnded } from '../failures.js'
import { patience, transactionLimit } from '../time-limits.js'
import { uuidV7 } from '../uuid.js'
import { explain, isUnknownCommit } from './explain.js'
import { commit, createJournal, undo } from './journal.js'
import { bounded, operationLimit, type Scope } from './scope.js'
import { sessionVerbs } from './session-verbs.js'
import { tokenVerbs } from './token-verbs.js'
import { accountVerbs, userVerbs } from './user-verbs.js'

/** The verbs of an open MongoDB database, without those that prepare and close it. */
export type MongodbAdapter = Required<Omit<Adapter, 'prepare' | 'close'>>

/** `transactions`: whether the server has them; a single `mongod` that is not a replica set has none. */
export function mongodbAdapter(scope: Scope, client: MongoClient, transactions: boolean): MongodbAdapter {
  return {
    ...verbs(scope),
    async transaction(work) {
      await scope.ready()
      return transactions ? ofTheServer(scope, client, work) : ofOurs(scope, work)
    },
  }
}

type Work<T> = (within: Adapter) => Promise<T>

function verbs(scope: Scope): Omit<MongodbAdapter, 'transaction'> {
  return { ...userVerbs(scope), ...accountVerbs(scope), ...sessionVerbs(scope), ...tokenVerbs(scope) }
}

/** Begun and ended by hand: the driver's `withTransaction` would run `work` again, which sends mails and counts attempts. */
async function ofTheServer<T>(outside: Scope, client: MongoClient, work: Work<T>): Promise<T> {
  const session = client.startSession()
  try {
    session.startTransaction({
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
      readPreference: 'primary',
      maxCommitTimeMS: operationLimit,
    })
    const result = await once({ ...outside, outside, session }, work).catch(async (error) => {
      await quietly(session.abortTransaction())
      throw error
    })
    await limited(commitAt(session), transactionLimit, () => outage('slow'))
    return result
  } finally {
    await quietly(session.endSession())
  }
}

/** An answer that was lost is asked for again: committing twice is committing once. */
async function commitAt(session: ClientSession): Promise<void> {
  const end = performance.now() + patience
  for (;;) {
    try {
      return await session.commitTransaction()
    } catch (error) {
      if (!isUnknownCommit(error) || performance.now() > end) throw explain(error)
    }
  }
}

/** Without the server's help: what is made counts from one write on (`way.ts`), the rest is noted and undone. */
async function ofOurs<T>(outside: Scope, work: Work<T>): Promise<T> {
  const journal = createJournal(uuidV7(outside.clock()))
  try {
    const result = await once({ ...outside, outside, journal }, work)
    await commit(journal, outside)
    return result
  } catch (error) {
    await undo(journal, outside)
    throw error
  }
}

/**
 * One operation after the other, as the protocol wants it in a transaction. When it has ended none comes any more, and the one that was
 * on its way has arrived.
 */
async function once<T>(scope: Scope, work: Work<T>): Promise<T> {
  let ended = false
  let last: Promise<unknown> = Promise.resolve()
  const run: Scope['run'] = (call, same) => {
    const turn = last.then(() => {
      if (ended) throw transactionEnded()
      return bounded(call, scope.session, same)
    })
    last = turn.catch(() => undefined)
    return turn
  }
  const within: Adapter = { ...verbs({ ...scope, run }), transaction: (nested) => nested(within) }
  try {
    return await limited(work(within), transactionLimit, transactionEnded)
  } finally {
    ended = true
    await last
  }
}

/** What ends a transaction must not hide why it ended. */
async function quietly(ending: Promise<unknown>): Promise<void> {
  await limited(ending, patience, () => outage('slow')).catch(() => undefined)
}
