import { connect } from 'next-auth/adapters'
import { describe, expect, test } from 'vitest'
import { loadBackend, type Schema, type SchemaStatus } from '../../src/adapters/open-store.js'
import { readTarget } from '../../src/adapters/target.js'
import { databaseServers } from './servers.js'
import { freshPrefix, say, sharedDatabase } from './sql-subject.js'

const user = { id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null, image: 'https://example.com/a.png' }
const session = { sessionToken: 'hash', userId: 'u1', expires: new Date(5000), sid: 's1', amr: ['pwd'] }

for (const { name, url: here } of databaseServers) {
  if (here === undefined || !/^(postgres|mariadb|mysql)/.test(name)) continue

  describe(name, () => {
    const database = sharedDatabase(name)
    const isPostgres = name.startsWith('postgres')

    /** Our tables, changed by somebody else past us; then opened anew, as after a deployment. */
    async function changed(...changes: readonly ((prefix: string) => string)[]) {
      const entityPrefix = freshPrefix()
      const first = connect({ url: database.url, entityPrefix })
      await first.prepare()
      await first.close()
      for (const change of changes) await say(database.url, change(entityPrefix))
      const warnings: string[] = []
      const adapter = connect({ url: database.url, entityPrefix, warn: (code, message) => warnings.push(`${code} ${message}`) })
      return {
        adapter,
        warnings,
        options: { url: database.url, entityPrefix },
        status: () => statusOf({ url: database.url, entityPrefix }),
        [Symbol.asyncDispose]: async () => adapter.close(),
      }
    }

    test('tables as we made them are in order, under a prefix of mixed case as well', async () => {
      await using place = await changed()
      expect(await place.status()).toEqual({ version: 2, newest: 2, pending: [], problems: [] })
      const adapter = connect({ url: database.url, entityPrefix: 'My_App_' })
      await adapter.prepare()
      await adapter.createUser(user)
      expect(await adapter.prepare()).toBeUndefined()
      expect((await adapter.getUserByEmail(user.email))?.id).toBe('u1')
      await adapter.close()
      expect((await statusOf({ url: database.url, entityPrefix: 'My_App_' })).problems).toEqual([])
    })

    test('two prefixes are two sets of tables in one database', async () => {
      await using one = await changed()
      await using other = await changed()
      await one.adapter.createUser(user)
      expect(await other.adapter.getUserByEmail(user.email)).toBeNull()
      await other.adapter.createUser({ ...user, name: 'Another' })
      expect((await one.adapter.getUser('u1'))?.name).toBe('Ann')
    })

    test('DB-16 a missing unique index and a missing other one are told of, at the start and by `status`', async () => {
      const drop = (index: string, table: string) => (t: string) => `drop index ${t}${index}${isPostgres ? '' : ` on ${t}${table}`}`
      await using place = await changed(drop('users_email_unique', 'users'), drop('sessions_expires', 'sessions'))
      const problems = [expect.stringContaining('users_email_unique'), expect.stringContaining('sessions_expires')]
      expect((await place.status()).problems).toEqual(problems)
      await place.adapter.createUser(user)
      expect(place.warnings).toEqual(problems)
    })

    test('without a column that can be spared everything works, and nothing is kept in it', async () => {
      await using place = await changed(
        (t) => `alter table ${t}users drop column image`,
        (t) => `alter table ${t}users drop column updated_at`,
        (t) => `alter table ${t}sessions drop column amr`,
        (t) => `alter table ${t}accounts drop column id_token`,
      )
      const { adapter, warnings, status } = place
      await adapter.createUser(user)
      await adapter.linkAccount({ userId: 'u1', type: 'oauth', provider: 'acme', providerAccountId: '1', id_token: 'secret' })
      await adapter.createSession(session)
      expect((await adapter.updateUser({ id: 'u1', image: 'https://example.com/b.png' })).image).toBeNull()
      expect(await adapter.updateSession({ sessionToken: 'hash', amr: ['otp'] })).toMatchObject({ sid: 's1', amr: null })
      expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.name).toBe('Ann')
      expect(await adapter.getSessionAndUser('hash')).toMatchObject({
        session: { sid: 's1', amr: null },
        user: { name: 'Ann', image: null },
      })
      const missing = ['users.image', 'users.updated_at', 'accounts.id_token', 'sessions.amr']
      const problems = missing.map((column) => expect.stringMatching(new RegExp(`${column} is missing; nothing is kept in it`)))
      expect((await status()).problems).toEqual(problems)
      expect(warnings).toEqual(problems)
    })

    test('without a column that is needed the verbs that need it say which command to run, and the others work', async () => {
      await using place = await changed((t) => `alter table ${t}sessions drop column expires`)
      const { adapter, status } = place
      await adapter.createUser(user)
      for (const verb of [() => adapter.createSession(session), () => adapter.getSessionAndUser('hash'), () => adapter.sweep(new Date())]) {
        await expect(verb()).rejects.toMatchObject({ name: 'SchemaMissing', message: expect.stringContaining('npx next-auth migrate') })
      }
      expect((await adapter.getUserByEmail(user.email))?.id).toBe('u1')
      expect((await status()).problems[0]).toMatch(/sessions\.expires is missing, and next-auth needs it/)
    })

    test('without a table the same', async () => {
      await using place = await changed((t) => `drop table ${t}rate_counters`)
      const { adapter, status } = place
      await expect(adapter.countAttempt({ key: 'a', windowSeconds: 60 })).rejects.toMatchObject({ name: 'SchemaMissing' })
      await adapter.createUser(user)
      expect((await status()).problems).toEqual(['The table rate_counters is missing.'])
    })

    test('at the schema before, all works but what has no column; the plan adds it, run by hand', async () => {
      await using place = await changed(
        (t) => `alter table ${t}accounts drop column oauth_token`,
        (t) => `alter table ${t}accounts drop column oauth_token_secret`,
        (t) => `delete from ${t}next_auth_schema where version = 2`,
      )
      const { adapter, options } = place
      const account = { userId: 'u1', type: 'oauth1', provider: 'acme', providerAccountId: '1', access_token: 'a' } as const
      const old = { ...account, provider: 'old' }
      const tokens = { oauth_token: 'token', oauth_token_secret: 'secret' }
      await adapter.createUser(user)
      for (const one of [account, old]) await adapter.linkAccount({ ...one, ...tokens })
      expect(await adapter.unlinkAccount(account)).toEqual(account)
      expect(place.warnings).toEqual(['SCHEMA_OLDER The database lacks 0002-oauth1-tokens: npx next-auth migrate'])
      for (const text of await withSchema(options, (schema) => schema.plan())) await say(database.url, text)
      expect(await place.status()).toEqual({ version: 2, newest: 2, pending: [], problems: [] })
      // Whoever was there before goes on as before.
      await adapter.linkAccount({ ...account, ...tokens })
      expect(await adapter.unlinkAccount(account)).toEqual(account)
      await adapter.close()
      const anew = connect(options)
      await anew.linkAccount({ ...account, ...tokens })
      expect([await anew.unlinkAccount(account), await anew.unlinkAccount(old)]).toEqual([{ ...account, ...tokens }, old])
      await anew.close()
    })

    test('a column that somebody added by hand is taken for ours', async () => {
      await using place = await changed(
        (t) => `alter table ${t}accounts drop column oauth_token`,
        (t) => `delete from ${t}next_auth_schema where version = 2`,
      )
      await place.adapter.prepare()
      expect(await place.status()).toEqual({ version: 2, newest: 2, pending: [], problems: [] })
    })

    test('the script, run by hand, makes what `migrate` makes, under a prefix of mixed case as well', async () => {
      const options = { url: database.url, entityPrefix: 'My_Script_' }
      const target = readTarget(options)
      for (const text of await (await loadBackend(target)).script(target, 5)) await say(database.url, text)
      expect(await statusOf(options)).toEqual({ version: 2, newest: 2, pending: [], problems: [] })
    })

    test('a newer schema is worth one warning: what it has more is not seen', async () => {
      await using place = await changed(
        (t) => `alter table ${t}users add column phone varchar(20)`,
        (t) => `create table ${t}passkeys (id varchar(20) primary key)`,
        (t) => `insert into ${t}next_auth_schema (version, applied_at, checksum) values (99, 0, 'x')`,
      )
      await place.adapter.createUser(user)
      await place.adapter.createSession(session)
      expect(Object.keys((await place.adapter.getSessionAndUser('hash'))?.user ?? {})).toEqual([
        'id',
        'name',
        'email',
        'emailVerified',
        'image',
      ])
      await place.adapter.prepare()
      expect(place.warnings).toEqual([expect.stringMatching(/^SCHEMA_NEWER /)])
      expect((await place.status()).pending).toEqual([])
    })

    test('a migration that ran with other statements is told of', async () => {
      await using place = await changed((t) => `update ${t}next_auth_schema set checksum = 'x' where version = 1`)
      expect((await place.status()).problems).toEqual([expect.stringMatching(/^0001-first-tables was applied with other statements/)])
    })

    test('tables of the same names that are not ours are refused and left alone', async () => {
      const entityPrefix = freshPrefix()
      await say(database.url, `create table ${entityPrefix}users (id int primary key)`)
      const adapter = connect({ url: database.url, entityPrefix })
      const told = { details: { table: `${entityPrefix}users` }, message: expect.stringContaining('entityPrefix') }
      await expect(adapter.prepare()).rejects.toMatchObject(told)
      await adapter.close()
      expect(await say(database.url, `select * from ${entityPrefix}users`)).toEqual([])
    })
  })
}

interface Options {
  readonly url: string
  readonly entityPrefix: string
}

function statusOf(options: Options): Promise<SchemaStatus> {
  return withSchema(options, (schema) => schema.status())
}

async function withSchema<T>(options: Options, use: (schema: Schema) => Promise<T>): Promise<T> {
  const target = readTarget(options)
  const store = await (await loadBackend(target)).open(target, { clock: Date.now, generateId: () => 'id', warn: () => {}, create: false })
  try {
    return await use(store.schema)
  } finally {
    await store.adapter.close()
  }
}
