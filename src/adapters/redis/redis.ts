import { limited } from '../../base/limited.js'
import type { Adapter } from '../contract.js'
import { transactionEnded } from '../failures.js'
import { isKey } from '../key.js'
import type { Secondary, SecondaryVerbs } from '../secondary.js'
import { transactionLimit } from '../time-limits.js'
import type { RedisClient } from './client.js'
import type { Connection } from './connection.js'
import { draft } from './draft.js'
import { type Keys, keysUnder } from './keys.js'
import { type RedisOptions, type RedisTarget, readRedis } from './options.js'
import { sessionOf, userOf } from './rows.js'
import { countingVerbs, sessionVerbs, tokenVerbs } from './session-verbs.js'
import { sharedConnection } from './shared-connection.js'
import { redisSpace, type Space } from './space.js'
import { accountVerbs, userVerbs } from './user-verbs.js'

/**
 * Everything in Redis: users and accounts for good, sessions, one-time tokens and counters until they expire. Redis must keep what it is
 * given: append-only file on, and `maxmemory-policy` `noeviction` (or `volatile-…`, which may sign people out early). Redis 6 or newer.
 *
 * It connects at the first verb; all adapters for one URL in one process share a connection. Verbs fail within seconds while Redis is away,
 * and work again when it is back. Throws `InvalidOption` at once for a target it cannot read.
 */
export function redis(target: string | RedisOptions | RedisClient): Required<Adapter> {
  const read = readRedis(target)
  const { connection, keys, space } = opened(read)
  const verbs = allVerbs(space, connection, keys, read)
  return {
    ...verbs,
    transaction: (work) => transaction(space, keys, (within) => allVerbs(within, connection, keys, read), work),
    prepare() {},
    close: () => connection.close(),
  }
}

/** What lives for a while, in Redis, in front of a database that has the users: see `withSecondary`. */
export function redisSecondary(target: string | RedisOptions | RedisClient): Secondary {
  const read = readRedis(target)
  const { connection, keys, space } = opened(read)
  const verbs = (within: Space): SecondaryVerbs => ({
    ...sessionVerbs(within, keys, read, false),
    ...tokenVerbs(within, keys, read),
    ...countingVerbs(connection, keys, read),
  })
  return {
    ...verbs(space),
    draft() {
      const within = draft(space, keys.user)
      return { verbs: verbs(within), finish: () => within.finish(), end: () => within.end() }
    },
    close: () => connection.close(),
  }
}

function opened(target: RedisTarget): { connection: Connection; keys: Keys; space: Space } {
  const connection = sharedConnection(target)
  const keys = keysUnder(target.prefix)
  return { connection, keys, space: redisSpace(connection, keys.userPrefix) }
}

type Verbs = Required<Omit<Adapter, 'transaction' | 'prepare' | 'close'>>

function allVerbs(space: Space, connection: Connection, keys: Keys, target: RedisTarget): Verbs {
  const { getSession: _, deleteSessionsOf: __, ...sessions } = sessionVerbs(space, keys, target, true)
  return {
    ...userVerbs(space, keys, target),
    ...accountVerbs(space, keys),
    ...sessions,
    async getSessionAndUser(sessionToken) {
      const found = isKey(sessionToken) ? await space.follow(keys.session(sessionToken)) : null
      return found && { session: sessionOf(sessionToken, found.record), user: userOf(found.user) }
    },
    ...tokenVerbs(space, keys, target),
    ...countingVerbs(connection, keys, target),
  }
}

/** Nothing is written until `work` has ended; then all of it at once, if everything is still as `work` found it. */
async function transaction<T>(space: Space, keys: Keys, verbs: (space: Space) => Verbs, work: (within: Adapter) => Promise<T>): Promise<T> {
  const decided = draft(space, keys.user)
  const within: Adapter = { ...verbs(decided), transaction: (nested) => nested(within) }
  try {
    const result = await limited(work(within), transactionLimit, transactionEnded)
    await decided.finish()
    return result
  } finally {
    decided.end()
  }
}
