import { Kysely, PostgresDialect, sql } from 'kysely'
import { adapterCases } from 'next-auth/testing'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { databaseServers } from './servers.js'
import { clientSubject } from './sql-subject.js'

const runner = { describe, expect, test }

const here = databaseServers.filter(({ name, url }) => url !== undefined && name.startsWith('postgres')).map(({ name }) => name)
const [oldest, newest] = [here[0], here.at(-1)]

if (oldest) {
  adapterCases(
    clientSubject('a pg.Pool of the application’s own', oldest, (connectionString) => {
      const client = new pg.Pool({ connectionString })
      return { client, ask: () => client.query('select 1'), end: () => client.end() }
    }),
    runner,
  )
}

if (newest) {
  adapterCases(
    clientSubject('a Kysely of the application’s own', newest, (connectionString) => {
      const client = new Kysely<object>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString }) }) })
      return { client, ask: () => sql`select 1`.execute(client), end: () => client.destroy() }
    }),
    runner,
  )
}
