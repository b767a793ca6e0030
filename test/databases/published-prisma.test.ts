import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { type Published, publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { prismaClient, prismaTables } from './published-prisma-client.js'
import { databaseServers, serverOf } from './servers.js'
import { say } from './sql-subject.js'

type Make = (client: unknown) => Adapter

const server = 'postgres-15'

for (const name of ['@auth/prisma-adapter', '@next-auth/prisma-adapter']) {
  const make = async (client: unknown): Promise<Adapter> => ((await load(name)) as { PrismaAdapter: Make }).PrismaAdapter(client)

  describe.skipIf(databaseServers.find((one) => one.name === server)?.missing)('published adapters', () => {
    publishedCases({ name: `${name}, PostgreSQL`, open: () => onPostgres(make) })
  })

  describe('published adapters', () => {
    publishedCases({ name: `${name}, SQLite by libSQL`, open: () => onSqlite(make) })
  })
}

async function onPostgres(make: (client: unknown) => Promise<Adapter>): ReturnType<Published['open']> {
  const { createDatabase, dropDatabase } = await serverOf(server)
  const url = await createDatabase()
  await say(url, prismaTables('timestamp(3)'))
  const { PrismaPg } = await load('@prisma/adapter-pg')
  const client = await prismaClient('postgresql', new PrismaPg({ connectionString: url }))
  return {
    adapter: await make(client),
    async close() {
      await client.$disconnect()
      await dropDatabase(url)
    },
  }
}

async function onSqlite(make: (client: unknown) => Promise<Adapter>): ReturnType<Published['open']> {
  const folder = mkdtempSync(join(tmpdir(), 'next-auth-prisma-'))
  const url = `file:${join(folder, 'app.db')}`
  const { createClient } = await load('@libsql/client')
  const operator = createClient({ url })
  await operator.executeMultiple(prismaTables('datetime'))
  operator.close()
  const { PrismaLibSQL } = await load('@prisma/adapter-libsql')
  const client = await prismaClient('sqlite', new PrismaLibSQL({ url }))
  return {
    adapter: await make(client),
    async close() {
      await client.$disconnect()
      rmSync(folder, { recursive: true })
    },
  }
}
