import { connect } from 'next-auth/adapters'
import { adapterCases } from 'next-auth/testing'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { type Heard, listening } from './listening.js'
import { databaseServers } from './servers.js'
import { databaseSubject, freshPrefix, say, sharedDatabase } from './sql-subject.js'

const ann = { id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null }

for (const { name, url } of databaseServers) {
  if (url === undefined || !name.startsWith('postgres')) continue

  describe(name, () => {
    const database = sharedDatabase(name)

    test('a prepared statement that the pooler’s connection does not know (26000) heals itself, in and out of a transaction', async () => {
      const pool = new pg.Pool({ connectionString: database.url, max: 1 })
      const adapter = connect({ client: pool, entityPrefix: freshPrefix() })
      await adapter.prepare()
      await adapter.createUser(ann)
      expect((await adapter.getUser('u1'))?.name).toBe('Ann')
      expect((await pool.query('select name from pg_prepared_statements')).rows.length).toBeGreaterThan(0)
      await pool.query('deallocate all')
      expect((await adapter.getUser('u1'))?.name).toBe('Ann')
      await adapter.updateUser({ id: 'u1', name: 'Anna' })
      await pool.query('deallocate all')
      await adapter.transaction(async (within) => {
        expect((await within.getUser?.('u1'))?.name).toBe('Anna')
      })
      expect((await pool.query('select name from pg_prepared_statements')).rows).toEqual([])
      await adapter.close()
      await pool.end()
    })

    test('a name that another one prepared over the same connection (42P05) does as well', async () => {
      const entityPrefix = freshPrefix()
      const first = new pg.Pool({ connectionString: database.url, max: 1 })
      const adapter = connect({ client: first, entityPrefix })
      await adapter.prepare()
      await adapter.createUser(ann)
      await adapter.getUser('u1')
      const { rows } = await first.query('select name from pg_prepared_statements')
      await first.end()
      const second = new pg.Pool({ connectionString: database.url, max: 1 })
      for (const row of rows) await second.query(`prepare ${row.name} as select 1`)
      const other = connect({ client: second, entityPrefix })
      expect((await other.getUser('u1'))?.name).toBe('Ann')
      expect((await other.updateUser({ id: 'u1', name: 'Anna' })).name).toBe('Anna')
      await second.end()
    })

    test('where the URL tells of a pooler, nothing is prepared', async () => {
      const heard: Heard[] = []
      const pool = new pg.Pool({ connectionString: database.url, max: 1 })
      const adapter = connect({ client: listening(pool, heard), entityPrefix: freshPrefix(), extra: { pgbouncer: true } })
      await adapter.prepare()
      await adapter.createUser(ann)
      expect((await adapter.getUser('u1'))?.name).toBe('Ann')
      expect((await pool.query('select name from pg_prepared_statements')).rows).toEqual([])
      await pool.end()
    })

    test('a schema of its own beside `public`', async () => {
      await say(database.url, 'create schema "Auth tables"')
      const adapter = connect({ url: database.url, schema: 'Auth tables' })
      await adapter.prepare()
      await adapter.createUser(ann)
      expect(await say(database.url, 'select name from "Auth tables".users')).toEqual([{ name: 'Ann' }])
      await adapter.close()
    })
  })
}

const newest = databaseServers.filter(({ name, url }) => url !== undefined && name.startsWith('postgres')).at(-1)?.name
if (newest) {
  // For this collation letters of either case, with accents or without, are in the same place.
  const database = sharedDatabase(
    newest,
    (name) => `create database ${name} template template0 encoding 'UTF8' locale_provider icu icu_locale 'en-u-ks-level1' locale 'C'`,
  )
  adapterCases(databaseSubject(`${newest}, a database whose locale sees no case and no accents`, database), { describe, expect, test })
}
