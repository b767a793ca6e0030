import type { Adapter } from '../contract.js'
import type { OpenOptions } from '../open-store.js'
import { withSecondary } from '../secondary.js'
import { redisSecondary } from './redis.js'

/** A database with a Redis in front of it, by the URL of that. */
export function withRedis(
  primary: Required<Adapter>,
  url: string,
  { warn, clock }: Pick<OpenOptions, 'warn' | 'clock'>,
): Required<Adapter> {
  return withSecondary(primary, redisSecondary({ url, clock }), { warn })
}
