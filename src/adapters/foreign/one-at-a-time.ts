import { limited } from '../../base/limited.js'
import type { Adapter, AdapterAccount, AdapterUser } from '../contract.js'
import { conflict, outage } from '../failures.js'
import { transactionLimit } from '../time-limits.js'
import type { Verbs } from './adopt.js'
import type { Lanes } from './lanes.js'

/**
 * A first sign-in without transactions: in this process no two are about one address or one account at a time, each looks whether somebody
 * was first before it writes, and a user who got no account is taken back. Another process is stopped by the unique indexes of the store, if
 * it has them.
 */
export function oneAtATime(verbs: Verbs, lanes: Lanes): Required<Adapter>['transaction'] {
  return async (work) => {
    const releases: (() => void)[] = []
    const hold = async (name: string): Promise<void> => void releases.push(await lanes.hold(name))
    // The address before the account, everywhere: nobody waits for somebody who waits for them.
    const within: Verbs = {
      ...verbs,
      async createUser(user) {
        if (user.email) await hold(laneOf(user.email))
        return createUser(user, verbs)
      },
      async linkAccount(account) {
        await hold(`account ${account.provider} ${account.providerAccountId}`)
        return linkAccount(account, verbs)
      },
    }
    try {
      // A store that never answers must not keep the lane for ever.
      return await limited(work(withUndo(within)), transactionLimit, () => outage('slow'))
    } finally {
      for (const release of releases) release()
    }
  }
}

/** Where whoever has an address is made, or waited for. */
export function laneOf(email: string): string {
  return `email ${email.toLowerCase()}`
}

/** Only who has no account yet: nobody else can have signed in as them. */
function withUndo(within: Verbs): Verbs {
  let made: AdapterUser | undefined
  return {
    ...within,
    async createUser(user) {
      made = await within.createUser(user)
      return made
    },
    async linkAccount(account) {
      try {
        return await within.linkAccount(account)
      } catch (error) {
        // What is told is why; a user who stays behind is found by the address.
        if (made && made.id === account.userId) await Promise.resolve(within.deleteUser(made.id)).catch(() => {})
        throw error
      }
    },
  }
}

async function createUser(user: AdapterUser, verbs: Verbs): Promise<AdapterUser> {
  if (await taken(user, verbs)) throw conflict('email')
  try {
    return await verbs.createUser(user)
  } catch (error) {
    throw (await taken(user, verbs)) ? conflict('email', error) : error
  }
}

async function taken({ email }: AdapterUser, verbs: Verbs): Promise<boolean> {
  return Boolean(email && (await verbs.getUserByEmail(email)))
}

async function linkAccount(account: AdapterAccount, verbs: Verbs): Promise<unknown> {
  const key = { provider: account.provider, providerAccountId: account.providerAccountId }
  if (await verbs.getUserByAccount(key)) throw conflict('account')
  try {
    return await verbs.linkAccount(account)
  } catch (error) {
    throw (await verbs.getUserByAccount(key)) ? conflict('account', error) : error
  }
}
