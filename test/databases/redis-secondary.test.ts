import { type Adapter, memory } from 'next-auth/adapters'
import { describe, expect, test } from 'vitest'
import { redisSecondary } from '../../src/adapters/redis/redis.js'
import { type Secondary, withSecondary } from '../../src/adapters/secondary.js'
import { failing, keysOf, noRedis, operate } from './redis-server.js'
import { type OwnServer, ownServer, serverOf } from './servers.js'

const ann = { id: 'ann', email: 'ann@example.com', emailVerified: null }
const account = { type: 'oauth', provider: 'acme', providerAccountId: '1', userId: 'ann' } as const
const soon = (): Date => new Date(Date.now() + 3_600_000)
const session = { sessionToken: 'hash', userId: 'ann' }
const token = { identifier: 'ann@example.com', token: 'hash' }

interface Both {
  readonly adapter: Required<Adapter>
  readonly primary: Required<Adapter>
  readonly secondary: Secondary
  readonly told: string[]
}

function both(url: string): Both {
  const told: string[] = []
  const [primary, secondary] = [memory(), redisSecondary({ url, commandTimeout: 1000 })]
  return { adapter: withSecondary(primary, secondary, { warn: (code) => told.push(code) }), primary, secondary, told }
}

/** User, account, session; `crash` tells after which of them to fail. */
async function signIn(within: Adapter, crash = 0): Promise<void> {
  await within.createUser?.(ann)
  if (crash === 1) throw new Error('boom')
  await within.linkAccount?.(account)
  if (crash === 2) throw new Error('boom')
  await within.createSession?.({ ...session, expires: soon() })
  if (crash === 3) throw new Error('boom')
}

describe.skipIf(noRedis)('Redis in front of a database', () => {
  const onShared = (title: string, body: (both: Both, url: string) => Promise<void>): void => {
    test(title, async () => {
      const server = await serverOf('redis')
      const url = await server.createDatabase()
      const given = both(url)
      await body(given, url)
      await given.adapter.close()
      await server.dropDatabase(url)
    })
  }
  const onOwn = (title: string, body: (both: Both, server: OwnServer) => Promise<void>): void => {
    test(title, async () => {
      await using server = await ownServer('redis')
      const given = both(server.url)
      await body(given, server)
      await given.adapter.close()
    })
  }

  onShared('sessions, tokens and counters are in Redis, users and accounts are not, and the other way round', async (given, url) => {
    await given.adapter.transaction((within) => signIn(within))
    await given.adapter.createVerificationToken({ ...token, expires: soon() })
    await given.adapter.countAttempt({ key: 'a', windowSeconds: 60 })
    const kept = await keysOf(url)
    expect(Object.keys(kept).toSorted()).toEqual(
      ['counter:a', 'session:hash', 'sessions-of:ann', 'token:hash'].map((key) => `{next-auth}:${key}`),
    )
    for (const ttl of Object.values(kept)) expect(ttl).toBeGreaterThan(0)
    expect(await given.primary.getSessionAndUser('hash')).toBe(null)
    expect((await given.primary.getUser('ann'))?.email).toBe('ann@example.com')
    expect((await given.primary.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(1)
  })

  for (const crash of [1, 2, 3]) {
    onShared(`DB-04 a failure after step ${crash} leaves nothing in either store`, async ({ adapter, primary }, url) => {
      await failing(() => adapter.transaction((within) => signIn(within, crash)))
      expect(await primary.getUser('ann')).toBe(null)
      expect(await keysOf(url)).toEqual({})
      await adapter.transaction((within) => signIn(within))
      expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe('ann')
    })
  }

  onShared('no session is seen before the database has committed', async ({ adapter }, url) => {
    await adapter.transaction(async (within) => {
      await signIn(within)
      expect(await keysOf(url)).toEqual({})
      expect((await within.getSessionAndUser?.('hash'))?.user.id).toBe('ann')
    })
    expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe('ann')
  })

  onShared('a database that fails to commit leaves no session', async ({ secondary }, url) => {
    const broken: Required<Adapter> = {
      ...memory(),
      transaction: async (work) => {
        await work(memory())
        throw new Error('no commit')
      },
    }
    await failing(() => withSecondary(broken, secondary).transaction((within) => signIn(within)))
    expect(await keysOf(url)).toEqual({})
  })

  onShared('SD-08 SD-10 with the user go all sessions; and without the user no session is answered', async ({ adapter, primary }, url) => {
    await adapter.createUser(ann)
    for (const at of [0, 1, 2]) await adapter.createSession({ ...session, sessionToken: `hash-${at}`, expires: soon() })
    await adapter.deleteUser('ann')
    expect(await keysOf(url)).toEqual({})
    await adapter.createUser(ann)
    await adapter.createSession({ ...session, expires: soon() })
    // Deleted past the library, by an operator.
    await primary.deleteUser('ann')
    expect(await adapter.getSessionAndUser('hash')).toBe(null)
  })

  onShared('DB-15 of twenty transactions that use one token at once, one gets it', async ({ adapter }) => {
    await adapter.createVerificationToken({ ...token, expires: soon() })
    const used = await Promise.all(
      Array.from({ length: 20 }, () => adapter.transaction(async (within) => (await within.useVerificationToken?.(token)) ?? null)),
    )
    expect(used.filter(Boolean).length).toBe(1)
    expect(await adapter.useVerificationToken(token)).toBe(null)
  })

  onOwn('DB-05 with Redis away nothing of a sign-in happens, and the next attempt succeeds', async ({ adapter, primary }, server) => {
    await adapter.getSessionAndUser('hash')
    await server.kill()
    expect((await failing(() => adapter.transaction((within) => signIn(within)))).trouble).toBe('unreachable')
    expect(await primary.getUser('ann')).toBe(null)
    await server.restart()
    await adapter.transaction((within) => signIn(within))
    expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe('ann')
  })

  onOwn('DB-02 Redis that goes just then keeps the user, and the next attempt signs in', async ({ adapter, primary }, server) => {
    const { trouble } = await failing(() =>
      adapter.transaction(async (within) => {
        await signIn(within)
        await server.kill()
      }),
    )
    expect(trouble).toBe('unreachable')
    expect((await primary.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe('ann')
    await server.restart()
    await adapter.createSession({ ...session, expires: soon() })
    expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe('ann')
  })

  onOwn('SD-09 with Redis away no session is answered from elsewhere', async ({ adapter, primary }, server) => {
    await adapter.createUser(ann)
    await primary.createSession({ ...session, expires: soon() })
    expect(await adapter.getSessionAndUser('hash')).toBe(null)
    await server.kill()
    expect((await failing(() => adapter.getSessionAndUser('hash'))).trouble).toBe('unreachable')
    expect((await failing(() => adapter.useVerificationToken(token))).trouble).toBe('unreachable')
  })

  onOwn(
    'RL-08 with Redis away attempts are counted in the database, all of them, and it is said once',
    async ({ adapter, told }, server) => {
      expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(1)
      await server.kill()
      const counted = await Promise.all(Array.from({ length: 30 }, () => adapter.countAttempt({ key: 'a', windowSeconds: 60 })))
      expect(counted.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1))
      expect(told).toEqual(['SECONDARY_AWAY'])
      await server.restart()
      await expect
        .poll(async () => (await adapter.countAttempt({ key: 'b', windowSeconds: 60 })).count === 1 && keyIsThere(server, 'b'))
        .toBe(true)
    },
  )
})

async function keyIsThere({ url }: OwnServer, counter: string): Promise<boolean> {
  return (await operate(url, 'EXISTS', `{next-auth}:counter:${counter}`)) === 1
}
