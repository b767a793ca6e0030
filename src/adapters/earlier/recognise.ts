import { AuthError } from '../../base/errors.js'
import type { Kind } from './take-over.js'

/** A table as the database tells of it, or a collection by what is in its documents. */
export interface TableShape {
  readonly name: string
  readonly columns: readonly Column[]
}

export interface Column {
  readonly name: string
  readonly type: string
}

/** Tables of one earlier application. */
export interface Earlier {
  /** 4 stands for 5 as well: they have the same tables. */
  readonly generation: 3 | 4
  readonly users: EarlierTable
  readonly accounts: EarlierTable
  readonly sessions?: EarlierTable | undefined
  /** Tables of next-auth that stay as they are. */
  readonly others: readonly string[]
}

export interface EarlierTable {
  readonly name: string
  /** By their names in lower case without underscores: `userId` and `user_id` are one. */
  readonly columns: ReadonlyMap<string, Column>
  /** Those that next-auth did not make. */
  readonly own: readonly string[]
}

/**
 * By their columns. `ours` are tables of this version; of several that could be the ones, those with the same word before and after
 * `accounts`, `users`, `sessions` belong together, and those with `prefix` come first.
 */
export function recognise(tables: readonly TableShape[], ours: ReadonlySet<string>, prefix: string): Earlier | undefined {
  const foreign = tables.filter(({ name }) => !ours.has(name)).map(tableOf)
  const accounts = choose('accounts', foreign, remainder(`${prefix}accounts`, 'accounts'))
  if (!accounts) return undefined
  const family = remainder(accounts.name, 'accounts')
  const users = choose('users', foreign, family)
  if (!users) return undefined
  refuseBytes(users)
  return {
    generation: accounts.columns.has('providertype') ? 3 : 4,
    users,
    accounts,
    sessions: choose('sessions', foreign, family),
    others: foreign.filter((table) => passing.some((columns) => hasAll(table, columns))).map(({ name }) => name),
  }
}

const needed: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  users: [['id', 'email', 'emailverified']],
  accounts: [
    ['userid', 'providertype', 'providerid', 'provideraccountid'],
    ['userid', 'type', 'provider', 'provideraccountid'],
  ],
  sessions: [['userid', 'expires', 'sessiontoken']],
}

/** One-time tokens and passkeys. */
const passing = [
  ['identifier', 'token', 'expires'],
  ['credentialid', 'credentialpublickey'],
]

const known = new Set(
  `id name email emailverified image createdat updatedat userid compoundid type provider providertype providerid provideraccountid
   refreshtoken accesstoken accesstokenexpires expiresat tokentype scope idtoken sessionstate oauthtoken oauthtokensecret sessiontoken
   expires`.split(/\s+/),
)

function tableOf({ name, columns }: TableShape): EarlierTable {
  const byKey = new Map(columns.map((column) => [column.name.toLowerCase().replaceAll('_', ''), column] as const))
  return { name, columns: byKey, own: [...byKey].filter(([key]) => !known.has(key)).map(([, column]) => column.name) }
}

function choose(kind: Kind, tables: readonly EarlierTable[], family: string): EarlierTable | undefined {
  const fitting = tables.filter((table) => needed[kind].some((columns) => hasAll(table, columns)))
  const nearest = fitting.filter(({ name }) => remainder(name, kind) === family)
  const [found, second] = nearest.length > 0 ? nearest : fitting
  if (!found || !second) return found
  throw new AuthError(
    'AdapterError',
    `Several tables look like the ${kind} of an earlier next-auth: ${fitting.map(({ name }) => name).join(', ')}. Set \`entityPrefix\` to what stands before the names of the right ones.`,
  )
}

function hasAll({ columns }: EarlierTable, keys: readonly string[]): boolean {
  return keys.every((key) => columns.has(key))
}

/** `auth_users` and `auth_accounts` are one family, `User` and `Account` another. */
function remainder(name: string, kind: Kind): string {
  return name
    .toLowerCase()
    .replace(/_before_6$/, '')
    .replace(kind.slice(0, -1), '·')
    .replace('·s', '·')
}

/** An id that is not text in any spelling cannot become one that the application's own tables would still fit. */
function refuseBytes({ name, columns }: EarlierTable): void {
  if (!/binary|blob|bytea/i.test(columns.get('id')?.type ?? '')) return
  throw new AuthError(
    'AdapterError',
    `The ids of \`${name}\` are bytes. next-auth keeps ids as text: pass an \`adapter\` that knows your tables.`,
  )
}
