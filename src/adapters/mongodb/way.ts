import type { Filter } from 'mongodb'
import { isAuthError } from '../../base/errors.js'
import { patience } from '../time-limits.js'
import { uuidV7 } from '../uuid.js'
import type { Pending, UserDocument } from './documents.js'
import type { Scope } from './scope.js'

/**
 * A user counts from one moment on, and until one moment: while the document says `pending`, there is no such user for anybody outside
 * of the transaction named in it. Accounts and sessions count as long as their user does, so that one document decides for all of
 * them, on servers without transactions too: setting or taking away that mark is the commit.
 *
 * What a crash left behind is therefore invisible, but it may be in somebody's way: of the same address, or the same account. Whoever
 * runs into it waits until it is settled, or its time is up, and then clears it away. That is safe at any time: a transaction commits
 * only if its own mark is still there.
 */
export function isThere(user: UserDocument | null | undefined, { journal }: Scope): user is UserDocument {
  return user != null && (user.pending == null || user.pending.by === journal?.by)
}

/** The condition of a write to a user who is there. `null` is also what a field that is missing equals. */
export function there(id: string, { journal }: Scope): Filter<UserDocument> {
  return { _id: id, 'pending.by': journal ? { $in: [null, journal.by] } : null } as Filter<UserDocument>
}

export function pendingBy(by: string, now: number): Pending {
  return { by, until: new Date(now + patience) }
}

/** What may stand in the way of a write. */
export type Blocker = { readonly user: Filter<UserDocument> } | { readonly account: string }

/** Writes once nothing is in the way but what is there for good; that is the conflict. */
export async function insist<T>(write: () => Promise<T>, blocker: (kind: string) => Blocker | undefined, scope: Scope): Promise<T> {
  const end = performance.now() + patience
  for (;;) {
    try {
      return await write()
    } catch (error) {
      const kind = isAuthError(error) ? error.details.conflict : undefined
      if (typeof kind !== 'string') throw error
      const inTheWay = blocker(kind)
      // The server has undone our transaction by now: what follows is for the next attempt.
      const outside = scope.outside ?? scope
      if (scope.session && kind === 'race') await untilSeen(inTheWay, outside)
      const cleared = inTheWay !== undefined && (await settled(inTheWay, scope.session ? outside : scope, end))
      if (!cleared || scope.session || performance.now() > end) throw error
    }
  }
}

/** Waits for what stands in the way; whether it is gone. */
async function settled(blocker: Blocker, scope: Scope, end: number): Promise<boolean> {
  for (let pause = 5; ; pause = Math.min(pause * 2, 80)) {
    const user = await ownerOf(blocker, scope)
    if (!user) return true
    if (user.pending == null || user.pending.by === scope.journal?.by) return false
    if (user.pending.until.getTime() <= scope.clock() || performance.now() > end) return remove(user, scope)
    await wait(pause)
  }
}

/** The user behind it. An account whose user is gone belongs to nobody, and goes too. */
async function ownerOf(blocker: Blocker, { collections: { users, accounts }, run, read }: Scope): Promise<UserDocument | null> {
  if ('user' in blocker) return read((options) => users.findOne(blocker.user, options))
  const account = await read((options) => accounts.findOne({ _id: blocker.account }, options))
  if (!account) return null
  const user = await read((options) => users.findOne({ _id: account.userId }, options))
  if (!user) await run((options) => accounts.deleteOne({ _id: account._id, userId: account.userId }, options))
  return user
}

/** The winner of a race between two transactions of the server is seen when it commits; whoever lost reads the facts again then. */
async function untilSeen(blocker: Blocker | undefined, scope: Scope): Promise<void> {
  const end = performance.now() + 1_000
  // By chance, so that those who lost do not meet again.
  const [chance = 0] = crypto.getRandomValues(new Uint8Array(1))
  for (let pause = 5 + chance / 12; performance.now() < end; pause *= 1.5) {
    await wait(pause)
    if (!blocker || (await ownerOf(blocker, scope))) return
  }
}

/** Takes a user with everything of theirs away, if the document is still as it was seen; whether it was. */
export async function remove(seen: UserDocument, scope: Scope): Promise<boolean> {
  const { collections, clock, run } = scope
  const mark = removal(clock())
  const filter = { _id: seen._id, 'pending.by': seen.pending?.by ?? null } as Filter<UserDocument>
  const { matchedCount } = await run((options) => collections.users.updateOne(filter, { $set: { pending: mark } }, options))
  if (matchedCount === 1) await clearAway(seen._id, mark, scope)
  return true
}

export function removal(now: number): Pending {
  return pendingBy(`removal ${uuidV7(now)}`, now)
}

/**
 * The document goes last: while it is there, marked, whoever finds it finishes what was begun, and nobody gets the same id with a
 * stranger's sessions waiting.
 */
export async function clearAway(id: string, mark: Pending, { collections: { users, accounts, sessions }, run }: Scope): Promise<void> {
  await run((options) => sessions.deleteMany({ userId: id }, options))
  await run((options) => accounts.deleteMany({ userId: id }, options))
  await run((options) => users.deleteOne({ _id: id, 'pending.by': mark.by } as Filter<UserDocument>, options))
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
