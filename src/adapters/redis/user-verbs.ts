import { isAuthError } from '../../base/errors.js'
import type { AccountKey, Adapter, AdapterUser } from '../contract.js'
import { conflict, lostToAnother, noSuchUser, unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newAccount, newUser, refuseOtherIssuer, userChanges } from '../records.js'
import type { Keys } from './keys.js'
import type { RedisTarget } from './options.js'
import { accountFields, accountOf, userFields, userOf, version } from './rows.js'
import type { Check, Fields, Space, Step } from './space.js'

type UserVerbs = Required<Pick<Adapter, 'createUser' | 'getUser' | 'getUserByEmail' | 'getUserByAccount' | 'updateUser' | 'deleteUser'>>
type AccountVerbs = Required<Pick<Adapter, 'linkAccount' | 'unlinkAccount'>>

export function userVerbs(space: Space, keys: Keys, { clock, generateId }: RedisTarget): UserVerbs {
  return {
    async createUser(user) {
      const made = newUser(user, clock(), generateId)
      const mail = takeAddress(made.email, made.id, keys)
      await space.commit(
        [{ key: keys.user(made.id), is: 'absent', otherwise: () => conflict('user') }, ...mail.checks],
        [{ does: 'write', key: keys.user(made.id), fields: { ...version, ...withoutNulls(userFields(made)) } }, ...mail.steps],
      )
      return made
    },
    async getUser(id) {
      const fields = isKey(id) ? await space.read(keys.user(id)) : null
      return fields && userOf(fields)
    },
    async getUserByEmail(email) {
      const found = isKey(email) ? await space.follow(keys.email(email)) : null
      return found?.user.email === email ? userOf(found.user) : null
    },
    async getUserByAccount(key) {
      const pair = accountKey(key)
      const found = pair === null ? null : await space.follow(keys.account(pair))
      refuseOtherIssuer(found?.record.issuer, key)
      return found && userOf(found.user)
    },
    async updateUser(user) {
      if (!isKey(user?.id)) throw unusable('id')
      return again(() => changeUser(user, space, keys))
    },
    async deleteUser(id) {
      return isKey(id) ? again(() => removeUser(id, space, keys)) : null
    },
  }
}

async function changeUser(user: Partial<AdapterUser> & Pick<AdapterUser, 'id'>, space: Space, keys: Keys): Promise<AdapterUser> {
  const key = keys.user(user.id)
  const old = await space.read(key)
  if (!old) throw noSuchUser()
  const changes = userFields(userChanges(user))
  const email = changes.email ?? undefined
  const moves = 'email' in changes && email !== old.email
  const mail = moves ? takeAddress(email, user.id, keys) : { checks: [], steps: [] }
  const left: readonly Step[] = moves && old.email !== undefined ? [{ does: 'remove', key: keys.email(old.email) }] : []
  await space.commit(
    [{ key, is: 'there', otherwise: noSuchUser }, ...(moves ? [sameAddress(key, old)] : []), ...mail.checks],
    [{ does: 'write', key, fields: { ...version, ...changes } }, ...mail.steps, ...left],
  )
  return userOf(withoutNulls({ ...old, ...changes }))
}

async function removeUser(id: string, space: Space, keys: Keys): Promise<AdapterUser | null> {
  const key = keys.user(id)
  const old = await space.read(key)
  if (!old) return null
  await space.commit(
    [sameAddress(key, old), { key, is: 'there', otherwise: lostToAnother }],
    [
      { does: 'remove', key },
      ...(old.email === undefined ? [] : [{ does: 'remove', key: keys.email(old.email) } as const]),
      { does: 'clear', key: keys.accountsOf(id), prefix: keys.accountPrefix, user: id },
      { does: 'clear', key: keys.sessionsOf(id), prefix: keys.sessionPrefix, user: id },
    ],
  )
  return userOf(old)
}

/** The record of the user's address goes with the address, so nobody else may have changed it since it was read. */
function sameAddress(key: string, old: Fields): Check {
  return { key, is: { field: 'email', value: old.email }, otherwise: lostToAnother }
}

function takeAddress(email: string | null | undefined, id: string, keys: Keys): { checks: readonly Check[]; steps: readonly Step[] } {
  if (email == null) return { checks: [], steps: [] }
  const key = keys.email(email)
  return {
    checks: [{ key, is: 'absent', otherwise: () => conflict('email') }],
    steps: [{ does: 'write', key, fields: { ...version, user: id } }],
  }
}

export function accountVerbs(space: Space, keys: Keys): AccountVerbs {
  return {
    async linkAccount(account) {
      const made = newAccount(account)
      // Both parts are keys, `newAccount` has seen to it.
      const pair = accountKey(made) ?? ''
      const key = keys.account(pair)
      await space.commit(
        [
          { key, is: 'absent', otherwise: () => conflict('account') },
          { key: keys.user(made.userId), is: 'there', otherwise: noSuchUser },
        ],
        [
          { does: 'write', key, fields: { ...version, ...accountFields(made) } },
          { does: 'list', key: keys.accountsOf(made.userId), member: pair },
        ],
      )
      return made
    },
    async unlinkAccount(account) {
      const pair = accountKey(account)
      return pair === null ? null : again(() => removeAccount(pair, space, keys))
    },
  }
}

async function removeAccount(pair: string, space: Space, keys: Keys): Promise<ReturnType<typeof accountOf> | null> {
  const key = keys.account(pair)
  const old = await space.read(key)
  if (old?.user === undefined) return null
  await space.commit(
    [{ key, is: { field: 'user', value: old.user }, otherwise: lostToAnother }],
    [
      { does: 'remove', key },
      { does: 'unlist', key: keys.accountsOf(old.user), member: pair },
    ],
  )
  return accountOf(old)
}

/** What was read is no longer so: read again. More than a few times in a row is no coincidence. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 5; ; left--) {
    try {
      return await work()
    } catch (error) {
      if (left === 0 || !isAuthError(error) || error.details.conflict !== 'race') throw error
    }
  }
}

/** One text for two, so that no pair looks like another: `["a","b:c"]`, not `a:b:c`. */
function accountKey(key: AccountKey): string | null {
  const { provider, providerAccountId } = key ?? {}
  return isKey(provider) && isKey(providerAccountId) ? JSON.stringify([provider, providerAccountId]) : null
}

function withoutNulls(fields: Readonly<Record<string, string | null>>): Fields {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null))
}
