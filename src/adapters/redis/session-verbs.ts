import { isAuthError } from '../../base/errors.js'
import type { AdapterSession } from '../contract.js'
import { conflict, lostToAnother, noSuchUser, unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newSession, newVerificationToken, sessionChanges, windowEnd } from '../records.js'
import type { SecondaryVerbs } from '../secondary.js'
import type { Connection } from './connection.js'
import type { Keys } from './keys.js'
import type { RedisTarget } from './options.js'
import { sessionFields, sessionOf, tokenFields, tokenOf, version } from './rows.js'
import * as scripts from './scripts.js'
import type { Check, Space, Step } from './space.js'

type SessionVerbs = Pick<SecondaryVerbs, 'createSession' | 'getSession' | 'updateSession' | 'deleteSession' | 'deleteSessionsOf'>

/** `usersToo`: whether users live in Redis as well, so that a session is refused to one who is not there. */
export function sessionVerbs(space: Space, keys: Keys, { clock }: RedisTarget, usersToo: boolean): SessionVerbs {
  return {
    async createSession(session) {
      const now = clock()
      const made = newSession(session, now)
      const key = keys.session(made.sessionToken)
      const user: Check = { key: keys.user(made.userId), is: 'there', otherwise: noSuchUser }
      const { ttl, steps } = stay(key, made.expires, now, keys)
      await space.commit(
        [{ key, is: 'absent', otherwise: () => conflict('session') }, ...(usersToo ? [user] : [])],
        [
          { does: 'write', key, fields: { ...version, ...sessionFields(made) }, ttl },
          { does: 'list', key: keys.sessionsOf(made.userId), member: made.sessionToken, ttl },
          ...steps,
        ],
      )
      return made
    },
    async getSession(sessionToken) {
      const fields = isKey(sessionToken) ? await space.read(keys.session(sessionToken)) : null
      return fields && sessionOf(sessionToken, fields)
    },
    async updateSession(session) {
      if (!isKey(session?.sessionToken)) throw unusable('sessionToken')
      return orGone(() => changeSession(session, space, keys, clock()))
    },
    async deleteSession(sessionToken) {
      return isKey(sessionToken) ? orGone(() => removeSession(sessionToken, space, keys)) : null
    },
    async deleteSessionsOf(userId) {
      if (!isKey(userId)) return
      await space.commit([], [{ does: 'clear', key: keys.sessionsOf(userId), prefix: keys.sessionPrefix, user: userId }])
    },
  }
}

async function changeSession(
  session: Partial<AdapterSession> & Pick<AdapterSession, 'sessionToken'>,
  space: Space,
  keys: Keys,
  now: number,
): Promise<AdapterSession | null> {
  const key = keys.session(session.sessionToken)
  const old = await space.read(key)
  if (old?.user === undefined) return null
  const changes = sessionChanges(session)
  const { ttl, steps } = changes.expires ? stay(key, changes.expires, now, keys) : { ttl: undefined, steps: [] }
  const listed: readonly Step[] =
    ttl === undefined ? [] : [{ does: 'list', key: keys.sessionsOf(old.user), member: session.sessionToken, ttl }]
  const fields = sessionFields(changes)
  await space.commit(
    [{ key, is: { field: 'user', value: old.user }, otherwise: lostToAnother }],
    [{ does: 'write', key, fields, ...(ttl !== undefined && { ttl }) }, ...listed, ...steps],
  )
  return { ...sessionOf(session.sessionToken, old), ...changes }
}

async function removeSession(sessionToken: string, space: Space, keys: Keys): Promise<AdapterSession | null> {
  const key = keys.session(sessionToken)
  const old = await space.read(key)
  if (old?.user === undefined) return null
  await space.commit(
    [{ key, is: 'there', otherwise: lostToAnother }],
    [
      { does: 'remove', key },
      { does: 'unlist', key: keys.sessionsOf(old.user), member: sessionToken },
    ],
  )
  return sessionOf(sessionToken, old)
}

type TokenVerbs = Pick<SecondaryVerbs, 'createVerificationToken' | 'useVerificationToken'>

export function tokenVerbs(space: Space, keys: Keys, { clock }: RedisTarget): TokenVerbs {
  return {
    async createVerificationToken(token) {
      const made = newVerificationToken(token)
      const key = keys.token(made.token)
      const { ttl, steps } = stay(key, made.expires, clock(), keys)
      await space.commit(
        [{ key, is: 'absent', otherwise: () => conflict('token') }],
        [{ does: 'write', key, fields: { ...version, ...tokenFields(made) }, ttl }, ...steps],
      )
      return made
    },
    async useVerificationToken(asked) {
      const { identifier, token } = asked ?? {}
      if (!isKey(identifier) || !isKey(token)) return null
      const key = keys.token(token)
      const found = await space.read(key)
      if (found?.identifier !== identifier) return null
      // Who comes second finds it gone: the check and the removal are one step.
      return orGone(async () => {
        await space.commit([{ key, is: { field: 'identifier', value: identifier }, otherwise: lostToAnother }], [{ does: 'remove', key }])
        return tokenOf(token, found)
      })
    },
  }
}

type CountingVerbs = Pick<SecondaryVerbs, 'countAttempt' | 'sweep'>

/** Never part of a transaction: an attempt that failed is one to be counted. */
export function countingVerbs({ run }: Connection, keys: Keys, { clock }: RedisTarget): CountingVerbs {
  return {
    async countAttempt({ key, windowSeconds }) {
      if (!isKey(key)) throw unusable('key')
      const now = clock()
      const resets = windowEnd(windowSeconds, now).getTime()
      const values = [now, resets, Math.max(1, Math.ceil(resets - now))].map(String)
      const [count, end] = (await run(scripts.count, [keys.counter(key)], values)) as readonly unknown[]
      return { count: Number(count), resets: new Date(Number(String(end))) }
    },
    /** Redis takes away what expires. What had expired when it was written is left for the caller to judge, an hour at most. */
    async sweep(before) {
      return Number(await run(scripts.sweep, [keys.over], [keys.prefix, String(before.getTime()), '1000']))
    },
  }
}

const graceOfTheExpired = 3_600_000

/** How long a record stays: until it expires, by the time that is left and not by the clock, which the server may have another of. */
function stay(key: string, expires: Date, now: number, keys: Keys): { ttl: number; steps: readonly Step[] } {
  const left = expires.getTime() - now
  if (left > 0) return { ttl: Math.ceil(left), steps: [] }
  const noted: Step = {
    does: 'list',
    key: keys.over,
    member: key.slice(keys.prefix.length),
    ttl: graceOfTheExpired,
    score: expires.getTime(),
  }
  return { ttl: graceOfTheExpired, steps: [noted] }
}

/** What went while it was looked at is not there. */
async function orGone<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (isAuthError(error) && error.details.conflict === 'race') return null
    throw error
  }
}
