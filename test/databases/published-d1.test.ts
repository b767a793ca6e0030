import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'

describe('published adapters', () => {
  publishedCases({
    name: '@auth/d1-adapter, SQLite of Node.js behind the methods of D1',
    lacks: { uniqueUsers: 'its tables have no unique index on the address or the account' },
    async open() {
      const sqlite = new DatabaseSync(':memory:')
      const { D1Adapter, up } = await load('@auth/d1-adapter')
      const d1 = d1Over(sqlite)
      await up(d1)
      return { adapter: D1Adapter(d1) as Adapter, close: async () => sqlite.close() }
    },
  })
})

/** What the adapter calls of Cloudflare's D1, which is SQLite with a way over the network before each statement. */
function d1Over(sqlite: DatabaseSync) {
  const onItsWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    prepare: (text: string) => ({
      // The adapter does not wait for its tables.
      run: async () => sqlite.exec(text),
      bind: (...values: SQLInputValue[]) => ({
        async run() {
          await onItsWay()
          sqlite.prepare(text).run(...values)
          return { success: true }
        },
        async first() {
          await onItsWay()
          return sqlite.prepare(text).get(...values) ?? null
        },
      }),
    }),
  }
}
