import type { AccountKey, Adapter, AdapterAccount } from '../contract.js'
import type { Warn } from '../foreign.js'
import type { Verbs } from './adopt.js'

type AccountVerbs = Pick<Required<Adapter>, 'createUser' | 'getUser' | 'getUserByAccount' | 'linkAccount'>

export function accountVerbs(theirs: Verbs, adapter: Adapter, warn: Warn): AccountVerbs {
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
    linkAccount: linking(theirs, warn),
  }
}

/** PostgreSQL, Prisma and MongoDB throw at the id of somebody else’s making, where the column is a UUID or an ObjectId: there is no such user. */
function isMalformedKey(error: unknown): boolean {
  // Bounded: an error may be its own cause.
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause ?? (at as { driverError?: unknown }).driverError, depth++)
    if (/^(22P02|P2007|P2023|BSONError)$/.test(String((at as { code?: unknown }).code ?? at.name))) return true
  return false
}

/** Those that can show an account are asked for it: MySQL compares loosely, and some stores make one key of two. */
async function isExactly({ provider, providerAccountId }: AccountKey, adapter: Adapter): Promise<boolean> {
  const { getAccount } = adapter as { getAccount?: (id: string, provider: string) => Promise<AdapterAccount | null> }
  if (typeof getAccount !== 'function') return true
  const account = await getAccount.call(adapter, providerAccountId, provider)
  return account?.provider === provider && account.providerAccountId === providerAccountId
}

/** The columns of an account in v4 and v5. */
const columns = new Set(
  'userId type provider providerAccountId refresh_token access_token expires_at token_type scope id_token session_state'.split(' '),
)

/**
 * Services send more than the eleven fields that v4 and v5 have a column for. Who made columns for it gets them; for others what was refused
 * is refused again without, or kept.
 */
function linking(theirs: Verbs, warn: Warn): Required<Adapter>['linkAccount'] {
  let told = false
  return async (account) => {
    try {
      return await theirs.linkAccount(account)
    } catch (error) {
      const more = Object.keys(account).filter((name) => !columns.has(name))
      if (more.length === 0) throw error
      const known = Object.fromEntries(Object.entries(account).filter(([name]) => columns.has(name)))
      const linked = await Promise.resolve(theirs.linkAccount(known as unknown as AdapterAccount)).catch(() => Promise.reject(error))
      if (!told) warn('ACCOUNT_COLUMNS', `The adapter has no place for all that a provider sends. Not kept: ${more.join(', ')}.`)
      told = true
      return linked
    }
  }
}
