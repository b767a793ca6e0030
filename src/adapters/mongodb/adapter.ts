import type { ClientSession, MongoClient } from 'mongodb'
import { isAuthError } from '../../base/errors.js'
import { limited } from '../../base/limited.js'
import type { Adapter } from '../contract.js'
import { lostToAnother, outage, transactionEnded } from '../failures.js'
import { patience, statementLimit, transactionLimit } from '../time-limits.js'
import { uuidV7 } from '../uuid.js'
import { explain, isUnknownCommit } from './explain.js'
import { commit, createJournal, undo } from './journal.js'
import { bounded, isLost, type Scope } from './scope.js'
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
      // Before anything has happened a dead connection can be told from a live one.
      await scope.read(({ maxTimeMS }) => client.db().command({ ping: 1, maxTimeMS }, { readPreference: 'primary' }))
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
      maxCommitTimeMS: statementLimit,
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
      const named = explain(error)
      if ((!isUnknownCommit(error) && !isLost(named)) || performance.now() > end) throw named
    }
  }
}

/** Without the server's help: what is made counts from one write on (`way.ts`), the rest is noted and undone. */
async function ofOurs<T>(outside: Scope, work: Work<T>): Promise<T> {
  const journal = createJournal(uuidV7(outside.clock()))
  const result = await once({ ...outside, outside, journal }, work).catch(async (error) => {
    await quietly(undo(journal, outside))
    throw error
  })
  // Where this throws, the server may have done it and the answer is lost: to undo a part of it now would strand the user.
  if (await commit(journal, outside)) return result
  await quietly(undo(journal, outside))
  throw lostToAnother()
}

/**
 * One operation after the other, as the protocol wants it in a transaction, and none after one that failed, whoever caught that: what
 * came before may be lost. When the transaction has ended none comes any more, and the one that was on its way has arrived.
 */
async function once<T>(scope: Scope, work: Work<T>): Promise<T> {
  let ended = false
  let failed: { readonly error: unknown } | undefined
  let last: Promise<unknown> = Promise.resolve()
  const run: Scope['run'] = (call, same) => {
    const turn = last.then(() => {
      if (ended) throw transactionEnded()
      if (failed) throw failed.error
      return bounded(call, scope.limits, scope.session, same)
    })
    last = turn.catch((error) => {
      if (scope.session || !isConflict(error)) failed ??= { error }
    })
    return turn
  }
  const within: Adapter = { ...verbs({ ...scope, run, read: run }), transaction: (nested) => nested(within) }
  try {
    const result = await limited(work(within), transactionLimit, transactionEnded)
    if (failed) throw (failed as { readonly error: unknown }).error
    return result
  } finally {
    ended = true
    await last
  }
}

/** Without the server's transactions a duplicate ends nothing. */
function isConflict(error: unknown): boolean {
  return isAuthError(error) && error.details.conflict !== undefined
}

/** What ends a transaction must not hide why it ended. */
async function quietly(ending: Promise<unknown>): Promise<void> {
  await limited(ending, patience, () => outage('slow')).catch(() => undefined)
}
