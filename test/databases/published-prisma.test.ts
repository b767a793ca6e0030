import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { type Published, publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, folder, missing } from './published-place.js'
import { prismaClient, prismaTables } from './published-prisma-client.js'
import { say } from './sql-subject.js'

for (const name of ['@auth/prisma-adapter', '@next-auth/prisma-adapter']) {
  describe.skipIf(missing('postgres-15'))('published adapters', () => {
    publishedCases({ name: `${name}, PostgreSQL`, open: () => onPostgres(name) })
  })

  describe('published adapters', () => {
    publishedCases({ name: `${name}, SQLite by libSQL`, open: () => onSqlite(name) })
  })
}

async function onPostgres(name: string): ReturnType<Published['open']> {
  const { url, leave } = await databaseOn('postgres-15')
  await say(url, prismaTables('timestamp(3)'))
  const { PrismaPg } = await load('@prisma/adapter-pg')
  return over(name, await prismaClient('postgresql', new PrismaPg({ connectionString: url })), leave)
}

async function onSqlite(name: string): ReturnType<Published['open']> {
  const { url: path, leave } = await folder()
  const url = `file:${path}/app.db`
  const { createClient } = await load('@libsql/client')
  const operator = createClient({ url })
  await operator.executeMultiple(prismaTables('datetime'))
  operator.close()
  const { PrismaLibSQL } = await load('@prisma/adapter-libsql')
  return over(name, await prismaClient('sqlite', new PrismaLibSQL({ url })), leave)
}

async function over(
  name: string,
  { client, leave }: Awaited<ReturnType<typeof prismaClient>>,
  leavePlace: () => Promise<void>,
): ReturnType<Published['open']> {
  const { PrismaAdapter } = await load(name)
  return {
    adapter: PrismaAdapter(client) as Adapter,
    async close() {
      await leave()
      await leavePlace()
    },
  }
}
