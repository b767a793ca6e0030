import type { Filter } from 'mongodb'
import { patience } from '../time-limits.js'
import type { Pending, UserDocument } from './documents.js'
import { isLost, repeated, type Scope } from './scope.js'
import { pendingBy } from './way.js'

type Step = (scope: Scope) => Promise<unknown>

/** What a transaction has to do at its end where the server has none. */
export interface Journal {
  /** The name of this transaction in the marks it sets. */
  readonly by: string
  /** The mark of a user who is there when the transaction ends. */
  mark(now: number): Pending
  /** Users made here, to be let in at the end. */
  readonly made: string[]
  /** Undoes a write, the last one first. */
  readonly undo: Step[]
  /** Waits for the end. */
  readonly last: Step[]
}

export function createJournal(by: string): Journal {
  return { by, mark: (now) => pendingBy(by, now), made: [], undo: [], last: [] }
}

/** Lets the users in; one of them is the rule, and then this is one step. False if somebody cleared one away meanwhile. */
export async function commit(journal: Journal, outside: Scope): Promise<boolean> {
  for (const id of journal.made) if (!(await letIn(id, journal, outside))) return false
  for (const step of journal.last) await step(outside)
  return true
}

/** Tried for a while where the answer is lost: whoever comes second finds it done. */
async function letIn(id: string, { by }: Journal, { collections: { users }, run, read }: Scope): Promise<boolean> {
  const mine = { _id: id, 'pending.by': by } as Filter<UserDocument>
  const end = performance.now() + patience
  for (;;) {
    try {
      const { matchedCount } = await run((options) => users.updateOne(mine, { $unset: { pending: '' } }, options))
      return matchedCount === 1 || (await read((options) => users.findOne(letInAlready(id), options))) !== null
    } catch (error) {
      if (!isLost(error) || performance.now() > end) throw error
    }
  }
}

function letInAlready(id: string): Filter<UserDocument> {
  return { _id: id, 'pending.by': null } as Filter<UserDocument>
}

/**
 * The last write first, each of them such that twice is as good as once. One that cannot be undone must not keep the others from it; what
 * is left is cleared away by `way.ts`.
 */
export async function undo(journal: Journal, outside: Scope): Promise<void> {
  const again: Scope = { ...outside, run: (call, same) => repeated(call, outside.limits, same) }
  for (const step of journal.undo.toReversed()) await step(again).catch(() => undefined)
}
