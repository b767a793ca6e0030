// Tables of earlier generations, as their documentation has them, taken over in each database.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type Shape, shapes, spoken } from './earlier-shapes.js'
import { ask, described, familyOf, openAt, reading, sayAll, takeOver } from './earlier-tables.js'
import { databaseServers, serverOf } from './servers.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** An empty database. */
async function freshDatabase(name: string): Promise<string> {
  if (name === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    return `sqlite:${join(folder, 'app.db')}`
  }
  const server = await serverOf(name as never)
  const url = await server.createDatabase()
  closing.push(() => server.dropDatabase(url))
  return url
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
/** MySQL's `timestamp` ends in 2038. */
const later = '2037-01-02T03:04:05.678Z'

/** Ann, who proved her address; Bob, who did not; a session each, and one that is over. */
async function settle(url: string, shape: Shape) {
  const { create, insert, ...words } = spoken(shape, familyOf(url))
  const id = (number: number): string | number => (shape.ids === 'text' ? `person-${number}` : number)
  const own = (number: number) => (shape.idsEverywhere ? { id: id(number) } : {})
  const account = (number: number, user: number, subject: string, tokens: Record<string, string | number | null> = {}): string =>
    insert('accounts', {
      ...own(number),
      user_id: id(user),
      ...(shape.generation === 3
        ? { compound_id: `c${number}`, provider_type: 'oauth', provider_id: 'acme' }
        : { type: 'oauth', provider: 'acme' }),
      provider_account_id: subject,
      ...tokens,
    })
  const expiry = shape.generation === 3 ? { access_token_expires: '2030-01-01T00:00:00.000Z' } : { expires_at: 1_893_456_000 }
  await sayAll(url, [
    ...create,
    insert('users', { id: id(1), name: 'Ann', email: 'Ann@Example.com', email_verified: '2021-02-03T04:05:06.789Z', role: 'admin' }),
    insert('users', { id: id(2), name: 'Bob', email: 'bob@example.com', email_verified: null }),
    account(1, 1, 'Subject', { refresh_token: 'refresh', access_token: 'access', ...expiry }),
    account(2, 2, 'bob'),
    insert('sessions', { ...own(1), user_id: id(1), expires: later, session_token: 'raw-of-ann' }),
    insert('sessions', { ...own(2), user_id: id(1), expires: '2020-01-01T00:00:00.000Z', session_token: 'raw-of-then' }),
  ])
  return { id, own, account, insert, ...words }
}

const here = ['sqlite', ...databaseServers.flatMap(({ name, url }) => (url && /^(postgres|maria|mysql)/.test(name) ? [name] : []))]

describe.each(here)('%s', (name) => {
  test.each(shapes)('$name: who was signed in still is, by the same id', async (shape) => {
    const url = await freshDatabase(name)
    const { id } = await settle(url, shape)
    expect(await takeOver(url)).toEqual({
      users: { taken: 2 },
      accounts: { taken: 2 },
      sessions: { taken: 1, expired: 1 },
    })
    await reading(url, '', async (adapter) => {
      const ann = {
        id: String(id(1)),
        name: 'Ann',
        email: 'ann@example.com',
        emailVerified: new Date('2021-02-03T04:05:06.789Z'),
        image: null,
      }
      const found = await adapter.getSessionAndUser(hash('raw-of-ann'))
      expect(found?.user).toEqual(ann)
      expect(found?.session).toMatchObject({ userId: String(id(1)), expires: new Date(later) })
      expect(await adapter.getSessionAndUser('raw-of-ann')).toBe(null)
      expect(await adapter.getSessionAndUser(hash('raw-of-then'))).toBe(null)
      expect(await adapter.getUserByEmail('ann@example.com')).toEqual(ann)
      expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'Subject' }))?.id).toBe(String(id(1)))
      // Byte by byte, whatever the earlier table compared by.
      expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'subject' })).toBe(null)
      expect(await adapter.unlinkAccount({ provider: 'acme', providerAccountId: 'Subject' })).toMatchObject({
        type: 'oauth',
        refresh_token: 'refresh',
        access_token: 'access',
        expires_at: 1_893_456_000,
      })
    })
  })

  test('D5 D6 rows that are nobody’s, or two people’s, are counted before and after, and stop nothing', async () => {
    const url = await freshDatabase(name)
    const shape = shapes[5] as Shape
    const { id, own, account, insert } = await settle(url, shape)
    await sayAll(url, [
      // Nobody proved that one; whoever did keeps the address. `bob@…` cannot be had twice where the column ignores case.
      ...(familyOf(url) === 'mysql'
        ? []
        : [insert('users', { id: id(0), name: 'Mallory', email: 'ANN@example.com', email_verified: null })]),
      account(3, 1, 'undefined'),
      account(4, 99, 'orphan'),
      account(5, 2, 'Subject'),
      account(6, 1, 'Subject'),
      insert('sessions', { ...own(3), user_id: id(99), expires: later, session_token: 'raw-of-nobody' }),
    ])
    const told = (await described(url)).join('\n')
    if (familyOf(url) !== 'mysql') expect(told).toContain('1 users have an address that differs')
    for (const one of [
      '1 accounts name nobody',
      '2 accounts are there more than once',
      '1 accounts belong to a user',
      '1 sessions belong to',
      'only the application knows role',
    ])
      expect(told).toContain(one)
    expect(told).toContain('1 sessions have expired')
    const collided = familyOf(url) === 'mysql' ? {} : { withoutAddress: 1 }
    expect(await takeOver(url)).toEqual({
      users: { taken: familyOf(url) === 'mysql' ? 2 : 3, ...collided },
      accounts: { taken: 2, withoutId: 1, nobody: 1, otherUser: 1, there: 1 },
      sessions: { taken: 1, expired: 1, nobody: 1 },
    })
    await reading(url, '', async (adapter) => {
      expect((await adapter.getUserByEmail('ann@example.com'))?.id).toBe('1')
      expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'Subject' }))?.id).toBe('1')
      expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'undefined' })).toBe(null)
    })
  })

  test('a second run changes nothing, adds what came since, and brings nobody back', async () => {
    const url = await freshDatabase(name)
    const { id, own, account, insert } = await settle(url, shapes[1] as Shape)
    await takeOver(url)
    await reading(url, '', async (adapter) => {
      await adapter.updateUser({ id: 'person-1', name: 'Ann of today' })
      await adapter.deleteSession(hash('raw-of-ann'))
      await adapter.unlinkAccount({ provider: 'acme', providerAccountId: 'Subject' })
      await adapter.deleteUser('person-2')
    })
    await sayAll(url, [
      insert('users', { id: id(3), name: 'Cyd', email: 'cyd@example.com', email_verified: null }),
      account(3, 3, 'cyd'),
      account(4, 2, 'bob-too'),
      insert('sessions', { ...own(3), user_id: id(3), expires: later, session_token: 'raw-of-cyd' }),
    ])
    expect(await takeOver(url)).toEqual({
      users: { taken: 1, before: 2 },
      accounts: { taken: 1, before: 1, nobody: 2 },
      sessions: { taken: 1, before: 1, expired: 1 },
    })
    await reading(url, '', async (adapter) => {
      expect((await adapter.getUser('person-1'))?.name).toBe('Ann of today')
      expect(await adapter.getSessionAndUser(hash('raw-of-ann'))).toBe(null)
      expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'Subject' })).toBe(null)
      expect([
        await adapter.getUser('person-2'),
        await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'bob-too' }),
      ]).toEqual([null, null])
      expect((await adapter.getSessionAndUser(hash('raw-of-cyd')))?.user.id).toBe('person-3')
    })
    const taken = { users: { before: 3 }, sessions: { before: 2, expired: 1 } }
    expect(await takeOver(url)).toMatchObject(taken)
  })

  test('earlier tables that have our names get others, and what refers to them still does', async () => {
    const url = await freshDatabase(name)
    await settle(url, shapes[0] as Shape)
    const engine = familyOf(url) === 'mysql' ? ' engine = InnoDB' : ''
    await sayAll(url, [
      `create table posts (id integer primary key, author integer not null, constraint posts_author foreign key (author) references users (id))${engine}`,
      'insert into posts values (1, 1)',
      'create unique index users_email_unique on users (email)',
    ])
    const told = (await described(url)).join('\n')
    expect(told).toContain('posts: refers to `users`')
    expect(told).toMatch(/rename (table|to)/)
    await takeOver(url)
    expect(await ask(url, 'select role from users_before_6 where id = 1')).toEqual([{ role: 'admin' }])
    await expect(ask(url, 'insert into posts values (2, 77)')).rejects.toThrow()
    await ask(url, 'insert into posts values (2, 2)')
    const store = await openAt(url)
    closing.push(() => store.adapter.close())
    expect(await store.schema.status()).toMatchObject({ pending: [], problems: [] })
    await expect(
      (async () => store.adapter.createUser({ id: 'x', email: 'bob@example.com', emailVerified: null }))(),
    ).rejects.toMatchObject({
      details: { conflict: 'email' },
    })
  })

  test('with a prefix, nothing of the earlier tables changes', async () => {
    const url = await freshDatabase(name)
    const { table } = await settle(url, shapes[0] as Shape)
    expect((await described(url, 'auth_')).join('\n')).not.toContain('rename')
    expect(await takeOver(url, 'auth_')).toMatchObject({ users: { taken: 2 }, sessions: { taken: 1 } })
    expect((await reading(url, 'auth_', async (adapter) => adapter.getSessionAndUser(hash('raw-of-ann'))))?.user.id).toBe('1')
    expect(await ask(url, `select name from ${table('users')} where id = 1`)).toEqual([{ name: 'Ann' }])
  })

  test('starting an application takes nothing over, and says what does', async () => {
    const [url, other] = [await freshDatabase(name), await freshDatabase(name)]
    await settle(url, shapes[0] as Shape)
    const store = await openAt(url)
    closing.push(() => store.adapter.close())
    await expect((async () => store.adapter.prepare())()).rejects.toThrow(/`users` \(id, .*npx next-auth migrate/)
    await settle(other, shapes[1] as Shape)
    const warnings: string[] = []
    const beside = await openAt(other, '', warnings)
    closing.push(() => beside.adapter.close())
    await beside.adapter.prepare()
    expect([warnings, await beside.adapter.getUser('person-1')]).toEqual([['EARLIER_TABLES'], null])
  })

  test('tables of this version under another prefix are somebody else’s, and nothing earlier', async () => {
    const url = await freshDatabase(name)
    expect(await takeOver(url, 'a_')).toBe(undefined)
    await reading(url, 'a_', async (adapter) => adapter.createUser({ id: 'ann', email: 'ann@example.com', emailVerified: null }))
    const warnings: string[] = []
    const store = await openAt(url, 'b_', warnings)
    closing.push(() => store.adapter.close())
    await store.adapter.prepare()
    expect(warnings).toEqual([])
    expect(await takeOver(url, 'b_')).toBe(undefined)
    expect(await store.adapter.getUser('ann')).toBe(null)
  })

  test('what is not of next-auth stays refused, by what was seen', async () => {
    const url = await freshDatabase(name)
    await sayAll(url, ['create table users (id integer primary key, login varchar(50))'])
    await expect(takeOver(url)).rejects.toThrow(/`users` \(id, login\)/)
    expect(await ask(url, 'select count(*) as n from users')).toHaveLength(1)
  })
})
