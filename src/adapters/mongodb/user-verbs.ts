import type { Filter, UpdateFilter } from 'mongodb'
import { isAuthError } from '../../base/errors.js'
import type { AccountKey, Adapter, AdapterAccount, AdapterUser } from '../contract.js'
import { noSuchUser, unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newAccount, newUser, refuseOtherIssuer, userChanges } from '../records.js'
import { accountDocument, accountId, accountOf, type UserDocument, userDocument, userOf } from './documents.js'
import { giveTo, withUser } from './of-user.js'
import type { Scope } from './scope.js'
import { clearAway, insist, isThere, removal, there } from './way.js'

type UserVerbs = Required<Pick<Adapter, 'createUser' | 'getUser' | 'getUserByEmail' | 'getUserByAccount' | 'updateUser' | 'deleteUser'>>

/** Every answer is compared with what was asked for, byte for byte: a server of the family may compare more loosely than we do. */
export function userVerbs(scope: Scope): UserVerbs {
  const { collections, read, clock } = scope
  const { users, accounts } = collections
  return {
    async createUser(user) {
      const now = clock()
      const made = newUser(user, now, scope.generateId)
      await scope.ready()
      await insertUser(userDocument(made, new Date(now), scope.journal?.mark(now)), scope)
      return made
    },
    async getUser(id) {
      if (!isKey(id)) return null
      const user = await read((options) => users.findOne({ _id: id }, options))
      return isThere(user, scope) && user._id === id ? userOf(user) : null
    },
    async getUserByEmail(email) {
      if (!isKey(email)) return null
      const user = await read((options) => users.findOne(addressed(email), options))
      return isThere(user, scope) && user.email === email ? userOf(user) : null
    },
    async getUserByAccount(key) {
      const id = accountId(key)
      const found = id === undefined ? null : await withUser(accounts, id, scope)
      if (found?.row.provider !== key?.provider || found?.row.providerAccountId !== key?.providerAccountId) return null
      refuseOtherIssuer(found?.row.issuer, key)
      return found && userOf(found.user)
    },
    async updateUser(user) {
      if (!isKey(user?.id)) throw unusable('id')
      await scope.ready()
      const changed = await changeUser(user.id, userChanges(user), scope)
      if (changed?._id !== user.id) throw noSuchUser()
      return userOf(changed)
    },
    deleteUser: async (id) => (isKey(id) ? deleteUser(id, scope) : null),
  }
}

export function accountVerbs(scope: Scope): Required<Pick<Adapter, 'linkAccount' | 'unlinkAccount'>> {
  const { collections, run, clock, journal } = scope
  const { accounts } = collections
  return {
    async linkAccount(account): Promise<AdapterAccount> {
      const made = newAccount(account)
      const document = accountDocument(made, new Date(clock()))
      const insert = () => run((options) => accounts.insertOne(document, options), 'account')
      await scope.ready()
      await giveTo(made.userId, accounts, document._id, () => insist(insert, () => ({ account: document._id }), scope), scope)
      return made
    },
    async unlinkAccount(key: AccountKey): Promise<AdapterAccount | null> {
      const id = accountId(key)
      if (id === undefined) return null
      const gone = await run((options) => accounts.findOneAndDelete({ _id: id }, { ...options, includeResultMetadata: false }))
      if (gone) journal?.undo.push(({ run: outside }) => outside((options) => accounts.insertOne(gone, options)))
      return gone && accountOf(gone)
    },
  }
}

async function insertUser(document: UserDocument, scope: Scope): Promise<void> {
  const { users } = scope.collections
  const { _id, email } = document
  const insert = async (made: UserDocument): Promise<void> => {
    await insist(() => scope.run((options) => users.insertOne(made, options), 'user'), blockerOf(_id, email), scope)
  }
  // Noted first: should the answer be lost, the end of the transaction takes it back all the same.
  scope.journal?.made.push(_id)
  scope.journal?.undo.push((outside) => takeBack(document, outside))
  await addressless(email, insert, document, { ...document, email: { none: _id } }).catch((error) => {
    const { made } = scope.journal ?? {}
    // Refused: whoever catches that and goes on has nobody more to let in.
    if (isAuthError(error) && error.details.conflict) made?.splice(made.lastIndexOf(_id), 1)
    throw error
  })
}

/** Writes a user without an address; where a unique index counts two of them as duplicates, each gets a stand-in of their own. */
async function addressless<T, W>(email: unknown, write: (form: W) => Promise<T>, form: W, otherwise: W): Promise<T> {
  try {
    return await write(form)
  } catch (error) {
    if (typeof email === 'string' || !isAuthError(error) || error.details.conflict !== 'email') throw error
    return write(otherwise)
  }
}

/** The type as well: the index is one of texts only, and used for queries that say so too. */
function addressed(email: string): Filter<UserDocument> {
  return { email: { $eq: email, $type: 'string' } }
}

/** What can be in the way of a user. */
function blockerOf(id: string, email: unknown) {
  return (kind: string) => {
    if (kind === 'user') return { user: { _id: id } }
    return typeof email === 'string' ? { user: addressed(email) } : undefined
  }
}

async function takeBack({ _id, pending }: UserDocument, outside: Scope): Promise<void> {
  const { users } = outside.collections
  const mark = removal(outside.clock())
  const mine = { _id, 'pending.by': pending?.by } as Filter<UserDocument>
  const { matchedCount } = await outside.run((options) => users.updateOne(mine, { $set: { pending: mark } }, options))
  if (matchedCount === 1) await clearAway(_id, mark, outside)
}

type Changes = Partial<Omit<AdapterUser, 'id'>>

async function changeUser(id: string, { email, ...changes }: Changes, scope: Scope): Promise<UserDocument | null> {
  const { collections, run, read, clock, journal } = scope
  const { users } = collections
  const filter = there(id, scope)
  const old = journal ? await read((options) => users.findOne(filter, options)) : null
  const change = (update: UpdateFilter<UserDocument>) => {
    const write = () =>
      run((options) => users.findOneAndUpdate(filter, update, { ...options, returnDocument: 'after', includeResultMetadata: false }))
    return insist(write, blockerOf(id, email), scope)
  }
  const set = { ...changes, updatedAt: new Date(clock()) }
  if (email === undefined) return remember(await change({ $set: set }), old, scope)
  if (typeof email === 'string') return remember(await change({ $set: { ...set, email } }), old, scope)
  const without = { $set: set, $unset: { email: '' as const } }
  return remember(await addressless(email, change, without, { $set: { ...set, email: { none: id } } }), old, scope)
}

/** What was changed is changed back when the transaction fails, unless somebody else has changed it since. */
function remember(changed: UserDocument | null, old: UserDocument | null, { collections, journal }: Scope): UserDocument | null {
  if (!changed || !old || !journal) return changed
  const { _id, pending, createdAt, ...before } = old
  const unchanged = { _id, updatedAt: changed.updatedAt } as Filter<UserDocument>
  const back = before.email === undefined ? { $set: before, $unset: { email: '' as const } } : { $set: before }
  journal.undo.push(({ run }) => run((options) => collections.users.updateOne(unchanged, back as UpdateFilter<UserDocument>, options)))
  return changed
}

async function deleteUser(id: string, scope: Scope): Promise<AdapterUser | null> {
  const { collections, run, clock, session, journal } = scope
  const { users, accounts, sessions } = collections
  const filter = there(id, scope)
  if (session) {
    await run((options) => sessions.deleteMany({ userId: id }, options))
    await run((options) => accounts.deleteMany({ userId: id }, options))
    const gone = await run((options) => users.findOneAndDelete(filter, { ...options, includeResultMetadata: false }))
    return gone && userOf(gone)
  }
  const mark = removal(clock())
  const marked = { $set: { pending: mark } }
  const old = await run((options) =>
    users.findOneAndUpdate(filter, marked, { ...options, returnDocument: 'before', includeResultMetadata: false }),
  )
  if (!old) return null
  if (journal) leaveAtTheEnd(old, mark, journal, users)
  else await clearAway(id, mark, scope)
  return userOf(old)
}

/** In a transaction of ours nothing is taken away before its end; until then the mark hides it. */
function leaveAtTheEnd(
  old: UserDocument,
  mark: NonNullable<UserDocument['pending']>,
  { last, undo, made }: NonNullable<Scope['journal']>,
  users: Scope['collections']['users'],
): void {
  const own = made.indexOf(old._id)
  if (own !== -1) made.splice(own, 1)
  last.push((outside) => clearAway(old._id, mark, outside))
  const marked = { _id: old._id, 'pending.by': mark.by } as Filter<UserDocument>
  const back = old.pending ? { $set: { pending: old.pending } } : { $unset: { pending: '' as const } }
  undo.push(({ run }) => run((options) => users.updateOne(marked, back as UpdateFilter<UserDocument>, options)))
}
