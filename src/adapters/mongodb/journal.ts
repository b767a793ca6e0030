import type { Filter } from 'mongodb'
import { lostToAnother } from '../failures.js'
import type { Pending, UserDocument } from './documents.js'
import type { Scope } from './scope.js'
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

/** Lets the users in; one of them is the rule, and then this is one step. Fails if somebody cleared one away meanwhile. */
export async function commit(journal: Journal, outside: Scope): Promise<void> {
  for (const id of journal.made) if (!(await letIn(id, journal, outside))) throw lostToAnother()
  for (const step of journal.last) await step(outside)
}

async function letIn(id: string, { by }: Journal, { collections: { users }, run }: Scope): Promise<boolean> {
  const mine = { _id: id, 'pending.by': by } as Filter<UserDocument>
  const { matchedCount } = await run((options) => users.updateOne(mine, { $unset: { pending: '' } }, options))
  if (matchedCount === 1) return true
  // The driver sends a write again when the answer was lost: the first one may have done it.
  return (await run((options) => users.findOne({ _id: id, 'pending.by': null } as Filter<UserDocument>, options))) !== null
}

/** The last write first. One that cannot be undone must not keep the others from it; what is left is cleared away by `way.ts`. */
export async function undo(journal: Journal, outside: Scope): Promise<void> {
  for (const step of journal.undo.toReversed()) await step(outside).catch(() => undefined)
}
