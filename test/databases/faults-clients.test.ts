import { Kysely, MysqlDialect, PostgresDialect, sql } from 'kysely'
import { createPool as createCallbackPool } from 'mysql2'
import { createPool } from 'mysql2/promise'
import { type Adapter, connect, type ReadyClient } from 'next-auth/adapters'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type LineProxy, startProxy } from './proxy.js'
import { databaseServers } from './servers.js'
import { freshPrefix, say, sharedDatabase } from './sql-subject.js'

const ann = { id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null }

for (const { name, url } of databaseServers) {
  if (url === undefined || !/^(postgres|mariadb|mysql)/.test(name)) continue

  describe(`clients of the application’s own, ${name}`, () => {
    const database = sharedDatabase(name)
    const isPostgres = name.startsWith('postgres')
    let line: LineProxy
    beforeAll(async () => {
      line = await startProxy(Number(new URL(database.url).port))
    })
    afterEach(() => line.release())
    afterAll(() => line.close())
    const address = (): string => Object.assign(new URL(database.url), { port: line.port }).href

    /** As an application makes one that has thought of nothing that may go wrong. */
    function poolOf(max: number): { readonly client: ReadyClient; end(): Promise<unknown> } {
      if (isPostgres) {
        const client = new pg.Pool({ connectionString: address(), max })
        return { client, end: () => client.end() }
      }
      const client = createPool({ uri: address(), connectionLimit: max })
      return { client, end: () => client.end() }
    }

    test('DB-02 a pool whose connections break while nobody uses them ends no process, and goes on', async () => {
      const { client, end } = poolOf(3)
      const adapter = await made({ client, entityPrefix: freshPrefix() })
      await Promise.all(Array.from({ length: 3 }, async () => adapter.getUser('u1')))
      line.cut()
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect((await adapter.getUser('u1'))?.name).toBe('Ann')
      // What we listened to, we no longer do: opened and closed over and over, nothing piles up.
      await adapter.close()
      if (isPostgres) expect((client as unknown as pg.Pool).listenerCount('error')).toBe(0)
      await end()
    })

    test('DB-09 DB-08 a pool that lets callers wait for ever lets ours wait for so long and no longer', async () => {
      const { client, end } = poolOf(1)
      const adapter = await made({ client, entityPrefix: freshPrefix(), pool: { wait: 400, answer: 400 } })
      await adapter.transaction(async () => {
        await expect((async () => adapter.getUser('u1'))()).rejects.toMatchObject({ details: { trouble: 'exhausted' } })
      })
      line.hold()
      await expect((async () => adapter.getUser('u1'))()).rejects.toMatchObject({ details: { trouble: 'slow' } })
      await line.release()
      for (let at = 0; at < 3; at++) expect((await adapter.getUser('u1'))?.name).toBe('Ann')
      await end()
    })

    function kysely(): Kysely<object> {
      return new Kysely<object>({
        dialect: isPostgres
          ? new PostgresDialect({ pool: new pg.Pool({ connectionString: address(), max: 1 }) })
          : new MysqlDialect({ pool: createCallbackPool({ uri: address(), connectionLimit: 1 }) }),
      })
    }

    test('DB-09 DB-08 a Kysely is waited for no longer either', async () => {
      const client = kysely()
      const adapter = await made({ client, entityPrefix: freshPrefix(), pool: { wait: 400, answer: 400 } })
      await adapter.transaction(async () => {
        const late = await Promise.allSettled([(async () => adapter.getUser('u1'))(), adapter.transaction(async () => {})])
        const told = late.map((one) => one.status === 'rejected' && one.reason.details.trouble)
        expect(told).toEqual(['slow', 'exhausted'])
      })
      expect((await adapter.getUser('u1'))?.name).toBe('Ann')
      line.hold()
      await expect((async () => adapter.getUser('u1'))()).rejects.toMatchObject({ details: { trouble: 'slow' } })
      await line.release()
      expect((await adapter.getUser('u1'))?.name).toBe('Ann')
      await client.destroy()
    })

    test('the first refusal in a transaction of a Kysely is the one that is told, by its own name', async () => {
      const client = kysely()
      const adapter = await made({ client, entityPrefix: freshPrefix() })
      const account = { userId: 'u1', type: 'oauth', provider: 'acme', providerAccountId: '1' } as const
      await adapter.linkAccount(account)
      const caught: unknown[] = []
      const link = (within: Adapter): Promise<unknown> =>
        Promise.resolve(within.linkAccount?.(account)).catch((error) => caught.push(error))
      const done = adapter.transaction(async (within) => {
        await within.updateUser?.({ id: 'u1', name: 'Eve' })
        await link(within)
      })
      // The others go on without the row that they refused.
      if (isPostgres) await expect(done).rejects.toMatchObject({ details: { conflict: 'account' } })
      else await done
      expect(caught).toMatchObject([{ details: { conflict: 'account' } }])
      expect((await adapter.getUser('u1'))?.name).toBe(isPostgres ? 'Ann' : 'Eve')
      await client.destroy()
    })

    if (!isPostgres) {
      test('a migration over a Kysely that fails leaves no lock with the application’s connection', async () => {
        const [client, entityPrefix] = [kysely(), freshPrefix()]
        // It fails in its last statement, for want of a column.
        await say(database.url, `create table ${entityPrefix}next_auth_schema (version int, checksum varchar(99))`)
        await expect(connect({ client, entityPrefix }).prepare()).rejects.toMatchObject({ name: 'SchemaMissing' })
        // The lock is one for the whole server, and others may be migrating now.
        const held = await sql<{ mine: number | null }>`select is_used_lock('next_auth_schema') = connection_id() as mine`.execute(client)
        expect(Number(held.rows[0]?.mine)).toBe(0)
        await client.destroy()
      })
    }
  })
}

async function made(options: Parameters<typeof connect>[0]): Promise<Required<Adapter>> {
  const adapter = connect(options)
  await adapter.prepare()
  await adapter.createUser(ann)
  return adapter
}
