// Collections and indexes, and servers of the family that lack some of them. On the stand-in: see `mongo-stand-in/server.ts`.
import { MongoClient } from 'mongodb'
import { adapterCases } from 'next-auth/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { mongodbBackend } from '../../src/adapters/mongodb/mongodb.js'
import { type StandIn, type StandInOptions, startStandIn } from './mongo-stand-in/server.js'
import { type Opened, openAt, targetAt } from './mongodb-open.js'

const closing: (() => Promise<unknown>)[] = []

async function serve(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const server = await startStandIn({ kind: 'replica set', ...options })
  closing.push(() => server.stop())
  return server
}

async function open(...args: Parameters<typeof openAt>): Promise<Opened> {
  const store = await openAt(...args)
  closing.push(() => Promise.resolve(store.adapter.close()))
  return store
}

async function clientOf(server: StandIn): Promise<MongoClient> {
  const client = await new MongoClient(server.url).connect()
  closing.push(() => client.close())
  return client
}

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const ann = { id: 'ann', name: 'Ann', email: 'ann@example.com', emailVerified: null }
const all = [
  'users_email_unique',
  'users_pending',
  'accounts_user_id',
  'sessions_user_id',
  'sessions_expires',
  'verification_tokens_expires',
  'rate_counters_resets',
]

describe('the schema', () => {
  test('is planned, made once, and then complete', async () => {
    const { schema } = await open((await serve()).url)
    expect(await schema.status()).toEqual({ version: 0, newest: 1, pending: ['0001-first-collections'], problems: [] })
    const plan = await schema.plan()
    expect(plan.map((line) => all.find((name) => line.includes(`"${name}"`)))).toEqual([...all, undefined])
    expect(await schema.up()).toEqual(['0001-first-collections'])
    expect(await schema.status()).toEqual({ version: 1, newest: 1, pending: [], problems: [] })
    expect([await schema.up(), await schema.plan()]).toEqual([[], []])
  })

  test('of ten instances that migrate at once, one does it', async () => {
    const { url } = await serve()
    const stores = await Promise.all(Array.from({ length: 10 }, () => open(url)))
    const done = await Promise.all(stores.map(({ schema }) => schema.up()))
    expect(done.filter((names) => names.length > 0)).toEqual([['0001-first-collections']])
    expect((await stores[0]?.schema.status())?.problems).toEqual([])
  })

  test('a process that died while it migrated keeps the others out for a while, not for ever', async () => {
    const server = await serve()
    const db = (await clientOf(server)).db('test')
    await db.collection('next_auth_schema').insertOne({ _id: 'lock' as never, owner: 'dead', until: new Date(Date.now() + 400) })
    const start = performance.now()
    expect(await (await open(server.url)).schema.up()).toEqual(['0001-first-collections'])
    expect(performance.now() - start).toBeGreaterThan(300)
  })

  test('every name has the prefix', async () => {
    const server = await serve()
    const { adapter } = await open(server.url, { entityPrefix: 'auth_' })
    await adapter.prepare()
    await adapter.createUser(ann)
    await adapter.createSession({ sessionToken: 's', userId: 'ann', expires: new Date() })
    expect((await adapter.getSessionAndUser('s'))?.user.id).toBe('ann')
    const db = (await clientOf(server)).db('test')
    const names = (await db.listCollections().toArray()).map(({ name }) => name)
    expect(names.filter((name) => !name.startsWith('auth_'))).toEqual([])
    expect((await db.collection('auth_users').listIndexes().toArray()).map(({ name }) => name)).toEqual([
      '_id_',
      'auth_users_email_unique',
      'auth_users_pending',
    ])
  })

  test('the script makes what `up` makes', async () => {
    const server = await serve()
    const { schema } = await open(server.url)
    expect(await mongodbBackend.script(targetAt(''), 5)).toHaveLength((await schema.plan()).length)
    // What mongosh is handed is JavaScript; run by hand, with the driver in the shell's place.
    const db = (await clientOf(server)).db('test')
    for (const line of await mongodbBackend.script(targetAt(''), 5))
      await new Function('db', `return ${line}`)({ getCollection: (name: string) => db.collection(name) })
    expect(await schema.status()).toEqual({ version: 1, newest: 1, pending: [], problems: [] })
  })

  test('DB-16 without the unique index nothing is written, and reading finds nobody', async () => {
    const server = await serve()
    const { adapter, schema } = await open(server.url)
    await expect(adapter.createUser(ann)).rejects.toMatchObject({ type: 'SchemaMissing' })
    await expect(adapter.transaction(async () => undefined)).rejects.toMatchObject({ type: 'SchemaMissing' })
    await expect(adapter.createVerificationToken({ identifier: 'a', token: 'b', expires: new Date() })).rejects.toMatchObject({
      type: 'SchemaMissing',
    })
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
    await schema.up()
    // The next call looks again.
    expect((await adapter.createUser(ann)).id).toBe('ann')
  })

  test('DB-16 an index that somebody dropped is a problem, and comes back', async () => {
    const server = await serve()
    await (await open(server.url)).schema.up()
    await (await clientOf(server)).db('test').collection('users').dropIndex('users_email_unique')
    const { schema, adapter, warnings } = await open(server.url)
    expect((await schema.status()).problems).toEqual(['The index users_email_unique is missing: two users could share an address.'])
    expect(warnings).toEqual(['SCHEMA_CHANGED'])
    await expect(adapter.createUser(ann)).rejects.toMatchObject({ type: 'SchemaMissing' })
    expect(await schema.up()).toEqual(['users_email_unique'])
    expect((await schema.status()).problems).toEqual([])
  })

  test('addresses that two users share by now are named, without the address', async () => {
    const server = await serve()
    await (await open(server.url)).schema.up()
    const users = (await clientOf(server)).db('test').collection('users')
    await users.dropIndex('users_email_unique')
    await users.insertMany([{ email: 'ann@example.com' }, { email: 'ann@example.com' }])
    const error: Error = await (await open(server.url)).schema.up().then(
      () => new Error('no error'),
      (thrown) => thrown,
    )
    expect(error.message).toContain('users_email_unique')
    expect(`${error.message}${String(error.cause)}`).not.toContain('ann@example.com')
  })

  test('collections of the same names that are not ours are left alone', async () => {
    const server = await serve()
    const users = (await clientOf(server)).db('test').collection('users')
    await users.insertOne({ email: 'ann@example.com' })
    const { schema } = await open(server.url)
    await expect(schema.up()).rejects.toMatchObject({ details: { collection: 'users' } })
    expect((await users.listIndexes().toArray()).length).toBe(1)
  })

  test('a newer schema is worth a word', async () => {
    const server = await serve()
    await (await open(server.url)).schema.up()
    await (await clientOf(server))
      .db('test')
      .collection('next_auth_schema')
      .updateOne({ _id: 'version' as never }, { $set: { version: 9 } })
    expect((await open(server.url)).warnings).toEqual(['SCHEMA_NEWER'])
  })

  test('`synchronize` makes it at opening', async () => {
    const { adapter } = await open((await serve()).url, { synchronize: true })
    expect((await adapter.createUser(ann)).id).toBe('ann')
  })

  test('the server takes away what has been over for an hour, and no session before', async () => {
    const server = await serve()
    const { adapter } = await open(server.url, { synchronize: true })
    const now = Date.now()
    await adapter.createUser(ann)
    await adapter.createSession({ sessionToken: 's', userId: 'ann', expires: new Date(now) })
    await adapter.createVerificationToken({ identifier: 'a', token: 't', expires: new Date(now) })
    await adapter.countAttempt({ key: 'k', windowSeconds: 0.001 })
    expect(server.expire(now + 3_500_000)).toBe(0)
    expect((await adapter.getSessionAndUser('s'))?.session.expires.getTime()).toBe(now)
    expect(server.expire(now + 3_700_000)).toBe(3)
    expect(await adapter.getUser('ann')).toEqual({ ...ann, image: null })
  })
})

describe('documents', () => {
  test('of a client of the application’s own come back in our form, and it is not closed', async () => {
    const server = await serve()
    const client = new MongoClient(server.url, {
      promoteValues: false,
      ignoreUndefined: true,
      readPreference: 'secondaryPreferred',
      writeConcern: { w: 0 },
    })
    closing.push(() => client.close())
    const { adapter } = await open('', { client, database: 'own', synchronize: true })
    await adapter.createUser(ann)
    await adapter.linkAccount({ userId: 'ann', type: 'oauth', provider: 'acme', providerAccountId: '1', expires_at: 1_790_000_000_000 })
    expect(await adapter.countAttempt({ key: 'k', windowSeconds: 60 })).toMatchObject({ count: 1 })
    expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })).toEqual({ ...ann, image: null })
    expect(await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '1' })).toMatchObject({ expires_at: 1_790_000_000_000 })
    await adapter.close()
    expect(await client.db('own').command({ ping: 1 })).toMatchObject({ ok: 1 })
  })

  test('a session and its user are one operation', async () => {
    const server = await serve()
    const { adapter } = await open(server.url, { synchronize: true })
    await adapter.createUser(ann)
    await adapter.createSession({ sessionToken: 's', userId: 'ann', expires: new Date() })
    server.log.length = 0
    await adapter.getSessionAndUser('s')
    await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })
    expect(server.log).toEqual(['aggregate', 'aggregate'])
  })

  test('after `close` no connection is open', async () => {
    const server = await serve()
    const { adapter } = await openAt(server.url)
    expect(server.connections()).toBeGreaterThan(0)
    await adapter.close()
    await expect.poll(() => server.connections()).toBe(0)
  })

  test('where it has transactions, a first sign-in is one', async () => {
    const server = await serve()
    const { adapter } = await open(server.url, { synchronize: true })
    server.log.length = 0
    await adapter.transaction(async (within) => {
      await within.createUser?.(ann)
      await within.createSession?.({ sessionToken: 's', userId: 'ann', expires: new Date() })
    })
    expect(server.log.at(-1)).toBe('commitTransaction')
  })
})

/** What has been seen missing in servers that speak MongoDB's protocol. */
const lesser: readonly (readonly [name: string, lacks: readonly string[], warned: boolean])[] = [
  ['without partial indexes', ['partialFilterExpression'], true],
  ['without TTL indexes', ['expireAfterSeconds'], true],
  [
    'without partial, sparse and TTL indexes, $lookup and transactions',
    ['partialFilterExpression', 'sparse', 'expireAfterSeconds', 'lookup', 'transactions'],
    true,
  ],
  ['with everything', [], false],
]

test.each(lesser)('a server %s is told of once, at migration', async (_, lacks, warned) => {
  const server = await serve({ lacks })
  const { schema, warnings } = await open(server.url)
  await schema.up()
  expect(warnings).toEqual(warned ? ['INDEX_NOT_SUPPORTED'] : [])
  expect(await schema.status()).toEqual({ version: 1, newest: 1, pending: [], problems: [] })
  const again = await open(server.url)
  expect([again.warnings, await again.schema.up()]).toEqual([[], []])
})

for (const [name, lacks] of lesser.slice(0, 3)) {
  let server: StandIn
  let opened = 0
  adapterCases(
    {
      name: `mongodb (stand-in, ${name})`,
      async open() {
        server = await startStandIn({ kind: 'replica set', lacks })
        opened = 1
        const { adapter } = await openAt(server.url)
        await adapter.prepare()
        return adapter
      },
      async again() {
        opened += 1
        return (await openAt(server.url)).adapter
      },
      async close(adapter) {
        await adapter.close?.()
        opened -= 1
        if (opened === 0) await server.stop()
      },
    },
    { describe, expect, test },
  )
}
