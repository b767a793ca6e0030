import type { Collection, Filter } from 'mongodb'
import type { Adapter } from '../contract.js'
import { lostToAnother, unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newVerificationToken, windowEnd } from '../records.js'
import { type CounterDocument, tokenDocument, tokenOf, type UserDocument } from './documents.js'
import type { Scope } from './scope.js'
import { remove } from './way.js'

type TokenVerbs = Required<Pick<Adapter, 'createVerificationToken' | 'useVerificationToken' | 'countAttempt' | 'sweep'>>

export function tokenVerbs(scope: Scope): TokenVerbs {
  const { collections, run, clock, journal } = scope
  const { tokens } = collections
  return {
    async createVerificationToken(token) {
      const made = newVerificationToken(token)
      await scope.ready()
      await run((options) => tokens.insertOne(tokenDocument(made, new Date(clock())), options), 'token')
      journal?.undo.push(({ run: outside }) => outside((options) => tokens.deleteOne({ _id: made.token }, options)))
      return made
    },
    async useVerificationToken(key) {
      if (!isKey(key?.identifier) || !isKey(key.token)) return null
      const filter = { _id: key.token, identifier: key.identifier }
      const used = await run((options) => tokens.findOneAndDelete(filter, { ...options, includeResultMetadata: false }))
      if (used?._id !== key.token || used.identifier !== key.identifier) return null
      journal?.undo.push(({ run: outside }) => outside((options) => tokens.insertOne(used, options)))
      return tokenOf(used)
    },
    async countAttempt({ key, windowSeconds }) {
      if (!isKey(key)) throw unusable('key')
      // Not undone with a transaction of ours: an attempt that was made was made.
      const now = clock()
      const { count, resets } = await countOne(key, new Date(now), windowEnd(windowSeconds, now), scope)
      return { count, resets }
    },
    sweep: (before) => sweep(before, scope),
  }
}

/**
 * One more in the running window; if none runs, the first of a new one. Each of the two is one atomic operation that fits only one of
 * the cases, and `_id` decides who begins a window: whoever comes second counts in it.
 */
async function countOne(
  key: string,
  now: Date,
  resets: Date,
  { collections: { counters }, run }: Scope,
): Promise<Pick<CounterDocument, 'count' | 'resets'>> {
  const after = { returnDocument: 'after', includeResultMetadata: false } as const
  for (let attempt = 0; attempt < 20; attempt++) {
    const running = { _id: key, resets: { $gt: now } }
    const counted = await run((options) => counters.findOneAndUpdate(running, { $inc: { count: 1 } }, { ...options, ...after }))
    if (counted) return counted
    const over = { _id: key, resets: { $lte: now } }
    const begin = { $set: { count: 1, resets } }
    const begun = await run((options) => counters.findOneAndUpdate(over, begin, { ...options, ...after, upsert: true }), 'token').catch(
      secondComer,
    )
    if (begun) return begun
  }
  throw lostToAnother()
}

function secondComer(error: { readonly details?: { readonly conflict?: unknown } }): null {
  if (error.details?.conflict === 'token') return null
  throw error
}

/** How many documents go at once. */
const batch = 500

/** TTL indexes do the same, a while later; not every server has them. Users whom a crash left half-made or half-removed go as well. */
async function sweep(before: Date, scope: Scope): Promise<number> {
  const { sessions, tokens, counters, users } = scope.collections
  let swept = 0
  swept += await sweepOne(sessions as unknown as Collection<Swept>, 'expires', before, scope)
  swept += await sweepOne(tokens as unknown as Collection<Swept>, 'expires', before, scope)
  swept += await sweepOne(counters as unknown as Collection<Swept>, 'resets', before, scope)
  if (scope.session || scope.journal) return swept
  const left = { 'pending.until': { $lt: new Date(Math.min(before.getTime(), scope.clock())) } } as Filter<UserDocument>
  const leftovers = await scope.read((options) => users.find(left, options).limit(batch).toArray())
  for (const user of leftovers) await remove(user, scope)
  return swept
}

type Swept = { readonly _id: string; readonly expires: Date; readonly resets: Date }

async function sweepOne(collection: Collection<Swept>, time: 'expires' | 'resets', before: Date, { run, read }: Scope): Promise<number> {
  const over = { [time]: { $lt: before } } as Filter<Swept>
  const found = await read((options) =>
    collection
      .find(over, { ...options, projection: { _id: 1 } })
      .limit(batch)
      .toArray(),
  )
  if (found.length === 0) return 0
  // The time again: what was refreshed meanwhile stays.
  const these = { ...over, _id: { $in: found.map(({ _id }) => _id) } } as Filter<Swept>
  return (await run((options) => collection.deleteMany(these, options))).deletedCount
}
