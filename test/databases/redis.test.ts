import { type Adapter, connect, memory } from 'next-auth/adapters'
import { adapterCases } from 'next-auth/testing'
import { createClient, createCluster } from 'redis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redis, redisSecondary } from '../../src/adapters/redis/redis.js'
import { withSecondary } from '../../src/adapters/secondary.js'
import { failing, keysOf, noRedis, operate, startRedis } from './redis-server.js'
import { type Server, serverOf } from './servers.js'

const runner = { describe, expect, test }
const account = { type: 'oauth', provider: 'acme', providerAccountId: '1' } as const
const soon = (): Date => new Date(Date.now() + 3_600_000)
const ann = { id: 'ann', email: 'ann@example.com', emailVerified: null }

describe.skipIf(noRedis)('Redis', () => {
  let server: Server
  let url = ''
  let operator: ReturnType<typeof createClient>
  const fresh = async (): Promise<string> => {
    await operator.flushDb()
    return url
  }
  beforeAll(async () => {
    server = await serverOf('redis')
    url = await server.createDatabase()
    operator = createClient({ url })
    await operator.connect()
  })
  afterAll(async () => {
    operator.destroy()
    await server.dropDatabase(url)
  })

  adapterCases(
    {
      name: 'redis',
      open: async () => redis(await fresh()),
      // Another spelling of the URL is a connection of its own, as another process would have.
      again: () => redis(url.replace('127.0.0.1', 'localhost')),
      close: (adapter) => adapter.close?.(),
    },
    runner,
  )

  adapterCases(
    {
      name: 'redis in front of memory',
      open: async () => withSecondary(memory(), redisSecondary(await fresh())),
      close: (adapter) => adapter.close?.(),
    },
    runner,
  )

  adapterCases(
    {
      name: 'redis in front of sqlite',
      open: async () => withSecondary(connect('sqlite::memory:'), redisSecondary(await fresh())),
      close: (adapter) => adapter.close?.(),
    },
    runner,
  )

  describe('over a client of the application’s own', () => {
    let client: ReturnType<typeof createClient>
    adapterCases(
      {
        name: 'redis, a ready client',
        async open() {
          client = createClient({ url: await fresh(), RESP: 3 })
          return redis(client)
        },
        async close(adapter) {
          await adapter.getUser?.('ann')
          await adapter.close?.()
          // Ours to open, never ours to close.
          expect(client.isOpen).toBe(true)
          client.destroy()
        },
      },
      runner,
    )

    test('a client with a prefix of its own is refused: scripts would miss it', () => {
      expect(() => redis(createClient({ keyPrefix: 'app:' }))).toThrow('entityPrefix')
    })
  })

  describe('a cluster', () => {
    let node: Awaited<ReturnType<typeof startRedis>>
    beforeAll(async () => {
      node = await startRedis('--cluster-enabled', 'yes')
      await operate(node.url, 'CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
      for (let state = ''; !state.includes('cluster_state:ok'); ) state = String(await operate(node.url, 'CLUSTER', 'INFO'))
    })
    afterAll(() => node.end())

    let cluster: ReturnType<typeof createCluster>
    adapterCases(
      {
        name: 'redis, a cluster',
        async open() {
          await operate(node.url, 'FLUSHALL')
          cluster = createCluster({ rootNodes: [{ url: node.url }] })
          return redis({ client: cluster })
        },
        close: () => cluster.destroy(),
      },
      runner,
    )

    test('all keys are in one slot; a prefix without braces is refused by name, and nothing is written', async () => {
      await operate(node.url, 'FLUSHALL')
      const adapter = redis({ url: node.url, entityPrefix: 'app:' })
      expect(await failing(() => adapter.createUser(ann))).toMatchObject({ trouble: 'slots', message: expect.stringContaining('braces') })
      expect(await keysOf(node.url)).toEqual({})
      const good = redis({ url: node.url, entityPrefix: 'app:{auth}:' })
      await good.createUser(ann)
      expect((await good.getUserByEmail('ann@example.com'))?.id).toBe('ann')
      await good.close()
      await adapter.close()
    })
  })

  describe('what is in Redis', () => {
    let adapter: Required<Adapter>
    const open = async (): Promise<void> => {
      adapter = redis(await fresh())
    }

    test('SD-07 what expires is gone without anybody’s doing, and so are the indexes of it', async () => {
      await open()
      await adapter.createUser(ann)
      await adapter.createSession({ sessionToken: 'hash', userId: 'ann', expires: new Date(Date.now() + 200) })
      await adapter.createVerificationToken({ identifier: 'a', token: 'hash', expires: new Date(Date.now() + 200) })
      await adapter.countAttempt({ key: 'a', windowSeconds: 0.2 })
      expect(Object.keys(await keysOf(url)).length).toBe(6)
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(await keysOf(url)).toEqual({ '{next-auth}:user:ann': -1, '{next-auth}:email:ann@example.com': -1 })
      await adapter.close()
    })

    test('only users and accounts are there for ever', async () => {
      await open()
      await adapter.createUser(ann)
      await adapter.linkAccount({ ...account, userId: 'ann' })
      for (const expires of [soon(), new Date(1000)]) {
        await adapter.createSession({ sessionToken: `session ${expires.getTime()}`, userId: 'ann', expires })
        await adapter.createVerificationToken({ identifier: 'a', token: `token ${expires.getTime()}`, expires })
      }
      await adapter.countAttempt({ key: 'a', windowSeconds: 60 })
      const kept = Object.entries(await keysOf(url)).filter(([, ttl]) => ttl === -1)
      expect(kept.map(([key]) => key.slice('{next-auth}:'.length).split(':')[0]).toSorted()).toEqual([
        'account',
        'accounts-of',
        'email',
        'user',
      ])
      await adapter.close()
    })

    test('a prolonged session stays, with its place in the index; a shortened one goes', async () => {
      await open()
      await adapter.createUser(ann)
      await adapter.createSession({ sessionToken: 'hash', userId: 'ann', expires: new Date(Date.now() + 200) })
      await adapter.updateSession({ sessionToken: 'hash', expires: soon() })
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe('ann')
      await adapter.deleteUser('ann')
      expect(await keysOf(url)).toEqual({})
      await adapter.close()
    })

    test('SD-08 a deleted user leaves nothing behind at all', async () => {
      await open()
      await adapter.createUser(ann)
      for (const at of [0, 1, 2]) {
        await adapter.linkAccount({ ...account, userId: 'ann', providerAccountId: String(at) })
        await adapter.createSession({ sessionToken: `hash-${at}`, userId: 'ann', expires: soon() })
      }
      await adapter.deleteUser('ann')
      expect(await keysOf(url)).toEqual({})
      await adapter.close()
    })

    test('the index of a user’s sessions does not grow for ever', async () => {
      await open()
      await adapter.createUser(ann)
      for (let at = 0; at < 50; at++)
        await adapter.createSession({ sessionToken: `hash-${at}`, userId: 'ann', expires: new Date(Date.now() + 20) })
      await new Promise((resolve) => setTimeout(resolve, 50))
      await adapter.createSession({ sessionToken: 'last', userId: 'ann', expires: soon() })
      expect(await operate(url, 'ZRANGE', '{next-auth}:sessions-of:ann', '0', '-1')).toEqual(['last'])
      await adapter.close()
    })

    test('of a deletion and forty links at once, no account is left that belongs to nobody', async () => {
      await open()
      for (let round = 0; round < 10; round++) {
        await adapter.createUser(ann)
        const other = redis(url.replace('127.0.0.1', 'localhost'))
        await Promise.allSettled(
          Array.from({ length: 41 }, (_, at) =>
            at === 20
              ? adapter.deleteUser('ann')
              : (at % 2 ? adapter : other).linkAccount({ ...account, userId: 'ann', providerAccountId: String(at) }),
          ),
        )
        expect(await keysOf(url)).toEqual({})
        await other.close()
      }
      await adapter.close()
    })

    test('of twenty who move to one address at once, one has it, and no address leads to another user', async () => {
      await open()
      const ids = Array.from({ length: 20 }, (_, at) => `user-${at}`)
      for (const id of ids) await adapter.createUser({ id, email: `${id}@example.com`, emailVerified: null })
      await Promise.allSettled(ids.map((id) => adapter.updateUser({ id, email: 'one@example.com' })))
      const users = await Promise.all(ids.map((id) => adapter.getUser(id)))
      expect(users.filter((user) => user?.email === 'one@example.com').length).toBe(1)
      for (const user of users) expect((await adapter.getUserByEmail(user?.email ?? ''))?.id).toBe(user?.id)
      expect(Object.keys(await keysOf(url)).length).toBe(40)
      await adapter.close()
    })

    test('of thirty moves of one user at once, one address is left', async () => {
      await open()
      await adapter.createUser(ann)
      await Promise.allSettled(Array.from({ length: 30 }, (_, at) => adapter.updateUser({ id: 'ann', email: `${at}@example.com` })))
      const addresses = Object.keys(await keysOf(url)).filter((key) => key.includes(':email:'))
      expect(addresses).toEqual([`{next-auth}:email:${(await adapter.getUser('ann'))?.email}`])
      await adapter.close()
    })
  })

  describe('transactions', () => {
    test('nothing is written before all is decided, and what was decided on is checked once more', async () => {
      const adapter = redis(await fresh())
      const race = failing(() =>
        adapter.transaction(async (within) => {
          await within.createUser?.(ann)
          expect(await keysOf(url)).toEqual({})
          await adapter.createUser({ ...ann, id: 'other' })
        }),
      )
      expect((await race).trouble).toBe('email')
      expect((await adapter.getUserByEmail('ann@example.com'))?.id).toBe('other')
      expect(await adapter.getUser('ann')).toBe(null)
      await adapter.close()
    })

    test('verbs that run side by side in a transaction see one another', async () => {
      const adapter = redis(await fresh())
      await adapter.transaction(async (within) => {
        const made = await Promise.allSettled(['a', 'b', 'c'].map(async (id) => within.createUser?.({ ...ann, id })))
        expect(made.filter(({ status }) => status === 'fulfilled').length).toBe(1)
      })
      expect(Object.keys(await keysOf(url)).length).toBe(2)
      await adapter.close()
    })

    test('a user who was made, tied and deleted in one transaction was never there', async () => {
      const adapter = redis(await fresh())
      await adapter.transaction(async (within) => {
        for (const id of ['ann', 'again']) {
          await within.createUser?.({ ...ann, id })
          await within.linkAccount?.({ ...account, userId: id })
          await within.createSession?.({ sessionToken: 'hash', userId: id, expires: soon() })
          expect((await within.getSessionAndUser?.('hash'))?.user.id).toBe(id)
          await within.deleteUser?.(id)
          expect(await within.getSessionAndUser?.('hash')).toBe(null)
        }
      })
      expect(await keysOf(url)).toEqual({})
      await adapter.close()
    })

    test('DB-15 of twenty transactions that use one token at once, one succeeds', async () => {
      const adapter = redis(await fresh())
      await adapter.createVerificationToken({ identifier: 'a', token: 'hash', expires: soon() })
      const used = await Promise.allSettled(
        Array.from({ length: 20 }, () =>
          adapter.transaction(async (within) => {
            const token = await within.useVerificationToken?.({ identifier: 'a', token: 'hash' })
            await new Promise((resolve) => setTimeout(resolve, 5))
            return token
          }),
        ),
      )
      expect(used.filter((one) => one.status === 'fulfilled' && one.value).length).toBe(1)
      await adapter.close()
    })
  })
})
