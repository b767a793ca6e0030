import type { Db, MongoClient, MongoClientOptions } from 'mongodb'
import { AuthError } from '../../base/errors.js'
import { limited } from '../../base/limited.js'
import { loadDriver } from '../driver.js'
import { outage, schemaMissing } from '../failures.js'
import type { Backend, OpenOptions, OpenStore, Schema } from '../open-store.js'
import type { MongodbTarget } from '../target.js'
import { patience } from '../time-limits.js'
import { mongodbAdapter } from './adapter.js'
import { type Collections, collectionsOf } from './collections.js'
import { explain, isUnsupported } from './explain.js'
import { createSchema, keepsAddressesUnique, script } from './schema.js'
import { bounded, type Limits, repeated, type Scope, usualLimits } from './scope.js'

/** MongoDB, and servers that speak its protocol. */
export const mongodbBackend: Backend<MongodbTarget> = {
  open,
  script: async ({ entityPrefix }, now) => script(entityPrefix, now),
}

async function open(target: MongodbTarget, options: OpenOptions): Promise<OpenStore> {
  const { clock, generateId, warn } = options
  const limits: Limits = { wait: target.pool.wait, answer: target.pool.answer ?? usualLimits.answer }
  const client = (target.client as MongoClient | undefined) ?? (await createClient(target, limits))
  const close = async (): Promise<void> => {
    if (target.client === undefined) await limited(client.close(), patience, () => outage('slow')).catch(() => undefined)
  }
  try {
    const db = client.db(target.database)
    const collections = collectionsOf(db, target.entityPrefix)
    const transactions = await hasTransactions(client, db, collections, limits)
    const schema = createSchema({ collections, prefix: target.entityPrefix, clock, warn })
    if (target.synchronize) await schema.up()
    await warnOf(schema, warn)
    const scope: Scope = {
      collections,
      clock,
      generateId,
      lacks: {},
      limits,
      run: (call, same) => bounded(call, limits, undefined, same),
      read: (call) => repeated(call, limits),
      ready: readiness(collections),
    }
    const prepare = async (): Promise<void> => {
      await schema.up()
    }
    const ground = { kind: 'mongodb', db, collections, schema, prefix: target.entityPrefix, clock } as const
    return { adapter: { ...mongodbAdapter(scope, client, transactions), prepare, close }, schema, ground }
  } catch (error) {
    await close()
    throw explain(error)
  }
}

async function createClient({ url, pool }: MongodbTarget, limits: Limits): Promise<MongoClient> {
  const { MongoClient } = await loadDriver<typeof import('mongodb')>('mongodb', 'MongoDB')
  const defaults: MongoClientOptions = {
    appName: 'next-auth',
    maxPoolSize: pool.max,
    maxIdleTimeMS: pool.idle,
    waitQueueTimeoutMS: pool.wait,
    serverSelectionTimeoutMS: pool.wait,
    connectTimeoutMS: pool.wait,
    // A connection that says nothing for longer than an operation may take is not coming back.
    socketTimeoutMS: limits.answer,
    retryReads: true,
    retryWrites: true,
  }
  const said = namesIn(url)
  const options = Object.fromEntries(Object.entries(defaults).filter(([name]) => !said.has(name.toLowerCase())))
  try {
    return new MongoClient(url, options)
  } catch {
    // What the driver says of a URL may be the URL, with the password in it.
    throw new AuthError(
      'InvalidOption',
      'MongoDB’s driver does not take the `database` URL. Write `mongodb://user:password@host:27017/name`, with special characters percent-encoded, and only options that the driver knows.',
      { details: { option: 'database' } },
    )
  }
}

/** What the URL says itself is not for us to say; names of options know no case there. */
function namesIn(url: string): ReadonlySet<string> {
  const at = url.indexOf('?')
  return new Set(at === -1 ? [] : [...new URLSearchParams(url.slice(at + 1)).keys()].map((name) => name.toLowerCase()))
}

/** A replica set or a sharded cluster has them; whether another server of the family does, one of them tells. */
async function hasTransactions(client: MongoClient, db: Db, { users }: Collections, limits: Limits): Promise<boolean> {
  const hello = await bounded(({ maxTimeMS }) => db.command({ hello: 1, maxTimeMS }, { readPreference: 'primary' }), limits)
  if (typeof hello.setName !== 'string' && hello.msg !== 'isdbgrid') return false
  const session = client.startSession()
  try {
    session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' }, readPreference: 'primary' })
    await bounded((options) => users.findOne({ _id: '' }, options), limits, session)
    await limited(session.commitTransaction(), limits.wait + limits.answer, () => outage('slow'))
    return true
  } catch (error) {
    if (isWithoutTransactions(error) || isWithoutTransactions((error as Error).cause)) return false
    throw error
  } finally {
    await session.endSession()
  }
}

/** IllegalOperation, OperationNotSupportedInTransaction, or not known at all. */
function isWithoutTransactions(error: unknown): boolean {
  return isUnsupported(error) || [20, 263].includes(Number((error as { code?: unknown } | undefined)?.code))
}

/** Looked at until it is so; then never again. Whoever forgot to migrate is told before anything is written. */
function readiness(collections: Collections): () => Promise<void> {
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    if (!(await keepsAddressesUnique(collections))) throw schemaMissing()
  }
  return () => {
    looking ??= look().catch((error: unknown) => {
      looking = undefined
      throw error
    })
    return looking
  }
}

/** Another version works as long as addresses are kept unique, so it is worth a word, not a failure. */
async function warnOf(schema: Schema, warn: OpenOptions['warn']): Promise<void> {
  const { version, newest, problems } = await schema.status()
  if (version > newest)
    warn(
      'SCHEMA_NEWER',
      `The database was migrated by a newer next-auth (schema ${version}, this one knows ${newest}). Deploy the newer one when you can.`,
    )
  for (const problem of problems) warn('SCHEMA_CHANGED', problem)
}
