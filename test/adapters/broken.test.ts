import { type Adapter, memory } from 'next-auth/adapters'
import { adapterCases } from 'next-auth/testing'
import { expect, test } from 'vitest'
import type { AdapterAccount } from '../../src/adapters/contract.js'

/** The cases are worth something only if they refuse what they are there to refuse: known mistakes of this field, one each. */
const mistakes: readonly (readonly [mistake: string, caught: string, breakIt: (store: Required<Adapter>) => Partial<Adapter>])[] = [
  [
    'a token is read, then deleted',
    'DB-15',
    (store) => {
      const rows = new Map<string, { identifier: string; token: string; expires: Date }>()
      return {
        createVerificationToken: (row) => {
          rows.set(row.token, row)
          return row
        },
        async useVerificationToken({ identifier, token }) {
          const row = rows.get(token)
          await store.getUser('x')
          rows.delete(token)
          return row?.identifier === identifier ? row : null
        },
      }
    },
  ],
  [
    'a token is looked up by its address only',
    'DB-13',
    () => {
      const rows = new Map<string, { identifier: string; token: string; expires: Date }>()
      return {
        createVerificationToken: (row) => {
          rows.set(row.identifier, row)
          return row
        },
        useVerificationToken({ identifier }) {
          const row = rows.get(identifier) ?? null
          rows.delete(identifier)
          return row
        },
      }
    },
  ],
  ['undefined means no filter', 'DB-14', (store) => ({ getUserByEmail: (email) => store.getUserByEmail(email ?? 'ann@example.com') })],
  ['case does not count', 'LK-18', (store) => ({ getSessionAndUser: (token) => store.getSessionAndUser(String(token).toLowerCase()) })],
  ['padding does not count', 'LK-18', (store) => ({ getSessionAndUser: (token) => store.getSessionAndUser(String(token).trimEnd()) })],
  [
    'a refresh brings a session back',
    'SD-09',
    (store) => ({ updateSession: (session) => store.updateSession(session) ?? store.createSession(session as never) }),
  ],
  ['a transaction that is none', 'DB-04', (store) => ({ transaction: (work) => work(store) })],
  ['an outside write falls into a transaction', 'what is undone', (store) => leaky(store)],
  ['dates lose their milliseconds', 'DB-20', (store) => ({ getUser: async (id) => rounded(await store.getUser(id)) })],
  ['the store hands out its own rows', 'an answer is a copy', (store) => sameObject(store)],
  [
    'OAuth 1 has no columns',
    'an account comes back',
    (store) => ({ linkAccount: ({ oauth_token: _, oauth_token_secret: __, ...account }) => store.linkAccount(account as AdapterAccount) }),
  ],
  [
    'a transaction has fewer verbs',
    'a transaction is handed',
    (store) => ({ transaction: (work) => store.transaction(({ sweep: _, ...within }) => work(within)) }),
  ],
  ['a deleted user leaves the account', 'a deleted user', () => ({ deleteUser: () => null })],
]

/** Everybody shares the one transaction that runs. */
function leaky(store: Required<Adapter>): Partial<Adapter> {
  let current: Adapter | undefined
  return {
    createUser: (user) => (current ?? store).createUser?.(user) as never,
    transaction: (work) =>
      store.transaction(async (within) => {
        current = within
        try {
          return await work(within)
        } finally {
          current = undefined
        }
      }),
  }
}

function rounded<T extends { emailVerified: Date | null } | null>(user: T): T {
  user?.emailVerified?.setMilliseconds(0)
  return user
}

function sameObject(store: Required<Adapter>): Partial<Adapter> {
  const kept = new Map<string, unknown>()
  return {
    async getUser(id) {
      const user = await store.getUser(id)
      if (user && !kept.has(id)) kept.set(id, user)
      return (kept.get(id) ?? null) as never
    },
  }
}

for (const [mistake, caught, breakIt] of mistakes) {
  test(`the cases refuse an adapter where ${mistake}`, async () => {
    const failed = await run(() => {
      const store = memory()
      return { ...store, ...breakIt(store) }
    })
    expect(failed.filter((title) => title.startsWith(caught))).not.toEqual([])
  })
}

test('the cases accept the adapter that was broken above', async () => {
  expect(await run(() => memory())).toEqual([])
})

test('what an adapter lacks is said, and a false word of it fails', async () => {
  const plain = (): Adapter => {
    const { transaction: _, countAttempt: __, sweep: ___, ...rest } = memory()
    return rest
  }
  const lacks = ['transaction', 'countAttempt', 'sweep'] as const
  expect(await run(plain, lacks)).toEqual([])
  expect(await run(() => memory(), lacks)).toContain(
    'lacks what it says it lacks: transaction, countAttempt, sweep, secondConnection, faults',
  )
  expect((await run(plain)).length).toBeGreaterThan(5)
})

/** Runs the cases with a runner of three lines; the titles of those that failed. */
async function run(open: () => Adapter, lacks: readonly ('transaction' | 'countAttempt' | 'sweep')[] = []): Promise<string[]> {
  const cases: [string, () => Promise<void>][] = []
  const collect = {
    describe: (_: string, body: () => void) => body(),
    test: (title: string, body: () => Promise<void>) => cases.push([title, body]),
    expect,
  }
  adapterCases({ name: 'broken', open, close() {}, lacks }, collect)
  const failed: string[] = []
  for (const [title, body] of cases) await body().catch(() => failed.push(title))
  return failed
}
