import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { type Adapter, connect } from 'next-auth/adapters'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let folder = ''
let url = ''
const opened: Adapter[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
  url = `sqlite:${folder}/auth.db`
})

afterEach(async () => {
  vi.restoreAllMocks()
  for (const adapter of opened.splice(0)) await adapter.close?.()
  rmSync(folder, { recursive: true, force: true })
})

function open(options: { readonly warn?: (code: string, message: string) => void } = {}): Required<Adapter> {
  const adapter = connect({ url, ...options })
  opened.push(adapter)
  return adapter
}

/** The file as somebody else sees it. */
function raw<T>(use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(folder, 'auth.db'))
  try {
    return use(database)
  } finally {
    database.close()
  }
}

const ann = { id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null }

test('a new database file and its companions are readable by their owner only', async () => {
  const before = process.umask(0o000)
  try {
    const adapter = open()
    await adapter.prepare()
    await adapter.createUser(ann)
    await adapter.transaction(async (within) => void (await within.updateUser?.({ id: 'u1', name: 'Anna' })))
    const files = ['auth.db', 'auth.db-wal', 'auth.db-shm']
    expect(files.map((file) => (statSync(join(folder, file)).mode & 0o777).toString(8))).toEqual(['600', '600', '600'])
  } finally {
    process.umask(before)
  }
})

test('nothing is opened before the first verb', async () => {
  open()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(existsSync(join(folder, 'auth.db'))).toBe(false)
})

test('without tables the error says what to run, and after that it goes on without a restart', async () => {
  const adapter = open()
  for (const verb of [
    () => adapter.getUser('u1'),
    () => adapter.createUser(ann),
    () => adapter.transaction(async (within) => within.createUser?.(ann)),
  ]) {
    await expect((async () => verb())()).rejects.toMatchObject({
      type: 'SchemaMissing',
      message: expect.stringContaining('npx next-auth migrate'),
    })
  }
  await adapter.prepare()
  expect((await adapter.createUser(ann)).id).toBe('u1')
})

test('DB-01 a folder that is not there is named, and a later attempt succeeds', async () => {
  url = `sqlite:${folder}/data/auth.db`
  const adapter = open()
  await expect(Promise.resolve(adapter.getUser('u1'))).rejects.toMatchObject({
    type: 'AdapterError',
    message: expect.stringContaining('folder'),
  })
  mkdirSync(join(folder, 'data'))
  await adapter.prepare()
  expect(await adapter.getUser('u1')).toBeNull()
})

test('DB-01 a file that is no database is an error of ours, without what is in it', async () => {
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(folder, 'auth.db'), 'hunter2hunter2 '.repeat(1000))
  const error = await (async () => open().getUser('u1'))().catch((thrown: unknown) => thrown as Error)
  expect(error).toMatchObject({ type: 'AdapterError' })
  expect(String((error as Error).message)).not.toContain('hunter2')
})

test('CC-14 a hundred first calls open it once', async () => {
  await open().prepare()
  await opened[0]?.close?.()
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec')
  const users = await Promise.all(Array.from({ length: 100 }, async () => open().getUser('u1')))
  expect(users.every((user) => user === null)).toBe(true)
  expect(exec.mock.calls.filter(([text]) => text.includes('foreign_keys')).length).toBe(1)
})

test('one URL is one open database, also for modules that were loaded anew', async () => {
  url = 'sqlite::memory:'
  const adapter = open()
  await adapter.createUser(ann)
  vi.resetModules()
  const reloaded = await import('next-auth/adapters')
  expect(reloaded.connect).not.toBe(connect)
  expect((await reloaded.connect(url).getUser('u1'))?.name).toBe('Ann')
  await adapter.close()
  expect(await reloaded.connect(url).getUser('u1')).toBeNull()
})

test('after close the next verb opens it again', async () => {
  const adapter = open()
  await adapter.prepare()
  await adapter.createUser(ann)
  await adapter.close()
  await adapter.close()
  expect((await adapter.getUser('u1'))?.name).toBe('Ann')
})

test('a read answers in the same turn, in one statement that stays prepared', async () => {
  const adapter = open()
  await adapter.prepare()
  await adapter.createUser(ann)
  await adapter.createSession({ sessionToken: 'hash', userId: 'u1', expires: new Date(5) })
  await adapter.getSessionAndUser('hash')
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
  const all = vi.spyOn(StatementSync.prototype, 'all')
  const found = adapter.getSessionAndUser('hash')
  expect(found).not.toBeInstanceOf(Promise)
  expect(found).toMatchObject({ session: { userId: 'u1' }, user: { email: 'ann@example.com' } })
  expect([prepare.mock.calls.length, all.mock.calls.length]).toEqual([0, 1])
})

test('the first sign-in with an identity takes five statements besides begin and commit', async () => {
  const adapter = open()
  await adapter.prepare()
  const all = vi.spyOn(StatementSync.prototype, 'all')
  await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })
  await adapter.getUserByEmail('ann@example.com')
  await adapter.transaction(async (within) => {
    await within.createUser?.(ann)
    await within.linkAccount?.({ userId: 'u1', type: 'oauth', provider: 'acme', providerAccountId: '1' })
    await within.createSession?.({ sessionToken: 'hash', userId: 'u1', expires: new Date(5) })
  })
  expect(all).toHaveBeenCalledTimes(5)
})

test('SD-01 what is stored is what was handed in: a hash, not a token', async () => {
  const adapter = open()
  await adapter.prepare()
  await adapter.createUser(ann)
  await adapter.createSession({
    sessionToken: 'the-hash',
    userId: 'u1',
    expires: new Date(1_790_000_000_123),
    amr: ['pwd'],
    authTime: new Date(5),
  })
  expect(raw((database) => database.prepare('select * from sessions').all())).toMatchObject([
    { session_token_hash: 'the-hash', user_id: 'u1', expires: 1_790_000_000_123, amr: '["pwd"]', auth_time: 5, sid: null },
  ])
})

test('while another process writes, this one waits without standing still', async () => {
  const adapter = open()
  await adapter.prepare()
  await adapter.createUser(ann)
  const other = new DatabaseSync(join(folder, 'auth.db'))
  other.exec('begin immediate')
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 5)
  const written = (async () => adapter.updateUser({ id: 'u1', name: 'Anna' }))()
  const transaction = adapter.transaction(async (within) => within.createUser?.({ ...ann, id: 'u2', email: 'bob@example.com' }))
  // Reads go on meanwhile.
  expect((await adapter.getUser('u1'))?.name).toBe('Ann')
  await new Promise((resolve) => setTimeout(resolve, 150))
  other.exec('commit')
  other.close()
  clearInterval(timer)
  expect((await written).name).toBe('Anna')
  expect((await transaction)?.id).toBe('u2')
  expect(turns).toBeGreaterThan(5)
})

test('an update never moves a session to another user or another beginning', async () => {
  const adapter = open()
  await adapter.prepare()
  await adapter.createUser(ann)
  await adapter.createUser({ ...ann, id: 'u2', email: 'bob@example.com' })
  await adapter.createSession({ sessionToken: 'hash', userId: 'u1', expires: new Date(5), createdAt: new Date(1) })
  const updated = await adapter.updateSession({ sessionToken: 'hash', userId: 'u2', createdAt: new Date(9), expires: new Date(7) })
  expect(updated).toMatchObject({ userId: 'u1', createdAt: new Date(1), expires: new Date(7) })
  expect(await adapter.updateSession({ sessionToken: 'hash' })).toEqual(updated)
})

test('an account comes back as it was linked, without what nobody has a column for', async () => {
  const adapter = open()
  await adapter.prepare()
  await adapter.createUser(ann)
  const account = {
    userId: 'u1',
    type: 'oidc' as const,
    provider: 'acme',
    providerAccountId: '1',
    issuer: 'https://acme.example',
    expires_at: 1_790_000_000,
    scope: 'openid',
  }
  await adapter.linkAccount({ ...account, surprise: 'x' })
  expect(await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '1' })).toEqual(account)
})
