import type { Adapter } from 'next-auth/adapters'
import { describe, vi } from 'vitest'
import { type Published, publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, missing } from './published-place.js'

const uniqueTokens = 'its entity of tokens has no unique index'

// Elsewhere the adapter builds its entities anew at every verb, and verbs that run meanwhile fail.
vi.stubEnv('NODE_ENV', 'production')

/** The tables are made of the adapter's own entities by TypeORM itself. */
for (const [name, make] of [
  ['@auth/typeorm-adapter', 'TypeORMAdapter'],
  ['@next-auth/typeorm-legacy-adapter', 'TypeORMLegacyAdapter'],
] as const) {
  describe.skipIf(missing('postgres-15'))('published adapters', () => {
    publishedCases({ name: `${name}, PostgreSQL`, lacks: { uniqueTokens }, open: () => onPostgres(name, make) })
  })
}

async function onPostgres(name: string, make: string): ReturnType<Published['open']> {
  const { url, leave } = await databaseOn('postgres-15')
  const [{ DataSource }, published] = await Promise.all([load('typeorm'), load(name)])
  const tables = new DataSource({ type: 'postgres', url, entities: Object.values(published.entities), synchronize: true })
  await tables.initialize()
  await tables.destroy()
  const adapter = published[make]({ type: 'postgres', url, synchronize: false }) as Adapter & { __disconnect(): Promise<void> }
  return {
    adapter,
    async close() {
      await adapter.__disconnect()
      await leave()
    },
  }
}
