import { connect, memory } from 'next-auth/adapters'
import { adapterCases } from 'next-auth/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redis, redisSecondary } from '../../src/adapters/redis/redis.js'
import { withSecondary } from '../../src/adapters/secondary.js'
import { type RedisServer, startRedis } from './redis-server.js'

const runner = { describe, expect, test }
let server: RedisServer

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server.kill())

adapterCases(
  {
    name: 'redis',
    async open() {
      await server.call('FLUSHALL')
      return redis(server.url)
    },
    // Another spelling of the URL is a connection of its own, as another process would have.
    again: () => redis(`redis://localhost:${server.port}/0`),
    close: (adapter) => adapter.close?.(),
  },
  runner,
)

adapterCases(
  {
    name: 'redis in front of memory',
    async open() {
      await server.call('FLUSHALL')
      return withSecondary(memory(), redisSecondary(server.url))
    },
    close: (adapter) => adapter.close?.(),
  },
  runner,
)

adapterCases(
  {
    name: 'redis in front of sqlite',
    async open() {
      await server.call('FLUSHALL')
      return withSecondary(connect('sqlite::memory:'), redisSecondary(server.url))
    },
    close: (adapter) => adapter.close?.(),
  },
  runner,
)
