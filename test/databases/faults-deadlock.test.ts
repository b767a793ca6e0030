import { Kysely, MysqlDialect, PostgresDialect } from 'kysely'
import { createPool } from 'mysql2'
import { type Adapter, connect, type ReadyClient } from 'next-auth/adapters'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { databaseServers } from './servers.js'
import { freshPrefix, sharedDatabase } from './sql-subject.js'

for (const { name, url } of databaseServers) {
  if (url === undefined || !/^(postgres|mariadb|mysql)/.test(name)) continue

  describe(name, () => {
    const database = sharedDatabase(name)

    test.each([
      'our own pool',
      'a Kysely',
    ])('the victim of a deadlock loses all of its transaction, whoever caught the failure (%s)', async (way) => {
      const entityPrefix = freshPrefix()
      const kysely = way === 'a Kysely' ? kyselyOf(database.url) : undefined
      const adapter = connect(kysely ? { client: kysely as ReadyClient, entityPrefix } : { url: database.url, entityPrefix })
      await adapter.prepare()
      for (const id of ['u1', 'u2']) await adapter.createUser({ id, email: `${id}@example.com`, emailVerified: null })
      const meet = meeting(2)
      const both = [
        ['u1', 'u2'],
        ['u2', 'u1'],
      ].map((users, at) => adapter.transaction((within) => embrace(within, users as [string, string], at, meet)))
      const ended = await Promise.allSettled(both)
      const [winner, victim] = ended.toSorted((one) => (one.status === 'fulfilled' ? -1 : 1))
      expect(winner?.status).toBe('fulfilled')
      expect(victim).toMatchObject({ status: 'rejected', reason: { name: 'AdapterError', details: { conflict: 'race' } } })
      const won = ended.findIndex(({ status }) => status === 'fulfilled')
      expect((await adapter.getUserByEmail(`first-${won}@example.com`))?.id).toBeDefined()
      expect((await adapter.getUserByEmail(`late-${won}@example.com`))?.id).toBeDefined()
      expect(await adapter.getUserByEmail(`first-${1 - won}@example.com`)).toBeNull()
      expect(await adapter.getUserByEmail(`late-${1 - won}@example.com`)).toBeNull()
      expect((await adapter.getUser('u1'))?.name).toBe(`named by ${won}`)
      expect((await adapter.getUser('u2'))?.name).toBe(`named by ${won}`)
      await adapter.close()
      await kysely?.destroy()
    })

    if (name.startsWith('postgres')) return

    test.each([
      'a pool',
      'a Kysely',
    ])('after a wait for a lock nothing more is done in a transaction, which the server may have undone (%s)', async (way) => {
      const { adapter, end } = await opened(database.url, 'set session innodb_lock_wait_timeout = 1', way === 'a Kysely')
      await adapter.transaction(async (holder) => {
        await holder.updateUser?.({ id: 'u1', name: 'held' })
        const waiter = adapter.transaction((within) => goOnAfter(within, () => within.updateUser?.({ id: 'u1', name: 'late' })))
        await expect(waiter).rejects.toMatchObject({ name: 'AdapterError', details: { trouble: 'slow' } })
      })
      expect((await adapter.getUser('u1'))?.name).toBe('held')
      for (const id of ['before', 'after']) expect(await adapter.getUser(id)).toBeNull()
      await end()
    })

    // What MariaDB does from 11.8 on, where nobody says otherwise; no server but its own has the setting.
    if (name !== 'mariadb') return

    test.each([
      'a pool',
      'a Kysely',
    ])('whoever would change a row that has changed since the transaction saw it loses all of it (%s)', async (way) => {
      const { adapter, end } = await opened(database.url, 'set session innodb_snapshot_isolation = on', way === 'a Kysely')
      const work = adapter.transaction(async (within) => {
        expect((await within.getUser?.('u1'))?.id).toBe('u1')
        await adapter.updateUser({ id: 'u1', name: 'changed outside' })
        await goOnAfter(within, () => within.updateUser?.({ id: 'u1', name: 'changed inside' }))
      })
      await expect(work).rejects.toMatchObject({ name: 'AdapterError', details: { conflict: 'race' } })
      expect((await adapter.getUser('u1'))?.name).toBe('changed outside')
      for (const id of ['before', 'after']) expect(await adapter.getUser(id)).toBeNull()
      await end()
    })
  })
}

/** Over connections of MySQL or MariaDB to which `setting` was said first. */
async function opened(url: string, setting: string, isKysely: boolean): Promise<{ adapter: Required<Adapter>; end(): Promise<void> }> {
  const pool = createPool(url)
  pool.on('connection', (connection) => connection.query(setting))
  const kysely = new Kysely<object>({ dialect: new MysqlDialect({ pool }) })
  const adapter = connect({ client: (isKysely ? kysely : pool) as ReadyClient, entityPrefix: freshPrefix() })
  await adapter.prepare()
  await adapter.createUser({ id: 'u1', email: 'u1@example.com', emailVerified: null })
  return { adapter, end: () => pool.promise().end() }
}

/** One user before what fails and one after it, as if nothing had happened. */
async function goOnAfter(within: Adapter, verb: () => unknown): Promise<void> {
  const make = (id: string): unknown => within.createUser?.({ id, email: `${id}@example.com`, emailVerified: null })
  await make('before')
  await Promise.resolve(verb()).catch(() => {})
  await Promise.resolve(make('after')).catch(() => {})
}

/** Takes what the other one holds, and goes on as if nothing had happened. */
async function embrace(within: Adapter, [one, other]: readonly [string, string], at: number, meet: () => Promise<void>): Promise<void> {
  await within.createUser?.({ id: `first-${at}`, email: `first-${at}@example.com`, emailVerified: null })
  await within.updateUser?.({ id: one, name: `named by ${at}` })
  await meet()
  await Promise.resolve(within.updateUser?.({ id: other, name: `named by ${at}` })).catch(() => {})
  await Promise.resolve(within.createUser?.({ id: `late-${at}`, email: `late-${at}@example.com`, emailVerified: null })).catch(() => {})
}

/** Nobody goes on before all are there. */
function meeting(count: number): () => Promise<void> {
  let left = count
  let open = (): void => {}
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    left -= 1
    if (left === 0) open()
    return all
  }
}

function kyselyOf(url: string): Kysely<object> {
  const dialect = url.startsWith('postgres')
    ? new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) })
    : new MysqlDialect({ pool: createPool(url) })
  return new Kysely<object>({ dialect })
}
