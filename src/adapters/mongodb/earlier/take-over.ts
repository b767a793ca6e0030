import type { Db } from 'mongodb'
import { type Earlier, recognise } from '../../earlier/recognise.js'
import type { TakeOver, Tools } from '../../earlier/take-over.js'
import { collectionNames } from '../collections.js'
import type { MongodbGround } from '../ground.js'
import { createLedger, ledgerName } from './ledger.js'
import { shapesOf } from './read.js'
import { survey, takeAll } from './take.js'

const suffix = '_before_6'

/** Collections of v3, v4 or v5; `undefined` where there are none. */
export async function findEarlier(ground: MongodbGround, tools: Tools): Promise<TakeOver | undefined> {
  const { db, prefix, schema } = ground
  const look = async (): Promise<Earlier | undefined> => {
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
    const ours = await oursAmong(names, db)
    const foreign = names.filter((name) => !ours.has(name))
    return recognise(await shapesOf(foreign, db), ours, prefix)
  }
  const earlier = await look()
  if (!earlier) return undefined
  const ledger = createLedger(ground, tools)
  const inTheWay = await renamed(earlier, ground)
  return {
    statements: inTheWay.map((name) => `db.getCollection(${JSON.stringify(name)}).renameCollection(${JSON.stringify(name + suffix)})`),
    inTheWay: inTheWay.length > 0,
    hasRun: () => ledger.isFinished(),
    describe: async () => survey(earlier, ground, tools),
    makeRoom: () =>
      schema.up(async () => {
        // Looked at again: another process may have done it while this one waited for the lock.
        const now = await look()
        for (const name of now ? await renamed(now, ground) : []) await db.collection(name).rename(name + suffix)
      }),
    async take() {
      const tally = await takeAll((await look()) ?? earlier, ground, tools, ledger)
      await ledger.finish()
      return tally
    },
  }
}

/** Those beside a document that says which version made them, under whatever prefix. */
async function oursAmong(names: readonly string[], db: Db): Promise<ReadonlySet<string>> {
  const ours = new Set<string>()
  for (const schema of names.filter((name) => name.endsWith(collectionNames.schema))) {
    const made = await db.collection<{ _id: string }>(schema).findOne({ _id: 'version' })
    const prefix = schema.slice(0, -collectionNames.schema.length)
    for (const name of made ? [...Object.values(collectionNames), ledgerName] : [collectionNames.schema, ledgerName])
      ours.add(prefix + name)
  }
  return ours
}

/**
 * Those that have the names of ours: they get others. An empty one tells nothing of itself, but its unique indexes would be on fields that our
 * documents lack, and the second of those a duplicate.
 */
async function renamed({ users, accounts, sessions, others }: Earlier, { db, prefix }: MongodbGround): Promise<readonly string[]> {
  const needed = new Set(Object.values(collectionNames).map((name) => prefix + name))
  const known = [users.name, accounts.name, ...(sessions ? [sessions.name] : []), ...others].filter((name) => needed.has(name))
  const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const ours = await oursAmong(names, db)
  const unsaid = names.filter((name) => needed.has(name) && !ours.has(name) && !known.includes(name))
  const empty = await Promise.all(unsaid.map(async (name) => ((await db.collection(name).findOne()) ? [] : [name])))
  return [...known, ...empty.flat()]
}
