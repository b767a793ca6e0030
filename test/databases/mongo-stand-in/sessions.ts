import { Binary, Long } from 'bson'
import { aggregate, type Command, find, findAndModify, insert, remove, renameCollection, update } from './commands.js'
import { Failure, invalidOptions, noSuchTransaction } from './failure.js'
import { createIndexes, dropDatabase, dropIndexes, listCollections, listIndexes } from './index-commands.js'
import { type Document, keyOf } from './query.js'
import { createScram, type Scram } from './scram.js'
import type { StandInOptions } from './server.js'
import { createStorage, type Transaction } from './storage.js'

const commands: Readonly<Record<string, Command>> = {
  find,
  aggregate,
  insert,
  update,
  delete: remove,
  findAndModify,
  createIndexes,
  listIndexes,
  dropIndexes,
  listCollections,
  renameCollection,
  dropDatabase,
  ping: () => ({}),
}

/** A session of a client: its transaction, and what its last retryable write answered. */
interface Session {
  transaction?: { readonly number: string; readonly of: Transaction }
  written?: { readonly number: string; readonly reply: Promise<Document> }
}

type Body = Readonly<Record<string, unknown>>

/** Everything behind the wire: greeting, authentication, sessions, transactions, cursors. */
export function createSessions(options: StandInOptions) {
  const storage = createStorage()
  const lacks = new Set(options.lacks)
  const known = new Map<string, Session>()
  const cursors = createCursors()
  const reap = (): void => {
    for (const { transaction } of known.values()) if (transaction) storage.abort(transaction.of)
  }
  const state = { storage, host: '', connect, reap }
  return state

  function connect() {
    let permitted = options.passwords === undefined
    let scram: Scram | undefined
    const enter = (name: string, body: Body): Document | undefined => {
      if (name === 'hello' || name === 'ismaster' || name === 'isMaster') return greeting(options, state.host, body)
      if (name === 'saslStart') scram = createScram(options.passwords ?? new Map())
      if ((name === 'saslStart' || name === 'saslContinue') && scram) {
        const { answer, done } = scram.step(Buffer.from((body.payload as Binary).buffer).toString('utf8'))
        permitted ||= done
        return { conversationId: 1, done, payload: new Binary(Buffer.from(answer)) }
      }
      if (!permitted) throw new Failure(13, 'Unauthorized', `Command ${name} requires authentication`)
      return undefined
    }
    const run = async (name: string, body: Body): Promise<Document> => {
      try {
        return { ...(enter(name, body) ?? (await execute(name, body))), ok: 1 }
      } catch (error) {
        if (!(error instanceof Failure)) return { ok: 0, code: 1, codeName: 'InternalError', errmsg: String(error) }
        const { code, codeName, message, labels, details } = error
        return { ok: 0, code, codeName, errmsg: message, ...details, ...(labels.length > 0 && { errorLabels: labels }) }
      }
    }
    return { run }
  }

  async function execute(name: string, all: Body): Promise<Document> {
    const { lsid, txnNumber, startTransaction, autocommit, $db, maxTimeMS, readConcern, writeConcern, ...rest } = all
    const { $readPreference: _, $clusterTime: __, ...body } = rest
    const session = lsid === undefined ? undefined : sessionOf(lsid)
    const number = txnNumber === undefined ? undefined : String(txnNumber)
    if (number !== undefined && options.kind === 'standalone')
      throw new Failure(20, 'IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos')
    if (name === 'endSessions' || name === 'killCursors' || name === 'getMore') return housekeeping(name, body)
    if (name === 'commitTransaction' || name === 'abortTransaction') return ending(name, session, number)
    if (autocommit !== undefined && autocommit !== false) throw invalidOptions('autocommit can only be false')
    const command = commands[name]
    if (!command) throw new Failure(59, 'CommandNotFound', `no such command: '${name}'`)
    const deadline = performance.now() + (typeof maxTimeMS === 'number' && maxTimeMS > 0 ? maxTimeMS : 60_000)
    const context = { storage, database: String($db), cursors, lacks, deadline }
    if (autocommit === false) {
      if (writeConcern !== undefined) throw invalidOptions('writeConcern is not allowed within a multi-statement transaction')
      if (readConcern !== undefined && startTransaction !== true)
        throw invalidOptions('only the first command in a transaction may have a readConcern')
      const transaction = begun(session, number, startTransaction === true)
      return inside(transaction, () => command(body, { ...context, transaction }))
    }
    if (number === undefined || !session) return command(body, { ...context, transaction: undefined })
    return retryable(session, number, () => command(body, { ...context, transaction: undefined }))
  }

  function sessionOf(lsid: unknown): Session {
    const key = keyOf(lsid)
    const session = known.get(key) ?? {}
    known.set(key, session)
    return session
  }

  function begun(session: Session | undefined, number: string | undefined, starts: boolean): Transaction {
    if (!session || number === undefined) throw invalidOptions('a transaction needs a session and a number')
    if (starts) {
      if (session.transaction?.number === number) throw noSuchTransaction()
      if (session.transaction) storage.abort(session.transaction.of)
      session.transaction = { number, of: storage.begin() }
    }
    if (session.transaction?.number !== number || session.transaction.of.state !== 'running') throw noSuchTransaction()
    return session.transaction.of
  }

  function ending(name: string, session: Session | undefined, number: string | undefined): Document {
    if (lacks.has('transactions')) throw new Failure(59, 'CommandNotFound', `no such command: '${name}'`)
    const found = session?.transaction
    if (!found || found.number !== number) throw noSuchTransaction()
    // Committing again what is committed is fine: its answer was lost.
    if (name === 'commitTransaction' && found.of.state === 'committed') return {}
    if (name === 'abortTransaction' && found.of.state !== 'running') throw noSuchTransaction()
    if (name === 'commitTransaction') storage.commit(found.of)
    else storage.abort(found.of)
    return {}
  }

  function housekeeping(name: string, body: Body): Document {
    if (name === 'getMore') return cursors.more(body)
    if (name === 'killCursors') return cursors.kill(body)
    for (const lsid of body.endSessions as unknown[]) {
      const session = known.get(keyOf(lsid))
      if (session?.transaction) storage.abort(session.transaction.of)
      known.delete(keyOf(lsid))
    }
    return {}
  }

  /** An error ends the transaction, whatever it is. */
  async function inside(transaction: Transaction, work: () => Promise<Document> | Document): Promise<Document> {
    try {
      const { aborts, ...reply } = await work()
      if (aborts) storage.abort(transaction)
      return reply
    } catch (error) {
      storage.abort(transaction)
      throw error
    }
  }
}

/** The same write again, because its answer was lost, answers what it answered and does nothing. */
async function retryable(session: Session, number: string, work: () => Promise<Document> | Document): Promise<Document> {
  if (session.written?.number === number) return session.written.reply
  const reply = Promise.resolve(work())
  session.written = { number, reply }
  return reply.catch((error) => {
    // Nothing was written, so that the next attempt is the first.
    if (session.written?.number === number) delete session.written
    throw error
  })
}

function greeting({ kind, passwords }: StandInOptions, host: string, body: Body): Document {
  const set = { setName: 'rs0', setVersion: 1, hosts: [host], primary: host, me: host, secondary: false }
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    ...(kind === 'replica set' && set),
    ...(passwords && body.saslSupportedMechs !== undefined && { saslSupportedMechs: ['SCRAM-SHA-256'] }),
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
  }
}

function createCursors() {
  const open = new Map<string, { readonly namespace: string; rest: readonly Document[] }>()
  let last = 0
  return {
    open(namespace: string, documents: readonly Document[], batchSize: number): Document {
      const rest = documents.slice(batchSize)
      if (rest.length > 0) open.set(String(++last), { namespace, rest })
      return { cursor: { id: Long.fromNumber(rest.length > 0 ? last : 0), ns: namespace, firstBatch: documents.slice(0, batchSize) } }
    },
    more(body: Body): Document {
      const cursor = open.get(String(body.getMore))
      if (!cursor) throw new Failure(43, 'CursorNotFound', `cursor id ${body.getMore} not found`)
      const size = Number(body.batchSize ?? cursor.rest.length)
      const nextBatch = cursor.rest.slice(0, size)
      cursor.rest = cursor.rest.slice(size)
      if (cursor.rest.length === 0) open.delete(String(body.getMore))
      return { cursor: { id: Long.fromNumber(cursor.rest.length > 0 ? Number(body.getMore) : 0), ns: cursor.namespace, nextBatch } }
    },
    kill(body: Body): Document {
      const killed = (body.cursors as unknown[]).filter((id) => open.delete(String(id)))
      return { cursorsKilled: killed, cursorsNotFound: [], cursorsAlive: [], cursorsUnknown: [] }
    },
  }
}
