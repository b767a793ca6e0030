import type { Collection } from 'mongodb'
import type { Kind, Tools } from '../../earlier/take-over.js'
import type { MongodbGround } from '../ground.js'

/** Which keys were taken over; a collection of its own, made by the first takeover and gone with the earlier ones. */
export const ledgerName = 'next_auth_earlier'

/** What a batch is about is noted before and after, since not every server has transactions: stopped between, it counts as begun. */
export interface Ledger {
  keyOf(kind: Kind, ...parts: readonly string[]): Promise<string>
  has(keys: readonly string[]): Promise<ReadonlySet<string>>
  /** Keys of batches that did not come to their end. */
  begun(): Promise<ReadonlySet<string>>
  begin(keys: readonly string[]): Promise<void>
  add(kind: Kind, keys: readonly string[]): Promise<void>
  finish(): Promise<void>
  isFinished(): Promise<boolean>
}

interface LedgerDocument {
  readonly _id: string
  readonly kind?: string
  readonly keys?: readonly string[]
}

export function createLedger({ db, prefix }: MongodbGround, { sha256 }: Pick<Tools, 'sha256'>): Ledger {
  const ledger: Collection<LedgerDocument> = db.collection(`${prefix}${ledgerName}`, {
    writeConcern: { w: 'majority' },
    readPreference: 'primary',
  })
  const has: Ledger['has'] = async (keys) => {
    const found = keys.length > 0 ? await ledger.find({ _id: { $in: [...keys] } }).toArray() : []
    return new Set(found.map(({ _id }) => _id))
  }
  return {
    keyOf: async (kind, ...parts) => sha256(JSON.stringify([kind, ...parts])),
    has,
    async begun() {
      const keys = (await ledger.findOne({ _id: 'batch' }))?.keys ?? []
      const ended = await has(keys)
      return new Set(keys.filter((key) => !ended.has(key)))
    },
    async begin(keys) {
      await ledger.updateOne({ _id: 'batch' }, { $set: { keys: [...keys] } }, { upsert: true })
    },
    add: async (kind, keys) => {
      await insertNew(
        ledger,
        keys.map((_id) => ({ _id, kind })),
      )
    },
    async finish() {
      await ledger.deleteOne({ _id: 'batch' })
      await ledger.updateOne({ _id: 'finished' }, { $set: { kind: 'finished' } }, { upsert: true })
    },
    isFinished: async () => (await ledger.findOne({ _id: 'finished' })) !== null,
  }
}

/** Those that are there already stay as they are; the places in the list of those that were refused. */
export async function insertNew<T extends { readonly _id: string }>(
  collection: Collection<T>,
  documents: readonly T[],
): Promise<ReadonlySet<number>> {
  if (documents.length === 0) return new Set()
  try {
    await collection.insertMany(documents as never, { ordered: false })
    return new Set()
  } catch (error) {
    const { writeErrors } = error as { writeErrors?: { code?: number; index: number } | { code?: number; index: number }[] }
    const refused = [writeErrors ?? []].flat()
    // A second one of the same key or address; whatever else went wrong stops the run.
    if (refused.length === 0 || refused.some(({ code }) => code !== 11_000)) throw error
    return new Set(refused.map(({ index }) => index))
  }
}
