import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import * as kysely from 'kysely'
import { type Adapter, connect } from 'next-auth/adapters'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OpenStore } from '../../src/adapters/open-store.js'
import { compileMigrations } from '../../src/adapters/sql/compiled-migrations.js'
import { sqlite, sqliteBackend } from '../../src/adapters/sql/dialects/sqlite.js'
import { openSqlite } from '../../src/adapters/sql/dialects/sqlite-store.js'
import { migrations } from '../../src/adapters/sql/migrations/all.js'
import { createSchema } from '../../src/adapters/sql/schema.js'
import { readTarget, type SqliteTarget } from '../../src/adapters/target.js'

let folder = ''
let url = ''
const warnings: string[] = []
const messages: string[] = []
let adapter: Required<Adapter>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
  url = `sqlite:${folder}/auth.db`
  warnings.length = 0
  messages.length = 0
  adapter = connect({ url, warn })
})

function warn(code: string, message: string): void {
  warnings.push(code)
  messages.push(message)
}

afterEach(async () => {
  vi.restoreAllMocks()
  await adapter.close()
  rmSync(folder, { recursive: true, force: true })
})

function raw<T>(use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(folder, 'auth.db'))
  try {
    return use(database)
  } finally {
    database.close()
  }
}

const targetOf = (text: string): SqliteTarget => readTarget(text) as SqliteTarget

/** Another connection, and its schema. */
function openAgain(): Promise<OpenStore> {
  return sqliteBackend.open(targetOf(url), { clock: Date.now, generateId: () => 'made', warn, create: false })
}

const ann = { id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null }

test('preparing twice changes nothing', async () => {
  await adapter.prepare()
  const before = raw((database) => database.prepare('select * from next_auth_schema').all())
  await adapter.createUser(ann)
  await adapter.prepare()
  expect(raw((database) => database.prepare('select * from next_auth_schema').all())).toEqual(before)
  const checksum = expect.stringMatching(/^[0-9a-f]{64}$/)
  expect(before).toMatchObject([
    { version: 1, checksum },
    { version: 2, checksum },
  ])
  expect((await adapter.getUser('u1'))?.name).toBe('Ann')
})

test('a published migration never changes', async () => {
  const db = new kysely.Kysely({ dialect: sqlite.compiler(kysely) })
  const compiled = await compileMigrations(db as never, kysely, sqlite)
  expect(compiled.map(({ name, checksum }) => `${name} ${checksum}`)).toEqual([
    '0001-first-tables b5809fbc6034ad40a84ced98b5becdc365f8093dd806fac6d088d4c7618db348',
    '0002-oauth1-tokens c3ab134bb2815e7053fbb853a620883c1df332c34b1f03749e6b4a95ba1b9317',
  ])
})

test('every statement of a request finds its rows by an index', async () => {
  await adapter.prepare()
  const texts = new Set<string>()
  const prepare = DatabaseSync.prototype.prepare
  vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, text: string) {
    texts.add(text)
    return prepare.call(this, text)
  })
  await useEveryVerb()
  const plans = raw((database) =>
    [...texts]
      .filter((text) => /^(select|update|delete)/.test(text) && !text.includes('sqlite_master'))
      .flatMap((text) =>
        database
          .prepare(`explain query plan ${text}`)
          .all()
          .map((row) => [text, String(row.detail)] as const),
      ),
  )
  expect(plans.length).toBeGreaterThan(12)
  const scans = plans.filter(([text, detail]) => detail.startsWith('SCAN') && !text.includes('next_auth_schema'))
  expect(scans).toEqual([])
})

async function useEveryVerb(): Promise<void> {
  await adapter.createUser(ann)
  await adapter.getUser('u1')
  await adapter.getUserByEmail('ann@example.com')
  await adapter.updateUser({ id: 'u1', name: 'Anna' })
  await adapter.linkAccount({ userId: 'u1', type: 'oauth', provider: 'acme', providerAccountId: '1' })
  await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })
  await adapter.createSession({ sessionToken: 'hash', userId: 'u1', expires: new Date(5) })
  await adapter.getSessionAndUser('hash')
  await adapter.updateSession({ sessionToken: 'hash', expires: new Date(6) })
  await adapter.deleteSession('hash')
  await adapter.createVerificationToken({ identifier: 'a', token: 'b', expires: new Date(5) })
  await adapter.useVerificationToken({ identifier: 'a', token: 'b' })
  await adapter.countAttempt({ key: 'a', windowSeconds: 1 })
  await adapter.sweep(new Date())
  await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '1' })
  await adapter.deleteUser('u1')
}

test('what belongs to a user is found by an index when the user is deleted', async () => {
  await adapter.prepare()
  const plans = raw((database) =>
    ['accounts', 'sessions'].map((table) =>
      String(database.prepare(`explain query plan delete from ${table} where user_id = ?`).get()?.detail),
    ),
  )
  expect(plans).toEqual([expect.stringContaining('accounts_user_id'), expect.stringContaining('sessions_user_id')])
})

/** A database as the first version of next-auth left it, with an account in it. */
async function atFirstSchema(): Promise<void> {
  const db = new kysely.Kysely({ dialect: sqlite.compiler(kysely) })
  const compiled = await compileMigrations(db as never, kysely, sqlite, migrations.slice(0, 1))
  const store = await openSqlite(targetOf(url), true)
  await createSchema({ db: db as never, compiled, dialect: sqlite, store, entityPrefix: '', clock: Date.now }).up()
  await store.close()
  raw((database) => {
    database.exec(`insert into users (id, email, created_at, updated_at) values ('u0', 'old@example.com', 0, 0)`)
    database.exec(
      `insert into accounts (user_id, type, provider, provider_account_id, created_at, updated_at) values ('u0', 'oauth1', 'acme', '0', 0, 0)`,
    )
  })
}

const oauth1 = { userId: 'u1', type: 'oauth1', provider: 'acme', providerAccountId: '1' } as const
const tokens = { oauth_token: 'token', oauth_token_secret: 'secret' }

test('before the migration of OAuth 1 everything works but its tokens, and one warning says what to run', async () => {
  await atFirstSchema()
  await useEveryVerb()
  expect(warnings).toEqual(['SCHEMA_OLDER'])
  expect(messages).toEqual(['The database lacks 0002-oauth1-tokens: npx next-auth migrate'])
  await adapter.createUser(ann)
  await adapter.linkAccount({ ...oauth1, ...tokens, access_token: 'a' })
  expect(await adapter.unlinkAccount(oauth1)).toEqual({ ...oauth1, access_token: 'a' })
})

test('after it they are kept, and accounts from before have none', async () => {
  await atFirstSchema()
  await adapter.createUser(ann)
  await adapter.prepare()
  await adapter.linkAccount({ ...oauth1, ...tokens })
  expect(await adapter.unlinkAccount(oauth1)).toEqual({ ...oauth1, ...tokens })
  const old = { ...oauth1, userId: 'u0', providerAccountId: '0' }
  expect(await adapter.unlinkAccount(old)).toEqual(old)
})

test('columns that another process added meanwhile are used by whoever prepares after it', async () => {
  await atFirstSchema()
  await adapter.createUser(ann)
  const { adapter: other } = await openAgain()
  await other.prepare()
  await other.close()
  await adapter.prepare()
  await adapter.linkAccount({ ...oauth1, ...tokens })
  expect(await adapter.unlinkAccount(oauth1)).toEqual({ ...oauth1, ...tokens })
})

test('columns that somebody added by hand are taken for ours', async () => {
  await atFirstSchema()
  raw((database) => database.exec('alter table accounts add column oauth_token_secret text'))
  await adapter.prepare()
  await adapter.createUser(ann)
  await adapter.linkAccount({ ...oauth1, ...tokens })
  expect(await adapter.unlinkAccount(oauth1)).toEqual({ ...oauth1, ...tokens })
})

test('the plan, run by hand, is the migration', async () => {
  await atFirstSchema()
  const { adapter: own, schema } = await openAgain()
  const plan = await schema.plan()
  raw((database) => database.exec(plan.join(';')))
  expect(await schema.status()).toEqual({ version: 2, newest: 2, pending: [], problems: [] })
  expect(await schema.up()).toEqual([])
  await own.close()
})

test('columns and tables of a newer version are only worth a warning', async () => {
  await adapter.prepare()
  await adapter.close()
  raw((database) => {
    database.exec(`insert into next_auth_schema values (99, 0, 'x')`)
    for (const table of ['users', 'accounts', 'sessions', 'verification_tokens', 'rate_counters']) {
      database.exec(`alter table ${table} add column something_new text default 'new'`)
    }
  })
  await useEveryVerb()
  expect(warnings).toEqual(['SCHEMA_NEWER'])
  await adapter.prepare()
  expect(raw((database) => database.prepare('select max(version) as version from next_auth_schema').get())).toEqual({ version: 99 })
})

test('an older schema is only worth a warning, and gets what it lacks', async () => {
  await adapter.prepare()
  const db = new kysely.Kysely({ dialect: sqlite.compiler(kysely) })
  const next = { version: 3, name: 'nicknames', up: () => [db.schema.alterTable('users').addColumn('nickname', 'text')] }
  const compiled = await compileMigrations(db as never, kysely, sqlite, [...migrations, next])
  const store = await openSqlite(targetOf(url), false)
  const schema = createSchema({ db: db as never, compiled, dialect: sqlite, store, entityPrefix: '', clock: Date.now })
  expect(await schema.status()).toEqual({ version: 2, newest: 3, pending: ['0003-nicknames'], problems: [] })
  expect(await schema.plan()).toEqual(['alter table "users" add column "nickname" text', expect.stringContaining('values (3, ')])
  expect(await Promise.all([schema.up(), schema.up(), schema.up()])).toEqual([['0003-nicknames'], [], []])
  expect(await schema.status()).toEqual({ version: 3, newest: 3, pending: [], problems: [] })
  await store.close()
})

test('a migration that fails leaves nothing of itself', async () => {
  const db = new kysely.Kysely({ dialect: sqlite.compiler(kysely) })
  const bad = { version: 3, name: 'bad', up: () => [db.schema.createTable('extra').addColumn('a', 'text'), db.schema.dropTable('nowhere')] }
  const compiled = await compileMigrations(db as never, kysely, sqlite, [...migrations, bad])
  const store = await openSqlite(targetOf(url), true)
  const schema = createSchema({ db: db as never, compiled, dialect: sqlite, store, entityPrefix: '', clock: Date.now })
  await expect(schema.up()).rejects.toMatchObject({ type: expect.any(String) })
  await store.close()
  expect(raw((database) => database.prepare('select count(*) as count from sqlite_master').get())).toEqual({ count: 0 })
})

test('tables of somebody else are never touched', async () => {
  raw((database) => database.exec(`create table users (id integer primary key, nick text); insert into users values (1, 'ann')`))
  await expect((async () => adapter.prepare())()).rejects.toMatchObject({ type: 'AdapterError', details: { table: 'users' } })
  expect(raw((database) => database.prepare('select * from users').all())).toEqual([{ id: 1, nick: 'ann' }])
  expect(raw((database) => database.prepare('select name from sqlite_master').all())).toEqual([{ name: 'users' }])
})

test('DB-16 a unique index that is missing is noticed', async () => {
  await adapter.prepare()
  await adapter.close()
  raw((database) => database.exec('drop index users_email_unique'))
  await adapter.getUser('u1')
  expect(warnings).toEqual(['SCHEMA_CHANGED'])
})

test('tables that were made by other statements are noticed', async () => {
  await adapter.prepare()
  raw((database) => database.exec(`update next_auth_schema set checksum = 'x' where version = 1`))
  const { adapter: own, schema } = await openAgain()
  expect((await schema.status()).problems).toEqual([expect.stringContaining('0001-first-tables')])
  await own.close()
  expect(warnings).toEqual(['SCHEMA_CHANGED'])
})

test('a value of the wrong type is refused by the table itself', async () => {
  await adapter.prepare()
  expect(() => raw((database) => database.exec(`insert into rate_counters values ('a', 'many', 0)`))).toThrow(/cannot store TEXT/)
})

test('the printed script makes the same tables and records them', async () => {
  const statements = await sqliteBackend.script(targetOf(url), 5)
  raw((database) => database.exec(statements.map((statement) => `${statement};`).join('\n')))
  const all = vi.spyOn(StatementSync.prototype, 'all')
  await adapter.prepare()
  expect(all.mock.calls.length).toBeGreaterThan(0)
  expect(warnings).toEqual([])
  expect(raw((database) => database.prepare('select version, applied_at from next_auth_schema').all())).toEqual([
    { version: 1, applied_at: 5 },
    { version: 2, applied_at: 5 },
  ])
  await useEveryVerb()
})
