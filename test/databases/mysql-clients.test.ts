import { Kysely, MysqlDialect, sql } from 'kysely'
import { createPool as createCallbackPool } from 'mysql2'
import { createPool } from 'mysql2/promise'
import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'
import { databaseServers } from './servers.js'
import { clientSubject, type OwnClient } from './sql-subject.js'

const ways: Readonly<Record<string, (uri: string) => OwnClient>> = {
  'a pool of mysql2/promise': (uri) => {
    const client = createPool(uri)
    return { client, ask: () => client.query('select 1'), end: () => client.end() }
  },
  'a pool of mysql2 with callbacks': (uri) => {
    const client = createCallbackPool(uri)
    return { client, ask: () => client.promise().query('select 1'), end: () => client.promise().end() }
  },
  'a Kysely': (uri) => {
    const client = new Kysely<object>({ dialect: new MysqlDialect({ pool: createCallbackPool(uri) }) })
    return { client, ask: () => sql`select 1`.execute(client), end: () => client.destroy() }
  },
}

for (const { name, url } of databaseServers) {
  if (url === undefined || !/^(mariadb|mysql)/.test(name)) continue
  for (const [way, make] of Object.entries(ways)) {
    // Tables are slow to make: the old server sees one way only.
    if (name === 'mariadb' || way === 'a pool of mysql2/promise')
      adapterCases(clientSubject(`${way} of the application’s own`, name, make), { describe, expect, test })
  }
}
