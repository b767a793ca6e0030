import type { Awaitable } from '../../base/types.js'
import type { AccountKey, Adapter, AdapterAccount } from '../contract.js'
import type { Warn } from '../foreign.js'
import type { Verbs } from './adopt.js'

type AccountVerbs = Pick<Required<Adapter>, 'createUser' | 'getUser' | 'getUserByAccount' | 'linkAccount'>

export function accountVerbs(theirs: Verbs, adapter: Adapter, warn: Warn): AccountVerbs {
  let looked = getAccountOf(adapter) !== undefined
  return {
    // A row of an ORM has its columns behind getters, which no copy of it keeps.
    async createUser(user) {
      const made = await theirs.createUser(user)
      return Object.hasOwn(made, 'id') ? made : ((await theirs.getUser(made.id)) ?? made)
    },
    async getUser(id) {
      try {
        return (await theirs.getUser(id)) ?? null
      } catch (error) {
        if (isMalformedKey(error)) return null
        throw error
      }
    },
    async getUserByAccount(key) {
      const user = (await theirs.getUserByAccount(key)) ?? null
      return user && (await isExactly(key, adapter)) ? user : null
    },
    async linkAccount(account) {
      const linked = await theirs.linkAccount(account)
      if (!looked) await lookForLooseKeys(account, theirs, warn).catch(() => {})
      looked = true
      return linked
    },
  }
}

/** PostgreSQL, Prisma and MongoDB throw at an id of somebody else’s making, where the column is a UUID or an ObjectId: there is no such user. */
function isMalformedKey(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = error.name } = error as { code?: unknown }
  return /^(22P02|P2007|P2023|BSONError)$/.test(String(code)) || isMalformedKey(error.cause)
}

/**
 * Those that can show an account are asked for it: MySQL compares loosely, and some stores make one key of two. What shows no account may be a
 * method of the application's own that has the same name, and says nothing.
 */
async function isExactly({ provider, providerAccountId }: AccountKey, adapter: Adapter): Promise<boolean> {
  const show = async () => getAccountOf(adapter)?.call(adapter, providerAccountId, provider)
  const shown = await show().catch(() => null)
  return typeof shown?.providerAccountId !== 'string' || (shown.provider === provider && shown.providerAccountId === providerAccountId)
}

/** A verb that v5 added, for passkeys. */
function getAccountOf(adapter: Adapter): GetAccount | undefined {
  return (adapter as { getAccount?: GetAccount }).getAccount
}

type GetAccount = (providerAccountId: string, provider: string) => Awaitable<AdapterAccount | null | undefined>

/** Others cannot be helped, and whether they need to be is seen by asking for an id that nobody has. */
async function lookForLooseKeys({ provider, providerAccountId, userId }: AdapterAccount, theirs: Verbs, warn: Warn): Promise<void> {
  const other = providerAccountId.replace(/[a-z]/i, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()))
  if (other === providerAccountId || (await theirs.getUserByAccount({ provider, providerAccountId: other }))?.id !== userId) return
  warn(
    'LOOSE_KEYS',
    'The store takes `a` and `A` for one: two people whose ids at a provider differ in that are one user. Give the columns `provider` and `providerAccountId` a binary collation (MySQL: `utf8mb4_bin`).',
  )
}
