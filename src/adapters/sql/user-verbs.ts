import { andThen } from '../../base/maybe-promise.js'
import type { AccountKey, Adapter, AdapterAccount, AdapterUser } from '../contract.js'
import { noSuchUser, unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newAccount, newUser, refuseOtherIssuer, userChanges } from '../records.js'
import { accountOf, accountRow, userOf, userRow } from './rows.js'
import type { Run } from './run.js'
import type { Statements } from './statements.js'
import type { Row, UsersTable } from './tables.js'

/** When something is made, and what a new user is called. */
export interface Making {
  readonly clock: () => number
  readonly generateId: () => string
}

type UserVerbs = Required<Pick<Adapter, 'createUser' | 'getUser' | 'getUserByEmail' | 'getUserByAccount' | 'updateUser' | 'deleteUser'>>

/** Every answer is compared with what was asked for, byte for byte: a database may compare more loosely than we do. */
export function userVerbs(run: Run, statements: Statements, { clock, generateId }: Making): UserVerbs {
  return {
    createUser(user) {
      const now = clock()
      const made = newUser(user, now, generateId)
      return andThen(run(statements.insertUser, { ...userRow(made), created_at: now, updated_at: now }), () => made)
    },
    getUser(id) {
      if (!isKey(id)) return null
      return andThen(run(statements.userById, { id }), ([row]) => (row?.id === id ? userOf(row) : null))
    },
    getUserByEmail(email) {
      if (!isKey(email)) return null
      return andThen(run(statements.userByEmail, { email }), ([row]) => (row?.email === email ? userOf(row) : null))
    },
    getUserByAccount(key) {
      const values = accountKey(key)
      return (
        values &&
        andThen(run(statements.userByAccount, values), ([row]) => {
          if (!row || !isSame(row, values)) return null
          refuseOtherIssuer(row.issuer, key)
          return userOf(row)
        })
      )
    },
    updateUser(user) {
      if (!isKey(user?.id)) throw unusable('id')
      const { id } = user
      const row = { ...userRow(userChanges(user)), updated_at: clock() }
      const statement = statements.updateUser(Object.keys(row) as (keyof UsersTable)[])
      return andThen(run(statement, { ...row, id }), ([changed]) => userOf(changed?.id === id ? changed : missing()))
    },
    deleteUser(id) {
      if (!isKey(id)) return null
      return andThen(run(statements.deleteUser, { id }), ([row]): AdapterUser | null => (row ? userOf(row) : null))
    },
  }
}

export function accountVerbs(
  run: Run,
  statements: Statements,
  clock: () => number,
): Required<Pick<Adapter, 'linkAccount' | 'unlinkAccount'>> {
  return {
    linkAccount(account) {
      const now = clock()
      const made = newAccount(account)
      return andThen(run(statements.insertAccount, { ...accountRow(made), created_at: now, updated_at: now }), () => made)
    },
    unlinkAccount(key) {
      const values = accountKey(key)
      return values && andThen(run(statements.deleteAccount, values), ([row]): AdapterAccount | null => (row ? accountOf(row) : null))
    },
  }
}

interface AccountValues extends Record<string, string> {
  provider: string
  provider_account_id: string
}

function accountKey(key: AccountKey): AccountValues | null {
  const { provider, providerAccountId } = key ?? {}
  return isKey(provider) && isKey(providerAccountId) ? { provider, provider_account_id: providerAccountId } : null
}

function isSame(row: Row, key: AccountValues): boolean {
  return row.provider === key.provider && row.provider_account_id === key.provider_account_id
}

function missing(): never {
  throw noSuchUser()
}
