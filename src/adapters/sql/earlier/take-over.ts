import type { TakeOver, Tools } from '../../earlier/take-over.js'
import type { SqlGround } from '../ground.js'
import { plain } from '../statement.js'
import { createBench } from './bench.js'
import { finish, isFinished, makeLedger } from './ledger.js'
import { ledgerName, lookAt } from './look.js'
import { renamesFor } from './make-room.js'
import { survey } from './survey.js'
import { takeAll } from './take.js'

/** Tables of v3, v4 or v5 in a SQL database; `undefined` where there are none. */
export async function findEarlier(ground: SqlGround, tools: Tools): Promise<TakeOver | undefined> {
  const { store, schema, entityPrefix } = ground
  const bench = createBench(ground)
  const look = () => lookAt(bench, store.execute)
  const { earlier, tables } = await look()
  if (!earlier) return undefined
  const renames = await renamesFor({ earlier, tables }, bench, store.execute)
  const hasBegun = tables.has(entityPrefix + ledgerName)
  return {
    statements: [...renames, ...(hasBegun ? [] : [makeLedger(bench)])],
    inTheWay: renames.length > 0,
    hasRun: async () => hasBegun && isFinished(bench, store.execute),
    describe: () => survey(earlier, hasBegun, bench),
    makeRoom: () =>
      schema.up(async (execute) => {
        // Looked at again: another process may have done it while this one waited for the lock.
        const now = await lookAt(bench, execute)
        for (const text of await renamesFor(now, bench, execute)) await execute(plain(text, true), [])
        if (!now.tables.has(entityPrefix + ledgerName)) await execute(plain(makeLedger(bench), true), [])
      }),
    async take() {
      // By the names that the tables have now.
      const now = (await look()).earlier
      const tally = await takeAll(now ?? earlier, bench, tools)
      await store.migrate((execute) => finish(bench, execute))
      return tally
    },
  }
}
