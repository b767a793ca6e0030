import { adapterCases } from 'next-auth/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dropTables, openAt, type Place, placeAt, prepared } from './mssql-open.js'
import { startTdsServer, type TdsServer } from './tds-stand-in/server.js'

let standIn: TdsServer
beforeAll(async () => {
  standIn = await startTdsServer()
})
afterAll(async () => {
  await standIn[Symbol.asyncDispose]()
  expect(standIn.surprises).toEqual([])
})

const real = process.env.MSSQL_URL
cases('mssql (stand-in)', () => standIn.url)
if (real) cases('mssql (MSSQL_URL)', () => real)

/** The adapter's cases, and what the schema does, in tables that go away afterwards. */
function cases(name: string, url: () => string): void {
  let place: Place = { url: '', entityPrefix: '' }
  const opened = new Map<unknown, Place>()
  adapterCases(
    {
      name,
      async open() {
        place = placeAt(url())
        const adapter = await prepared(place)
        opened.set(adapter, place)
        return adapter
      },
      again: async () => (await openAt(place)).adapter,
      async close(adapter) {
        await adapter.close?.()
        const its = opened.get(adapter)
        if (its) await dropTables(its)
        opened.delete(adapter)
      },
    },
    { describe, expect, test },
  )

  describe(`the schema of ${name}`, () => {
    test('several that migrate at once make the tables once, and all find them in order', async () => {
      const here = placeAt(url())
      const stores = await Promise.all(Array.from({ length: 4 }, () => openAt(here)))
      try {
        const added = await Promise.all(stores.map(({ schema }) => schema.up()))
        expect(added.flat()).toEqual(['0001-first-tables'])
        expect(await stores[0]?.schema.status()).toEqual({ version: 1, newest: 1, pending: [], problems: [] })
      } finally {
        await Promise.all(stores.map(({ adapter }) => adapter.close()))
        await dropTables(here)
      }
    })

    test('a key of the greatest length is kept, in every column of one; a longer one is refused without its value', async () => {
      const here = placeAt(url())
      const adapter = await prepared(here)
      try {
        const [longest, provider] = ['a'.repeat(191), 'p'.repeat(191)]
        const providerAccountId = 'é'.repeat(383)
        await adapter.createUser({ id: longest, email: `${'b'.repeat(179)}@example.com`, emailVerified: null, name: null, image: null })
        await adapter.linkAccount({ userId: longest, type: 'oauth', provider, providerAccountId })
        expect((await adapter.getUserByAccount({ provider, providerAccountId }))?.id).toBe(longest)
        const error = await failure(() =>
          adapter.linkAccount({ userId: longest, type: 'oauth', provider, providerAccountId: `${providerAccountId}éé` }),
        )
        expect(error?.details).toEqual({ field: 'provider_account_id' })
        expect(await adapter.getUserByAccount({ provider, providerAccountId: 'é'.repeat(1024) })).toBe(null)
      } finally {
        await adapter.close()
        await dropTables(here)
      }
    })
  })
}

async function failure(verb: () => unknown): Promise<{ readonly details?: unknown } | undefined> {
  try {
    await verb()
    return undefined
  } catch (error) {
    return error as { readonly details?: unknown }
  }
}
