import { AuthError, isAuthError } from '../../base/errors.js'
import { lostToAnother } from '../failures.js'
import type { OpenOptions, Schema } from '../open-store.js'
import { migrationLimit } from '../time-limits.js'
import { uuidV7 } from '../uuid.js'
import { type Collections, collectionNames, type SchemaDocument } from './collections.js'
import { addressIndex, command, createIndex, type Index, indexes, isAmong, listIndexes } from './indexes.js'
import { bounded, type Call, usualLimits } from './scope.js'

const newest = 1
const name = '0001-first-collections'

export interface SchemaOptions extends Pick<OpenOptions, 'clock' | 'warn'> {
  readonly collections: Collections
  readonly prefix: string
}

export interface MongodbSchema extends Schema {
  /** `before` runs under the lock, ahead of what is missing. */
  up(before?: () => Promise<void>): Promise<readonly string[]>
}

/** Collections come with their first document; what has to be made are indexes, and a document that says so. */
export function createSchema(options: SchemaOptions): MongodbSchema {
  const { collections, prefix, clock } = options
  return {
    async status() {
      const { version, missing } = await look(collections)
      const lacking = version === 0 ? [] : missing
      return {
        version,
        newest,
        pending: version < newest ? [name] : [],
        problems: lacking.map((index) => `The index ${prefix}${index.name} is missing: ${index.lack}`),
      }
    },
    async plan() {
      const { version, missing } = await look(collections)
      return [...missing.map((index) => command(index, prefix)), ...(version < newest ? [record(prefix, clock())] : [])]
    },
    async up(before) {
      const isDone = ({ version, missing }: Found): boolean => version >= newest && missing.length === 0
      if (!before && isDone(await look(collections))) return []
      return locked(options, async () => {
        await before?.()
        // Looked at again: another process may have done it while this one waited.
        const found = await look(collections)
        return isDone(found) ? [] : make(found, options)
      })
    },
  }
}

/** All of it as a script for mongosh. */
export function script(prefix: string, now: number): readonly string[] {
  return [...indexes.map((index) => command(index, prefix)), record(prefix, now)]
}

/** Whether the database keeps addresses unique. */
export async function keepsAddressesUnique({ users }: Collections): Promise<boolean> {
  return isAmong(addressIndex, await listIndexes(users as never))
}

interface Found {
  readonly version: number
  readonly without: readonly string[]
  readonly missing: readonly Index[]
}

async function look(collections: Collections): Promise<Found> {
  const made = await patiently((options) => collections.schema.findOne({ _id: 'version' }, options))
  const without = made?.without ?? []
  const keys = [...new Set(indexes.map(({ collection }) => collection))]
  const lists = new Map(await Promise.all(keys.map(async (key) => [key, await listIndexes(collections[key] as never)] as const)))
  const missing = indexes.filter((index) => !isAmong(index, lists.get(index.collection) ?? []) && !without.includes(index.name))
  return { version: made?.version ?? 0, without, missing }
}

async function make(found: Found, { collections, prefix, clock, warn }: SchemaOptions): Promise<readonly string[]> {
  if (found.version === 0) await refuseForeignDocuments(collections)
  const lesser: string[] = []
  const without = [...found.without]
  for (const index of found.missing) {
    const form = await createIndex(index, collections[index.collection] as never, prefix)
    if (form === 'none' && index === addressIndex)
      throw new AuthError('AdapterError', 'The server has no unique indexes: nothing would keep two users from sharing an address.')
    if (form === 'none') without.push(index.name)
    if (form !== 'best') lesser.push(index.name)
  }
  if (lesser.length > 0)
    warn('INDEX_NOT_SUPPORTED', `This server does not know the kind of index that we ask for: ${lesser.join(', ')}. ${meanwhile}`)
  const version = { version: newest, appliedAt: new Date(clock()), without }
  if (found.version > newest) return found.missing.map((index) => index.name)
  await patiently((options) => collections.schema.updateOne({ _id: 'version' }, { $set: version }, { ...options, upsert: true }))
  return found.version < newest ? [name] : found.missing.map((index) => index.name)
}

const meanwhile = 'It works without: expired documents go when next-auth sweeps.'

/** Whoever migrates may take longer than a visitor waits. */
function patiently<T>(call: Call<T>): Promise<T> {
  return bounded(call, usualLimits)
}

/** Collections of the same names that are not ours are never touched. */
async function refuseForeignDocuments(collections: Collections): Promise<void> {
  for (const key of ['users', 'accounts', 'sessions', 'tokens', 'counters'] as const) {
    const collection = collections[key] as Collections['users']
    if ((await patiently((options) => collection.findOne({}, options))) === null) continue
    throw new AuthError(
      'AdapterError',
      `The database has a collection \`${collection.collectionName}\` that next-auth did not make. Collections of next-auth 3, 4 and 5 are taken over by \`npx next-auth migrate\`. For others, give next-auth a database of its own, or pass an \`adapter\` that knows your collections.`,
      { details: { collection: collectionNames[key] } },
    )
  }
}

/** One process at a time, among all of them: the document `lock` can be there once. */
export async function locked<T>(
  { collections: { schema }, clock }: Pick<SchemaOptions, 'collections' | 'clock'>,
  work: () => Promise<T>,
): Promise<T> {
  const owner = uuidV7(clock())
  const end = performance.now() + migrationLimit
  while (!(await takeLock(schema, owner, clock()))) {
    if (performance.now() > end) throw lostToAnother()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  try {
    return await work()
  } finally {
    await patiently((options) => schema.deleteOne({ _id: 'lock', owner }, options))
  }
}

async function takeLock(schema: Collections['schema'], owner: string, now: number): Promise<boolean> {
  const free = { _id: 'lock', until: { $lte: new Date(now) } } as const
  const mine: Partial<SchemaDocument> = { owner, until: new Date(now + migrationLimit) }
  try {
    await patiently((options) => schema.updateOne(free, { $set: mine }, { ...options, upsert: true }))
    return true
  } catch (error) {
    // Another one has it: the filter does not fit, and a second document of that `_id` there cannot be.
    if (isAuthError(error) && error.details.conflict !== undefined) return false
    throw error
  }
}

function record(prefix: string, now: number): string {
  const where = JSON.stringify(`${prefix}${collectionNames.schema}`)
  return `db.getCollection(${where}).updateOne({ _id: "version" }, { $set: { version: ${newest}, appliedAt: new Date(${now}) } }, { upsert: true })`
}
