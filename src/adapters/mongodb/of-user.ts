import type { Collection, Filter } from 'mongodb'
import { noSuchUser } from '../failures.js'
import type { AccountDocument, SessionDocument, UserDocument } from './documents.js'
import { isUnsupported } from './explain.js'
import type { Scope } from './scope.js'
import { insist, isThere, there } from './way.js'

type Owned = AccountDocument | SessionDocument
type Found<D> = { readonly row: D; readonly user: UserDocument } | null

/** A document and the user it belongs to, in one operation. Without its user it is not there. */
export async function withUser<D extends Owned>(collection: Collection<D>, id: string, scope: Scope): Promise<Found<D>> {
  if (scope.lacks.lookup) return inTwo(collection, id, scope)
  // The plain form of `$lookup`: servers of the family that have it at all have this one.
  const lookup = { from: scope.collections.users.collectionName, localField: 'userId', foreignField: '_id', as: 'users' }
  const stages = [{ $match: { _id: id } }, { $lookup: lookup }]
  try {
    const [row] = await scope.read((options) => collection.aggregate<D & { users: readonly UserDocument[] }>(stages, options).toArray())
    return row ? matching(row, row.users[0] ?? null, id, scope) : null
  } catch (error) {
    if (!isUnsupported((error as Error).cause)) throw error
    scope.lacks.lookup = true
    return inTwo(collection, id, scope)
  }
}

async function inTwo<D extends Owned>(collection: Collection<D>, id: string, scope: Scope): Promise<Found<D>> {
  const row = (await scope.read((options) => collection.findOne({ _id: id } as Filter<D>, options))) as D | null
  if (!row) return null
  return matching(row, await scope.read((options) => scope.collections.users.findOne({ _id: row.userId }, options)), id, scope)
}

function matching<D extends Owned>(row: D, user: UserDocument | null, id: string, scope: Scope): Found<D> {
  return row._id === id && isThere(user, scope) && user._id === row.userId ? { row, user } : null
}

/** Writes a document that belongs to a user, or fails if there is no such user. */
export async function giveTo<D extends Owned>(
  userId: string,
  collection: Collection<D>,
  id: string,
  write: () => Promise<unknown>,
  scope: Scope,
): Promise<void> {
  if (scope.session) {
    await touch(userId, scope)
    await write()
    return
  }
  await write()
  const take = ({ run }: Scope) => run((options) => collection.deleteOne({ _id: id, userId } as unknown as Filter<D>, options))
  scope.journal?.undo.push(take)
  // Looked at afterwards: whoever deletes the user marks them first, so that one of the two sees the other. Until then nobody sees the
  // document either, since its user is not there.
  const user = await scope.read((options) => scope.collections.users.findOne({ _id: userId }, options))
  if (isThere(user, scope)) return
  await take(scope)
  throw noSuchUser()
}

/**
 * A transaction of the server's works on how things were when it began: it has to write to the user for a removal at the same time
 * to be noticed. A number that grows, since a write that changes nothing is none.
 */
async function touch(userId: string, scope: Scope): Promise<void> {
  const { users } = scope.collections
  const grow = { $inc: { revision: 1 } as never }
  const { matchedCount } = await insist(
    () => scope.run((options) => users.updateOne(there(userId, scope), grow, options)),
    () => undefined,
    scope,
  )
  if (matchedCount !== 1) throw noSuchUser()
}
