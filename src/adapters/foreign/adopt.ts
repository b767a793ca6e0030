import { AuthError, isAuthError } from '../../base/errors.js'
import type { Adapter } from '../contract.js'
import type { Warn } from '../foreign.js'
import { forwarded } from '../forwarded.js'
import { patience } from '../time-limits.js'
import { accountVerbs } from './account-verbs.js'
import { countingHere } from './count-here.js'
import { createLanes } from './lanes.js'
import { laneOf, oneAtATime } from './one-at-a-time.js'
import { sessionVerbs } from './session-verbs.js'
import { usedOnce } from './used-once.js'
import { withoutValues } from './without-values.js'

/** The verbs of an adapter that is not ours. Without `sweep`, by which ours are known. */
export type Verbs = Omit<Required<Adapter>, 'sweep' | 'close'>

/**
 * What adapters of v4 and v5 do differently from each other, and what they do not do, so that nothing above has to know. Where a failure has
 * several meanings, the store is asked which of them it was: error codes differ with every driver.
 */
export function adopt(adapter: Adapter, warn: Warn): Adapter {
  const theirs = quietly(adapter)
  const lanes = createLanes(patience)
  const verbs: Verbs = {
    ...theirs,
    ...accountVerbs(theirs, adapter, warn),
    ...sessionVerbs(theirs, lanes),
    useVerificationToken: usedOnce(theirs, lanes, warn),
  }
  return {
    ...verbs,
    // Whoever is being made at this moment has an account when it is asked about next.
    async getUserByEmail(email) {
      await lanes.passed(laneOf(email))
      return verbs.getUserByEmail(email)
    },
    // Whether somebody has the account is their verb to say: a store that makes one key of two would write over what is somebody else's.
    transaction: adapter.transaction ? theirs.transaction : oneAtATime({ ...verbs, getUserByAccount: theirs.getUserByAccount }, lanes),
    countAttempt: adapter.countAttempt ? theirs.countAttempt : countingHere(),
  }
}

/** Asked for at each call: what an application changes on its adapter counts. */
function quietly(adapter: Adapter): Verbs {
  const { sweep: _ours, ...verbs } = forwarded(
    () => adapter,
    async () => adapter,
  )
  const quiet = Object.entries(verbs).map(([verb, call]) => [
    verb,
    async (...handed: readonly unknown[]) => {
      try {
        // The arguments and the answer are those of the verb; TypeScript cannot follow them through a list of names.
        return await (call as (...handed: readonly unknown[]) => unknown)(...handed)
      } catch (error) {
        if (isAuthError(error)) throw error
        throw new AuthError('AdapterError', `The adapter’s \`${verb}\` failed.`, { cause: withoutValues(error, handed) })
      }
    },
  ])
  return Object.fromEntries(quiet) as Verbs
}
