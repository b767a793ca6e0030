import type { Adapter, VerificationToken } from '../contract.js'
import type { Warn } from '../foreign.js'
import type { Verbs } from './adopt.js'
import type { Lanes } from './lanes.js'

type Use = Required<Adapter>['useVerificationToken']

/**
 * What a store can do about several who use one token at once. `unique`: it refuses a second row with one key, so that a row can stand for the
 * right to use a token. `atomic`: its verb gives a token to one of them. `neither`: only this process can tell them apart.
 */
type Ability = 'unique' | 'atomic' | 'neither'

/** No adapter says which it is, and with some it is the tables that decide: it is tried out, at the first use. */
export function usedOnce(theirs: Verbs, lanes: Lanes, warn: Warn): Use {
  let ability: Promise<Ability> | undefined
  const judged = (): Promise<Ability> => {
    ability ??= judge(theirs, warn).catch(() => {
      // Tried again with the next token; what is wrong with the store is told of the real one.
      ability = undefined
      return 'neither'
    })
    return ability
  }
  return (key) =>
    lanes.run(`token ${key.token}`, async () => {
      const use = (await judged()) === 'unique' ? claimed(theirs) : theirs.useVerificationToken
      return (await use(key)) ?? null
    })
}

async function judge(theirs: Verbs, warn: Warn): Promise<Ability> {
  if (await refusesSecond(theirs)) return 'unique'
  // Several times: a pool that has yet to open its connections lets nobody overtake.
  for (let times = 0; times < 8; times++) {
    if (!(await givesToSeveral(theirs))) continue
    warn(
      'TOKEN_RACE',
      'The store gives a one-time token to all who ask at once: on several instances of the application, a mailed link that is followed more than once at the same moment signs in more than once. Give the table of tokens a unique index (identifier, token), or use a `database` of next-auth.',
    )
    return 'neither'
  }
  return 'atomic'
}

async function refusesSecond(theirs: Verbs): Promise<boolean> {
  const probe = row(`probe:${crypto.randomUUID()}`)
  await theirs.createVerificationToken({ ...probe })
  try {
    await theirs.createVerificationToken({ ...probe })
  } catch {
    await refuseWhereAway(theirs)
    return true
  } finally {
    await release(probe, theirs)
  }
  await release(probe, theirs)
  return false
}

async function givesToSeveral(theirs: Verbs): Promise<boolean> {
  const { expires, ...key } = row(`probe:${crypto.randomUUID()}`)
  await theirs.createVerificationToken({ ...key, expires })
  const uses = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(async () => theirs.useVerificationToken({ ...key })))
  return uses.filter((use) => use.status === 'fulfilled' && use.value).length > 1
}

/** A row that only one can write comes before the use, and goes after it. One that a crash leaves behind makes its link useless, never good twice. */
function claimed(theirs: Verbs): Use {
  return async (key) => {
    const claim = row(`claim:${key.token}`)
    try {
      await theirs.createVerificationToken({ ...claim })
    } catch {
      // Somebody else has it.
      await refuseWhereAway(theirs)
      return null
    }
    try {
      return await theirs.useVerificationToken(key)
    } finally {
      await release(claim, theirs)
    }
  }
}

/** What was refused may have been the work of a store that is away: then this fails as well. */
async function refuseWhereAway(theirs: Verbs): Promise<void> {
  await theirs.getUserByEmail('probe@next-auth.invalid')
}

function row(name: string): VerificationToken {
  return { identifier: name, token: name, expires: new Date(Date.now() + 60_000) }
}

async function release({ identifier, token }: VerificationToken, theirs: Verbs): Promise<void> {
  await Promise.resolve(theirs.useVerificationToken({ identifier, token })).catch(() => {})
}
