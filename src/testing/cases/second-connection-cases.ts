import { allAtOnce, ann, type Harness, soon } from './harness.js'
import { firstSignIn } from './transaction-cases.js'

/** Two processes, or two instances of an application, on one database. */
export function secondConnectionCases({ checkBoth, expect, has }: Harness): void {
  checkBoth('what one connection writes, the other one reads', async (one, other) => {
    const { id } = await one.createUser(ann())
    expect((await other.getUser(id))?.name).toBe('Ann')
    await other.updateUser({ id, name: 'Anna' })
    expect((await one.getUser(id))?.name).toBe('Anna')
  })

  checkBoth('DB-15 of forty who use one token at once over two connections, one gets it', async (one, other) => {
    const key = { identifier: 'ann@example.com', token: 'hash' }
    await one.createVerificationToken({ ...key, expires: soon() })
    const used = await allAtOnce(40, (at) => (at % 2 ? one : other).useVerificationToken(key))
    expect(used.filter(Boolean).length).toBe(1)
    expect(used.filter((answer) => answer === null).length).toBe(39)
  })

  checkBoth('LK-19 of twenty who register one address at once over two connections, one succeeds', async (one, other) => {
    const made = await allAtOnce(20, (at) => (at % 2 ? one : other).createUser(ann()))
    const winners = made.filter((user) => user !== undefined)
    expect(winners.length).toBe(1)
    expect((await other.getUserByEmail('ann@example.com'))?.id).toBe(winners[0]?.id)
  })

  if (has('transaction')) {
    checkBoth('a write over one connection waits for a transaction over the other one', async (one, other) => {
      const write = { done: Promise.resolve<unknown>(undefined) }
      await one.transaction(async (within) => {
        await within.createUser?.(ann())
        write.done = (async () => other.createUser(ann({ email: 'bob@example.com' })))()
        await new Promise((resolve) => setTimeout(resolve, 60))
      })
      await write.done
      expect((await one.getUserByEmail('bob@example.com'))?.name).toBe('Ann')
      expect((await other.getUserByEmail('ann@example.com'))?.name).toBe('Ann')
    })
  }

  if (has('transaction') && has('conflict')) {
    checkBoth('CC-15 CC-03 of fifty first sign-ins of one identity over two connections, one creates the user', async (one, other) => {
      const users = await allAtOnce(50, (at) => firstSignIn(at % 2 ? one : other, `hash-${at}`))
      expect(new Set(users).size).toBe(1)
      expect((await other.getUserByEmail('ann@example.com'))?.id).toBe(users[0])
    })
  }
}
