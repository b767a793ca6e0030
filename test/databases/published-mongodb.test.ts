import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { startStandIn } from './mongo-stand-in/server.js'
import { type Published, publishedCases } from './published-cases.js'
import { type Laboratory, load } from './published-laboratory.js'
import { databaseOn, missing, type Place } from './published-place.js'

const uniqueUsers = 'the adapter makes no unique index'
const where = missing('mongodb') ? 'MongoDB (stand-in)' : 'MongoDB'

for (const [name, laboratory] of [
  ['@auth/mongodb-adapter', 'published'],
  ['@next-auth/mongodb-adapter', 'published-mongodb-5'],
] as const) {
  describe('published adapters', () => {
    publishedCases({ name: `${name}, ${where}`, lacks: { uniqueUsers }, open: () => over(name, laboratory) })

    publishedCases({
      name: `${name}, ${where}, with unique indexes`,
      open: async () => {
        const opened = await over(name, laboratory)
        await opened.database
          .collection('users')
          .createIndex({ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } })
        await opened.database.collection('accounts').createIndex({ provider: 1, providerAccountId: 1 }, { unique: true })
        return opened
      },
    })
  })
}

async function over(name: string, laboratory: Laboratory) {
  const { url, leave } = await somewhere()
  const [{ MongoDBAdapter }, { MongoClient }] = await Promise.all([load(name, laboratory), load('mongodb', laboratory)])
  const client = await new MongoClient(url).connect()
  return {
    adapter: MongoDBAdapter(Promise.resolve(client)) as Adapter,
    database: client.db(),
    async close() {
      await client.close()
      await leave()
    },
  } satisfies Awaited<ReturnType<Published['open']>> & { database: unknown }
}

async function somewhere(): Promise<Place> {
  if (!missing('mongodb')) return databaseOn('mongodb')
  const server = await startStandIn({ kind: 'replica set' })
  return { url: server.url, leave: () => server.stop() }
}
