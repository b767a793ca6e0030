import { patience } from '../time-limits.js'
import type { PoolSize } from './kinds.js'
import { invalid } from './refusal.js'
import type { Wishes } from './wishes.js'

/** A caller who waits longer has left. */
const longestWait = 60_000

/** `pool: 5` and `pool=5` say the same as `pool: { max: 5 }`. Drivers' own names for it are read, too. */
export function readPool(wishes: Wishes): PoolSize {
  const pool = wishes.take('pool')
  const inner = typeof pool === 'object' ? { ...(pool as Readonly<Record<string, unknown>>) } : { max: pool }
  const { idleTimeoutMillis, acquireTimeoutMillis } = inner as Readonly<Record<string, unknown>>
  const max = wishes.take('max')
  const idle = wishes.take('idle')
  const millis = wishes.take('connectiontimeoutmillis')
  const wait = wishes.take('wait')
  const answer = whole((inner as PoolSize).answer, 1, 'pool.answer')
  return {
    max: whole((inner as PoolSize).max ?? max, 1, 'pool.max') ?? 10,
    idle: whole((inner as PoolSize).idle ?? idleTimeoutMillis ?? idle, 0, 'pool.idle') ?? 10_000,
    // No limit at all, which is what drivers take 0 for, is none of ours.
    wait: (whole((inner as PoolSize).wait ?? acquireTimeoutMillis ?? millis, 0, 'pool.wait') ?? seconds(wait)) || patience,
    ...(answer !== undefined && { answer }),
  }
}

function whole(value: unknown, least: number, name: string): number | undefined {
  if (value === undefined || value === '') return undefined
  const number = typeof value === 'string' ? Number(value) : value
  if (Number.isInteger(number) && (number as number) >= least) return Math.min(number as number, 2 ** 31 - 1)
  throw invalid(`\`${name}\` of the database is a whole number, at least ${least}.`)
}

/** libpq and Prisma count in seconds, mysql2 and tedious in milliseconds, under the same names: nobody waits 300 seconds, nor 0.3. */
function seconds(value: unknown): number | undefined {
  const number = Number(value ?? Number.NaN)
  if (!(number > 0)) return undefined
  return Math.min(number <= 300 ? number * 1000 : number, longestWait)
}
