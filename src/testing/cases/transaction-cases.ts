import type { Adapter } from '../../adapters/contract.js'
import { account, allAtOnce, ann, failure, type Harness, session } from './harness.js'

export function transactionCases(harness: Harness): void {
  allOrNothing(harness)
  undoing(harness)
  inside(harness)
  isolation(harness)
  firstSignIns(harness)
}

function allOrNothing({ check, expect }: Harness): void {
  check('what a transaction did is there when it has ended', async (adapter) => {
    const user = await adapter.transaction(signIn)
    expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe(user)
    expect((await adapter.getSessionAndUser('hash-of-a-token'))?.user.id).toBe(user)
  })

  for (const crash of [1, 2, 3]) {
    check(`DB-04 a failure after statement ${crash} leaves nothing, and the next attempt succeeds`, async (adapter) => {
      const boom = new Error('boom')
      expect(await failure(() => adapter.transaction((within) => signIn(within, crash, boom)))).toBe(boom)
      expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
      expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })).toBe(null)
      expect(await adapter.getSessionAndUser('hash-of-a-token')).toBe(null)
      const user = await adapter.transaction(signIn)
      expect((await adapter.getSessionAndUser('hash-of-a-token'))?.user.id).toBe(user)
    })
  }
}

function undoing({ check, expect }: Harness): void {
  check('a refused statement undoes the ones before it', async (adapter) => {
    const owner = await adapter.createUser(ann({ email: 'bob@example.com' }))
    await adapter.linkAccount(account(owner.id))
    expect((await failure(() => adapter.transaction(signIn))) !== undefined).toBe(true)
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
    expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe(owner.id)
  })

  check('what a transaction did is there, or its caller is told, also when a refusal was caught inside', async (adapter) => {
    const told = await failure(() =>
      adapter.transaction(async (within) => {
        await within.createUser?.(ann())
        await failure(() => within.createUser?.(ann()))
      }),
    )
    expect((await adapter.getUserByEmail('ann@example.com')) !== null).toBe(told === undefined)
  })

  check('a transaction inside one is part of it', async (adapter) => {
    const boom = new Error('boom')
    const error = await failure(() =>
      adapter.transaction(async (within) => {
        await within.transaction?.(signIn)
        throw boom
      }),
    )
    expect(error).toBe(boom)
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
  })

  check('a one-time token that was used in a transaction that failed is there again', async (adapter) => {
    const key = { identifier: 'ann@example.com', token: 'hash' }
    await adapter.createVerificationToken({ ...key, expires: new Date(1000) })
    await failure(() =>
      adapter.transaction(async (within) => {
        await within.useVerificationToken?.(key)
        throw new Error('boom')
      }),
    )
    expect((await adapter.useVerificationToken(key))?.identifier).toBe('ann@example.com')
  })
}

function inside({ check, expect }: Harness): void {
  check('a transaction sees what it wrote', async (adapter) => {
    const seen = await adapter.transaction(async (within) => {
      const made = await within.createUser?.(ann())
      return made?.id === (await within.getUserByEmail?.('ann@example.com'))?.id
    })
    expect(seen).toBe(true)
  })

  check('a transaction is handed the verbs that there are outside of it', async (adapter) => {
    const telling = ['linkAccount', 'countAttempt', 'sweep'] as const
    const handed = await adapter.transaction(async (within) => telling.filter((verb) => verb in within))
    expect(handed).toEqual(telling.filter((verb) => verb in adapter))
  })
}

function isolation({ check, expect }: Harness): void {
  check('what is undone was never seen from outside, and what was written from outside is not undone', async (adapter) => {
    const outside: Promise<unknown>[] = []
    await failure(() =>
      adapter.transaction(async (within) => {
        await signIn(within)
        outside.push(later(() => adapter.getSessionAndUser('hash-of-a-token')))
        outside.push(later(() => adapter.getUserByEmail('ann@example.com')))
        outside.push(later(() => adapter.createUser(ann({ email: 'bob@example.com' }))))
        await pause(20)
        throw new Error('boom')
      }),
    )
    const [session, user] = await Promise.all(outside)
    expect([session, user]).toEqual([null, null])
    expect((await adapter.getUserByEmail('bob@example.com'))?.email).toBe('bob@example.com')
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
  })

  check('a verb that comes after the end of its transaction is refused', async (adapter) => {
    let late: Adapter = {}
    await adapter.transaction(async (within) => {
      late = within
    })
    expect((await failure(() => late.createUser?.(ann()))) !== undefined).toBe(true)
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
  })

  check('twenty transactions at once all happen, every second one of them undone', async (adapter) => {
    await allAtOnce(20, (at) =>
      adapter.transaction(async (within) => {
        await within.createUser?.(ann({ email: `${at}@example.com` }))
        await pause(at % 3)
        if (at % 2) throw new Error('boom')
      }),
    )
    const found = await allAtOnce(20, async (at) => ((await adapter.getUserByEmail(`${at}@example.com`)) ? at : -1))
    expect(found.filter((at) => at !== -1)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
  })
}

function firstSignIns({ check, expect, has }: Harness): void {
  if (!has('conflict')) return
  check('CC-03 of a hundred first sign-ins of one identity at once, one creates the user and all have a session', async (adapter) => {
    const users = await allAtOnce(100, (at) => firstSignIn(adapter, `hash-${at}`))
    expect(new Set(users).size).toBe(1)
    expect(users[0] !== undefined).toBe(true)
    const owners = await allAtOnce(100, async (at) => (await adapter.getSessionAndUser(`hash-${at}`))?.user.id)
    expect(owners).toEqual(users)
  })
}

/** Reads, decides, writes in one transaction; who loses the race reads again. */
export async function firstSignIn(adapter: Required<Adapter>, sessionToken: string): Promise<string> {
  for (;;) {
    const known = await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })
    try {
      if (!known) return await adapter.transaction((within) => signIn(within, 0, undefined, sessionToken))
      await adapter.createSession(session(known.id, { sessionToken }))
      return known.id
    } catch (error) {
      if (!(error as { details?: { conflict?: string } }).details?.conflict) throw error
    }
  }
}

/** User, account and session; `crash` tells after which of them to fail. */
async function signIn(within: Adapter, crash = 0, error?: Error, sessionToken = 'hash-of-a-token'): Promise<string> {
  const user = await within.createUser?.(ann())
  if (!user || crash === 1) throw error
  await within.linkAccount?.(account(user.id))
  if (crash === 2) throw error
  await within.createSession?.(session(user.id, { sessionToken }))
  if (crash === 3) throw error
  return user.id
}

/** The call is made now, whatever it throws comes with the promise. */
async function later<T>(verb: () => T): Promise<Awaited<T>> {
  return await verb()
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
