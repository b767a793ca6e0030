import { isAuthError } from '../../../base/errors.js'
import type { Earlier } from '../../earlier/recognise.js'
import { emptyTally, type Kind, type Outcome, type Tally, type Tools } from '../../earlier/take-over.js'
import type { Execute } from '../dialect.js'
import { plain } from '../statement.js'
import type { Row } from '../tables.js'
import { type Batches, createBatches } from './batches.js'
import type { Bench } from './bench.js'
import { type Walk, walk } from './read.js'

/** How many rows are read, and written under the lock, at once. */
const batch = 500

/** Users first, whose address was proven before the others: of two users with one address, it is theirs. */
export async function takeAll(earlier: Earlier, bench: Bench, tools: Tools): Promise<Tally> {
  const tally = emptyTally()
  const { users, accounts, sessions } = earlier
  const batches = createBatches(earlier, bench, tools)
  const walks: readonly (readonly [Kind, Walk])[] = [
    ['users', walk('users', users, 'proven', bench)],
    ['users', walk('users', users, 'unproven', bench)],
    ['accounts', walk('accounts', accounts, undefined, bench)],
    ...(sessions ? [['sessions', walk('sessions', sessions, undefined, bench)] as const] : []),
  ]
  for (const [kind, steps] of walks) {
    await through(kind, steps, batches, bench, (outcomes) => {
      for (const [outcome, count] of outcomes) tally[kind][outcome] = (tally[kind][outcome] ?? 0) + count
      tools.progress?.(
        kind,
        Object.values(tally[kind]).reduce((sum, count) => sum + count, 0),
      )
    })
  }
  return tally
}

type Outcomes = ReadonlyMap<Outcome, number>

/** One batch after the other; one that the database refuses goes row by row, so that a single row stops nothing. */
async function through(kind: Kind, steps: Walk, batches: Batches, bench: Bench, count: (outcomes: Outcomes) => void): Promise<void> {
  let behind: Row | undefined
  let [size, alone, failures] = [batch, 0, 0]
  for (;;) {
    const seen: { rows: readonly Row[] } = { rows: [] }
    try {
      count(
        await atOnce(bench, async (execute) => {
          const { statement, values } = steps.next(behind, size)
          seen.rows = await bench.run(execute, statement, values)
          return batches[kind](seen.rows, execute)
        }),
      )
      failures = 0
    } catch (error) {
      if (!isOfRows(error)) throw error
      failures += 1
      // Once more as it was: the running application may have written the same meanwhile.
      if (failures === 1) continue
      if (size > 1) {
        ;[size, alone, failures] = [1, batch, 0]
        continue
      }
      count(new Map([['refused', 1]]))
      failures = 0
    }
    if (seen.rows.length < size) return
    behind = seen.rows.at(-1)
    if (size === 1) alone -= 1
    if (alone === 0) size = batch
  }
}

/** Under the lock of migrations, and wholly or not at all. */
function atOnce<T>({ ground, family }: Bench, work: (execute: Execute) => Promise<T>): Promise<T> {
  return ground.store.migrate(async (execute) => {
    // A migration of tables has no transaction there; the end of it commits this one.
    if (family === 'mysql') await execute(plain('start transaction', true), [])
    return work(execute)
  })
}

/** An outage concerns all rows, and tables that are missing do; whatever else is refused, one row may be the reason. */
function isOfRows(error: unknown): boolean {
  return isAuthError(error) && error.type === 'AdapterError' && error.details.trouble === undefined
}
