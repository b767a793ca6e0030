import type { AccountKey, Adapter, AdapterAccount } from '../contract.js'
import type { Verbs } from './adopt.js'

type AccountVerbs = Pick<Required<Adapter>, 'createUser' | 'getUser' | 'getUserByAccount'>

export function accountVerbs(theirs: Verbs, adapter: Adapter): AccountVerbs {
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
  }
}

/** PostgreSQL, Prisma and MongoDB throw at an id of somebody else’s making, where the column is a UUID or an ObjectId: there is no such user. */
function isMalformedKey(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = error.name } = error as { code?: unknown }
  return /^(22P02|P2007|P2023|BSONError)$/.test(String(code)) || isMalformedKey(error.cause)
}

/** Those that can show an account are asked for it: MySQL compares loosely, and some stores make one key of two. */
async function isExactly({ provider, providerAccountId }: AccountKey, adapter: Adapter): Promise<boolean> {
  const { getAccount } = adapter as { getAccount?: (id: string, provider: string) => Promise<AdapterAccount | null> }
  if (typeof getAccount !== 'function') return true
  const account = await getAccount.call(adapter, providerAccountId, provider)
  return account?.provider === provider && account.providerAccountId === providerAccountId
}
