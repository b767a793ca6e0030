// Collections of earlier generations. On the stand-in, and on a real server where there is one.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Db, MongoClient, ObjectId } from 'mongodb'
import { afterEach, describe, expect, test } from 'vitest'
import { installLaboratory } from '../../tools/laboratory.js'
import { described, openAt, reading, takeOver } from './earlier-tables.js'
import { startStandIn } from './mongo-stand-in/server.js'
import { databaseServers, serverOf } from './servers.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const real = databaseServers.some(({ name, url }) => name === 'mongodb' && url !== undefined)

async function freshDatabase(kind: string): Promise<{ readonly url: string; readonly db: Db }> {
  let url: string
  if (kind === 'real') {
    const server = await serverOf('mongodb')
    url = await server.createDatabase()
    closing.push(() => server.dropDatabase(url))
  } else {
    const server = await startStandIn({ kind: kind as 'replica set' | 'standalone' })
    closing.push(() => server.stop())
    url = server.url
  }
  const client = await new MongoClient(url).connect()
  closing.push(() => client.close())
  return { url, db: client.db() }
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
const [ann, bob] = [new ObjectId('60a000000000000000000001'), new ObjectId('60a000000000000000000002')]
const later = new Date('2037-01-02T03:04:05.678Z')

/** As v3 has it: the entities of TypeORM in camelCase, a field that has no value left out. */
async function v3(db: Db): Promise<void> {
  await db.collection('users').insertMany([
    { _id: ann, name: 'Ann', email: 'Ann@Example.com', emailVerified: new Date(5), role: 'admin', createdAt: new Date(7) },
    { _id: bob, name: 'Bob', createdAt: new Date(8) },
  ])
  await db.collection('accounts').insertMany([
    {
      compoundId: 'c1',
      userId: ann,
      providerType: 'oauth',
      providerId: 'acme',
      providerAccountId: 'Subject',
      accessToken: 'access',
      refreshToken: 'refresh',
      accessTokenExpires: new Date('2030-01-01T00:00:00Z'),
    },
    {
      compoundId: 'c2',
      userId: bob,
      providerType: 'oauth',
      providerId: 'twitter',
      providerAccountId: 7,
      accessToken: 'token',
      refreshToken: 'secret',
    },
    { compoundId: 'c3', userId: bob, providerType: 'oauth', providerId: 'acme' },
    { compoundId: 'c4', userId: new ObjectId(), providerType: 'oauth', providerId: 'acme', providerAccountId: 'orphan' },
  ])
  await db.collection('sessions').insertMany([
    { userId: ann, expires: later, sessionToken: 'raw-of-ann', accessToken: 'shown' },
    { userId: ann, expires: new Date(9), sessionToken: 'raw-of-then', accessToken: 'shown too' },
  ])
  await db.collection('verification_requests').insertOne({ identifier: 'ann@example.com', token: 'hash', expires: later })
}

describe.each(['replica set', 'standalone', ...(real ? ['real'] : [])])('%s', (kind) => {
  test('v3: who was signed in still is, and nothing is lost', async () => {
    const { url, db } = await freshDatabase(kind)
    await v3(db)
    const told = (await described(url)).join('\n')
    for (const line of [
      'users: 2 users; only the application knows role',
      '1 accounts name nobody',
      '1 sessions have expired',
      'verification_requests: stays',
    ])
      expect(told).toContain(line)
    expect(told).toContain('db.getCollection("users").renameCollection("users_before_6")')
    expect(await takeOver(url)).toEqual({
      users: { taken: 2 },
      accounts: { taken: 2, withoutId: 1, nobody: 1 },
      sessions: { taken: 1, expired: 1 },
    })
    await reading(url, '', async (adapter) => {
      const found = await adapter.getSessionAndUser(hash('raw-of-ann'))
      expect(found?.user).toEqual({ id: ann.toHexString(), name: 'Ann', email: 'ann@example.com', emailVerified: new Date(5), image: null })
      expect(found?.session.expires).toEqual(later)
      expect(await adapter.getSessionAndUser('raw-of-ann')).toBe(null)
      expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'Subject' }))?.id).toBe(ann.toHexString())
      expect(await adapter.unlinkAccount({ provider: 'acme', providerAccountId: 'Subject' })).toMatchObject({
        access_token: 'access',
        refresh_token: 'refresh',
        expires_at: 1_893_456_000,
      })
      expect(await adapter.unlinkAccount({ provider: 'twitter', providerAccountId: '7' })).toMatchObject({
        oauth_token: 'token',
        oauth_token_secret: 'secret',
      })
    })
    expect(await db.collection('users_before_6').findOne({ _id: ann })).toMatchObject({ role: 'admin' })
  })

  test('an empty collection of our name goes out of the way with its unique index, which our documents would break', async () => {
    const { url, db } = await freshDatabase(kind)
    await v3(db)
    await db.collection('sessions').deleteMany({})
    await db.collection('sessions').createIndex({ sessionToken: 1 }, { unique: true })
    expect((await described(url)).join('\n')).toContain('db.getCollection("sessions").renameCollection("sessions_before_6")')
    await takeOver(url)
    await reading(url, '', async (adapter) => {
      for (const token of ['a', 'b']) {
        await adapter.createSession({ sessionToken: hash(token), userId: ann.toHexString(), expires: later })
        expect((await adapter.getSessionAndUser(hash(token)))?.user.id).toBe(ann.toHexString())
      }
    })
  })

  test('a second run changes nothing, adds what came since, and brings nobody back', async () => {
    const { url, db } = await freshDatabase(kind)
    await v3(db)
    await takeOver(url)
    await reading(url, '', async (adapter) => {
      await adapter.updateUser({ id: ann.toHexString(), name: 'Ann of today' })
      await adapter.deleteSession(hash('raw-of-ann'))
      await adapter.deleteUser(bob.toHexString())
    })
    const cyd = new ObjectId()
    // Nobody proved this one; it belongs to somebody who did.
    await db.collection('users_before_6').insertOne({ _id: cyd, name: 'Cyd', email: 'ANN@example.com' })
    await db.collection('sessions_before_6').insertOne({ userId: cyd, expires: later, sessionToken: 'raw-of-cyd' })
    expect(await takeOver(url)).toEqual({
      users: { before: 2, taken: 1, withoutAddress: 1 },
      accounts: { before: 1, withoutId: 1, nobody: 2 },
      sessions: { before: 1, taken: 1, expired: 1 },
    })
    await reading(url, '', async (adapter) => {
      expect((await adapter.getUserByEmail('ann@example.com'))?.name).toBe('Ann of today')
      expect(await adapter.getSessionAndUser(hash('raw-of-ann'))).toBe(null)
      expect(await adapter.getUser(bob.toHexString())).toBe(null)
      expect((await adapter.getSessionAndUser(hash('raw-of-cyd')))?.user).toMatchObject({ name: 'Cyd', email: null })
    })
  })

  test('stopped between a document and its note, the next run finishes', async () => {
    const { url, db } = await freshDatabase(kind)
    await v3(db)
    await takeOver(url)
    const notes = db.collection<{ _id: string; keys?: string[]; kind?: string }>('next_auth_earlier')
    const all = await notes.find({}).toArray()
    // As if nothing but the documents had been written, and half of those.
    for (const { _id } of all) await notes.deleteOne({ _id })
    await notes.insertOne({ _id: 'batch', keys: all.map(({ _id }) => _id) })
    await db.collection<{ _id: string }>('users').deleteOne({ _id: bob.toHexString() })
    await db.collection<{ _id: string }>('accounts').deleteOne({ _id: '["twitter","7"]' })
    expect(await takeOver(url)).toMatchObject({ users: { taken: 2 }, accounts: { taken: 2 }, sessions: { taken: 1 } })
    expect(
      (await reading(url, '', async (adapter) => adapter.getUserByAccount({ provider: 'twitter', providerAccountId: '7' })))?.name,
    ).toBe('Bob')
    expect(await notes.findOne({ _id: 'batch' })).toBe(null)
  })

  test('collections of this version under another prefix are somebody else’s, and nothing earlier', async () => {
    const { url } = await freshDatabase(kind)
    expect(await takeOver(url, 'a_')).toBe(undefined)
    await reading(url, 'a_', async (adapter) => {
      await adapter.createUser({ id: 'ann', email: 'ann@example.com', emailVerified: null })
      await adapter.linkAccount({ userId: 'ann', type: 'oauth', provider: 'acme', providerAccountId: '7' })
    })
    expect(await takeOver(url, 'b_')).toBe(undefined)
  })

  test('starting an application takes nothing over, and says what does', async () => {
    const { url, db } = await freshDatabase(kind)
    await v3(db)
    const { adapter } = await openAt(url)
    closing.push(() => adapter.close())
    await expect((async () => adapter.prepare())()).rejects.toThrow(/npx next-auth migrate/)
    expect(await db.collection('users').findOne({ _id: ann })).toMatchObject({ role: 'admin' })
  })

  test('v5: what the published adapter wrote', { timeout: 120_000 }, async () => {
    const { url } = await freshDatabase(kind)
    const place = installLaboratory(join(import.meta.dirname, 'earlier'), 'earlier')
    const { MongoDBAdapter } = await import(join(place, 'node_modules/@auth/mongodb-adapter/index.js'))
    const driver = createRequire(join(place, 'index.js'))('mongodb') as typeof import('mongodb')
    const client = await new driver.MongoClient(url).connect()
    closing.push(() => client.close())
    const published = MongoDBAdapter(client)
    const user = await published.createUser({
      id: 'made-anew',
      name: 'Ann',
      email: 'ann@example.com',
      emailVerified: new Date(5),
      image: null,
    })
    await published.linkAccount({
      userId: user.id,
      type: 'oidc',
      provider: 'acme',
      providerAccountId: '7',
      expires_at: 77,
      scope: 'openid',
    })
    await published.createSession({ sessionToken: 'raw', userId: user.id, expires: later })
    expect(await takeOver(url)).toEqual({ users: { taken: 1 }, accounts: { taken: 1 }, sessions: { taken: 1 } })
    await reading(url, '', async (adapter) => {
      expect((await adapter.getSessionAndUser(hash('raw')))?.user).toEqual({ ...user, emailVerified: new Date(5) })
      expect(await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '7' })).toMatchObject({
        userId: user.id,
        type: 'oidc',
        expires_at: 77,
        scope: 'openid',
      })
    })
  })
})
