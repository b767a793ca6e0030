import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { type Published, publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, missing } from './published-place.js'

describe.skipIf(missing('postgres-15'))('published adapters', () => {
  publishedCases({
    name: '@auth/sequelize-adapter, PostgreSQL',
    lacks: { rightToken: 'the adapter deletes all tokens of an address, whichever it was shown' },
    async open(): ReturnType<Published['open']> {
      const { url, leave } = await databaseOn('postgres-15')
      const [{ default: SequelizeAdapter }, { Sequelize }] = await Promise.all([load('@auth/sequelize-adapter'), load('sequelize')])
      const client = new Sequelize(url, { logging: false })
      const adapter = SequelizeAdapter(client, { synchronize: false }) as Adapter
      // By itself the adapter would make all tables at once at the first verb, and those that refer to another before that one.
      await client.sync()
      return {
        adapter,
        async close() {
          await client.close()
          await leave()
        },
      }
    },
  })
})
