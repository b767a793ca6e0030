import type { Adapter } from '../../adapters/contract.js'
import { account, allAtOnce, ann, clearly, failure, type Harness, patience, session, timed } from './harness.js'

type Open = Required<Adapter>

/** What may befall a transaction: it is undone as a whole, and nobody waits for ever for its connection. */
export function transactionFaultCases(harness: Harness): void {
  lostTransactions(harness)
  if (harness.has('conflict')) crashes(harness)
  takenConnections(harness)
}

function lostTransactions({ checkFault, expect }: Harness): void {
  checkFault(
    'DB-02 a connection that is lost in a transaction undoes it, whoever caught the failure',
    2,
    async (adapter, { line, secrets }) => {
      for (const isCaught of [false, true]) {
        const error = await failure(() =>
          adapter.transaction(async (within) => {
            const { id } = (await within.createUser?.(ann())) ?? { id: '' }
            line.cut()
            const link = async (): Promise<unknown> => within.linkAccount?.(account(id))
            await (isCaught ? failure(link) : link())
            if (isCaught) await failure(() => within.createSession?.(session(id)))
          }),
        )
        clearly(error, 'unreachable', secrets, expect)
        expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
      }
      const user = await adapter.transaction(async (within) => within.createUser?.(ann()))
      expect((await adapter.getUserByEmail('ann@example.com'))?.id).toBe(user?.id)
    },
  )
}

/** A first sign-in breaks off at each of its calls; the next one, from a clean browser, succeeds, and there is one user. */
function crashes({ checkFault, expect }: Harness): void {
  const ways = [
    ['DB-02 a connection that is lost after answer k of a first sign-in', 'cutAfter', 0],
    ['DB-03 an answer that is lost, the one to the commit included', 'loseAnswer', 1],
  ] as const
  for (const [title, way, first] of ways) {
    checkFault(`${title}: the next attempt succeeds and there is one user`, 1, async (adapter, { line }) => {
      let struck = 0
      for (let k = first; ; k++) {
        const person = `person-${k}`
        const happened = line[way](k)
        const error = await failure(() => signIn(adapter, person, `first-${k}`))
        await line.release()
        const user = await signIn(adapter, person, `next-${k}`)
        expect((await adapter.getUserByEmail(`${person}@example.com`))?.id).toBe(user)
        expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: person }))?.id).toBe(user)
        expect((await adapter.getSessionAndUser(`next-${k}`))?.user.id).toBe(user)
        // Who was told that it succeeded has a session; who was not may have one, if only the answer was lost.
        const before = (await adapter.getSessionAndUser(`first-${k}`))?.user.id
        expect(before === user || (before === undefined && error !== undefined)).toBe(true)
        if (!happened()) break
        struck += 1
      }
      // Read, begin, user, account, session, commit.
      expect(struck >= 6).toBe(true)
    })
  }
}

async function signIn(adapter: Open, person: string, sessionToken: string): Promise<string> {
  const known = await adapter.getUserByAccount({ provider: 'acme', providerAccountId: person })
  if (known) {
    await adapter.createSession(session(known.id, { sessionToken }))
    return known.id
  }
  return adapter.transaction(async (within) => {
    const user = await within.createUser?.(ann({ email: `${person}@example.com` }))
    await within.linkAccount?.(account(user?.id ?? '', { providerAccountId: person }))
    await within.createSession?.(session(user?.id ?? '', { sessionToken }))
    return user?.id ?? ''
  })
}

function takenConnections({ checkFault, expect }: Harness): void {
  for (const connections of [1, 2]) {
    checkFault(
      `DB-09 all of ${connections} connections taken: a caller waits so long and no longer, and it passes`,
      connections,
      async (adapter, faults) => {
        const { id } = await adapter.createUser(ann())
        let free = (): void => {}
        const freed = new Promise<void>((resolve) => {
          free = resolve
        })
        let begun = 0
        const holders = Array.from({ length: connections }, (_, at) =>
          adapter.transaction(async (within) => {
            await within.createUser?.(ann({ email: `${at}@example.com` }))
            begun += 1
            await freed
          }),
        )
        while (begun < connections) await new Promise((resolve) => setTimeout(resolve, 5))
        const [errors, milliseconds] = await timed(() =>
          Promise.all([
            failure(() => adapter.getUser(id)),
            failure(() => adapter.createSession(session(id))),
            failure(() => adapter.transaction(async () => {})),
          ]),
        )
        for (const error of errors) clearly(error, 'exhausted', faults.secrets, expect)
        expect(milliseconds < patience(faults)).toBe(true)
        free()
        await Promise.all(holders)
        expect((await allAtOnce(10, () => adapter.getUser(id))).every((user) => user?.id === id)).toBe(true)
        expect(await adapter.getSessionAndUser('hash-of-a-token')).toBe(null)
        expect((await adapter.getUserByEmail(`${connections - 1}@example.com`))?.name).toBe('Ann')
      },
    )
  }
}
