import type { MaybePromise } from '../base/types.js'
import type { Settings } from '../config/settings.js'
import type { Sessions } from '../sessions/contract.js'
import type { Methods } from '../signin/methods.js'

/** One configuration at work: what was decided at start, where sessions live, how people sign in. */
export interface Engine {
  readonly settings: Settings
  readonly sessions: Sessions
  readonly methods: Methods
  /** Once, before the first use of a store: creates tables in development. */
  readonly ready: () => MaybePromise<void>
}
