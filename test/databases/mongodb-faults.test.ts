// What befalls a sign-in when MongoDB, or the line to it, fails. The server is the stand-in: a real one cannot be told when to fail.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Adapter } from 'next-auth/adapters'
import { afterEach, describe, expect, test } from 'vitest'
import { type Fault, type StandIn, type StandInOptions, startStandIn } from './mongo-stand-in/server.js'
import { type Opened, openAt } from './mongodb-open.js'

const servers: StandIn[] = []
const stores: Opened[] = []

async function serve(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const server = await startStandIn({ kind: 'replica set', ...options })
  servers.push(server)
  return server
}

async function open(...args: Parameters<typeof openAt>): Promise<Opened> {
  const store = await openAt(...args)
  stores.push(store)
  return store
}

async function ready(server: StandIn): Promise<Required<Adapter>> {
  const { adapter } = await open(server.url)
  await adapter.prepare()
  return adapter
}

afterEach(async () => {
  for (const server of servers) server.fault = () => undefined
  for (const { adapter } of stores.splice(0)) await adapter.close()
  for (const server of servers.splice(0)) await server.stop()
})

const key = { provider: 'acme', providerAccountId: '1' }

/** A first sign-in as the engine does it: it reads, writes as one step, and reads again once if another one was first. */
async function signIn(adapter: Required<Adapter>, sessionToken: string, retries = 1): Promise<string> {
  const expires = new Date(Date.now() + 3_600_000)
  const known = await adapter.getUserByAccount(key)
  if (!known && (await adapter.getUserByEmail('ann@example.com'))) throw new Error('stranded: there is such a user, without the account')
  try {
    if (known) {
      await adapter.createSession({ sessionToken, userId: known.id, expires })
      return known.id
    }
    return await adapter.transaction(async (within) => {
      const user = await within.createUser?.({ id: '', name: 'Ann', email: 'ann@example.com', emailVerified: null })
      await within.linkAccount?.({ ...key, type: 'oauth', userId: user?.id ?? '' })
      await within.createSession?.({ sessionToken, userId: user?.id ?? '', expires })
      return user?.id ?? ''
    })
  } catch (error) {
    if (retries === 0 || !(error as { details?: { conflict?: string } }).details?.conflict) throw error
    return signIn(adapter, sessionToken, retries - 1)
  }
}

async function trouble(work: () => unknown): Promise<{ trouble: unknown; text: string; milliseconds: number }> {
  const start = performance.now()
  const error = await (async () => work())().then(
    () => undefined,
    (thrown: Error & { details?: { trouble?: string } }) => thrown,
  )
  return { trouble: error?.details?.trouble ?? error?.name, text: String(error?.message), milliseconds: performance.now() - start }
}

for (const kind of ['replica set', 'standalone'] as const) {
  describe(`a first sign-in that is interrupted (${kind})`, () => {
    for (const fault of ['cut', 'cut after'] as const) {
      test(`DB-02 DB-03 DB-04 one ${fault === 'cut' ? 'command' : 'answer'} is lost, whichever: the next attempt succeeds, once`, async () => {
        await atEach((at) => interrupted(kind, fault, (command) => command === at))
      })

      test(`DB-02 DB-04 the process dies ${fault === 'cut' ? 'before' : 'after'} any command: the next one lets them in`, async () => {
        await atEach((at) => interrupted(kind, fault, (command) => command >= at))
      })
    }

    test('CC-03 twenty at once, each of whom reads the facts again once, all have a session of one user', async () => {
      const server = await serve({ kind })
      const adapters = [await ready(server), (await open(server.url)).adapter]
      const users = await Promise.all(Array.from({ length: 20 }, (_, at) => signIn(adapters[at % 2] as Required<Adapter>, `hash-${at}`)))
      expect(new Set(users).size).toBe(1)
    })
  })
}

/** At every command there is: at the last of these there was none any more. */
async function atEach(interrupt: (at: number) => Promise<boolean>): Promise<void> {
  const happened = await Promise.all(Array.from({ length: 20 }, (_, at) => interrupt(at + 1)))
  expect([happened.filter(Boolean).length > 5, happened.at(-1)]).toEqual([true, false])
}

/** Whether the fault came to pass. Whatever it was, the next visitor gets in, and there is one of everything. */
async function interrupted(kind: StandInOptions['kind'], fault: Fault, when: (command: number) => boolean): Promise<boolean> {
  const server = await serve({ kind })
  const adapter = await ready(server)
  let commands = 0
  let happened = false
  server.fault = () => {
    commands += 1
    happened ||= when(commands)
    return when(commands) ? fault : undefined
  }
  const first = await signIn(adapter, 'first').catch(() => undefined)
  server.fault = () => undefined
  // A while later: what a crash left half-done may be cleared away, and a server with transactions has given up on that client.
  server.reap()
  const later = await open(server.url, {}, () => Date.now() + 6_000)
  const user = await signIn(later.adapter, 'second')
  if (first !== undefined) expect(user).toBe(first)
  expect((await later.adapter.getUserByAccount(key))?.id).toBe(user)
  expect((await later.adapter.getUserByEmail('ann@example.com'))?.id).toBe(user)
  expect((await later.adapter.getSessionAndUser('second'))?.user.id).toBe(user)
  // The session of an attempt that failed is nobody else's; its cookie was never handed out.
  expect([user, undefined]).toContain((await later.adapter.getSessionAndUser('first'))?.user.id)
  await later.adapter.close()
  await adapter.close()
  await server.stop()
  return happened
}

describe('what a crash leaves behind on a server without transactions', () => {
  test('is in nobody’s way for longer than a few seconds, and is never seen', async () => {
    const server = await serve({ kind: 'standalone' })
    const adapter = await ready(server)
    server.fault = (name) => (name === 'update' ? 'cut' : undefined)
    await expect(signIn(adapter, 'first')).rejects.toThrow()
    server.fault = () => undefined
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
    expect(await adapter.getUserByAccount(key)).toBe(null)
    const start = performance.now()
    const user = await signIn(adapter, 'second')
    expect(performance.now() - start).toBeLessThan(6_000)
    expect((await adapter.getSessionAndUser('second'))?.user.id).toBe(user)
    expect(await adapter.getSessionAndUser('first')).toBe(null)
  })

  test('a transaction that was cleared away while it ran does not come back', async () => {
    const server = await serve({ kind: 'standalone' })
    const slow = await ready(server)
    const { adapter: quick } = await open(server.url, {}, () => Date.now() + 6_000)
    const work = slow.transaction(async (within) => {
      const user = await within.createUser?.({ id: 'slow', email: 'ann@example.com', emailVerified: null })
      await signIn(quick, 'quick')
      await within.createSession?.({ sessionToken: 'slow', userId: user?.id ?? '', expires: new Date() })
    })
    await expect(work).rejects.toMatchObject({ details: { missing: 'user' } })
    expect((await slow.getUserByEmail('ann@example.com'))?.id).toBe((await slow.getSessionAndUser('quick'))?.user.id)
    expect([await slow.getUser('slow'), await slow.getSessionAndUser('slow')]).toEqual([null, null])
  })

  test('a removal that stopped half-way is finished by whoever needs the address, the account or the room', async () => {
    for (const at of [1, 2, 3, 4]) {
      const server = await serve({ kind: 'standalone' })
      const adapter = await ready(server)
      const id = await signIn(adapter, 'first')
      let commands = 0
      server.fault = () => (++commands >= at ? 'cut after' : undefined)
      await (async () => adapter.deleteUser(id))().catch(() => undefined)
      server.fault = () => undefined
      // The first command alone decides it.
      expect([await adapter.getUser(id), await adapter.getUserByAccount(key), await adapter.getSessionAndUser('first')]).toEqual([
        null,
        null,
        null,
      ])
      const { adapter: later } = await open(server.url, {}, () => Date.now() + 6_000)
      expect(await signIn(later, 'second')).not.toBe(id)
      expect(await later.getSessionAndUser('first')).toBe(null)
    }
  })

  test('a sweep takes it', async () => {
    const server = await serve({ kind: 'standalone' })
    const adapter = await ready(server)
    server.fault = (name) => (name === 'update' ? 'cut' : undefined)
    await expect(signIn(adapter, 'first')).rejects.toThrow()
    server.fault = () => undefined
    const { adapter: later } = await open(server.url, {}, () => Date.now() + 6_000)
    await later.sweep(new Date(Date.now() + 6_000))
    server.log.length = 0
    await signIn(later, 'second')
    // Nothing was in the way.
    expect(server.log.filter((name) => name === 'delete')).toEqual([])
  })

  test('a transaction that fails gives back what it took away and changed', async () => {
    const server = await serve({ kind: 'standalone' })
    const adapter = await ready(server)
    const id = await signIn(adapter, 'first')
    await adapter.createVerificationToken({ identifier: 'ann@example.com', token: 'token', expires: new Date(1000) })
    const bob = await adapter.createUser({ id: 'bob', email: 'bob@example.com', emailVerified: null })
    const before = await Promise.all([adapter.getUser(id), adapter.getSessionAndUser('first')])
    const boom = new Error('boom')
    const work = adapter.transaction(async (within) => {
      await within.updateUser?.({ id, name: 'Mallory', email: 'mallory@example.com' })
      await within.updateSession?.({ sessionToken: 'first', expires: new Date(5000) })
      await within.deleteSession?.('first')
      await within.unlinkAccount?.(key)
      await within.createVerificationToken?.({ identifier: 'a', token: 'new', expires: new Date(1000) })
      await within.deleteUser?.(bob.id)
      expect(await within.getUser?.(bob.id)).toBe(null)
      throw boom
    })
    await expect(work).rejects.toBe(boom)
    expect(await Promise.all([adapter.getUser(id), adapter.getSessionAndUser('first')])).toEqual(before)
    expect((await adapter.getUserByAccount(key))?.id).toBe(id)
    expect((await adapter.getUser('bob'))?.email).toBe('bob@example.com')
    expect(await adapter.useVerificationToken({ identifier: 'a', token: 'new' })).toBe(null)
  })

  test('one in which a refusal was caught does the rest', async () => {
    const server = await serve({ kind: 'standalone' })
    const adapter = await ready(server)
    const ann = { id: '', name: 'Ann', email: 'ann@example.com', emailVerified: null }
    await adapter.transaction(async (within) => {
      await within.createUser?.(ann)
      await expect((async () => within.createUser?.(ann))()).rejects.toMatchObject({ details: { conflict: 'email' } })
      await within.createUser?.({ ...ann, email: 'bob@example.com' })
    })
    for (const email of ['ann@example.com', 'bob@example.com']) expect((await adapter.getUserByEmail(email))?.email).toBe(email)
  })

  test('one that succeeds takes away what it was told to', async () => {
    const server = await serve({ kind: 'standalone' })
    const adapter = await ready(server)
    const id = await signIn(adapter, 'first')
    await adapter.transaction(async (within) => {
      await within.deleteUser?.(id)
    })
    expect([await adapter.getUser(id), await adapter.getSessionAndUser('first')]).toEqual([null, null])
    expect(await signIn(adapter, 'second')).not.toBe(id)
  })
})

describe('a server that fails', () => {
  test('DB-03 a commit whose answer is lost is a commit', async () => {
    const server = await serve()
    const adapter = await ready(server)
    let lost = 0
    server.fault = (name) => (name === 'commitTransaction' && ++lost === 1 ? 'cut after' : undefined)
    const user = await signIn(adapter, 'first')
    expect((await adapter.getSessionAndUser('first'))?.user.id).toBe(user)
  })

  test('DB-03 a write whose answer is lost is answered when it is asked again, and was done once', async () => {
    const server = await serve()
    const adapter = await ready(server)
    let lost = 0
    server.fault = (name) => (name === 'findAndModify' && ++lost === 2 ? 'cut after' : undefined)
    expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(1)
    expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(2)
    await adapter.createVerificationToken({ identifier: 'a', token: 't', expires: new Date(5) })
    lost = 1
    expect((await adapter.useVerificationToken({ identifier: 'a', token: 't' }))?.identifier).toBe('a')
    expect(await adapter.useVerificationToken({ identifier: 'a', token: 't' })).toBe(null)
  })

  test('DB-01 DB-10 one that is away is named in time, and the next call after it is back works', async () => {
    const server = await serve()
    const adapter = await ready(server)
    const user = await signIn(adapter, 'first')
    await server.stop()
    const { milliseconds, ...away } = await trouble(() => adapter.getUser(user))
    expect(away.trouble).toBe('unreachable')
    expect(milliseconds).toBeLessThan(6_000)
    expect((await trouble(() => open(server.url))).trouble).toBe('unreachable')
    await server.start()
    expect((await adapter.getUser(user))?.name).toBe('Ann')
    expect(await signIn(adapter, 'second')).toBe(user)
  })

  test('DB-08 one that does not answer is left after the limit, and answers later calls', async () => {
    const server = await serve()
    await ready(server)
    const { adapter } = await open(server.url, { pool: { max: 10, idle: 10_000, wait: 500, answer: 800 } })
    server.fault = (name) => (name === 'find' ? { wait: 60_000 } : undefined)
    const { milliseconds, ...silent } = await trouble(() => adapter.getUser('ann'))
    expect(silent.trouble).toBe('slow')
    expect(milliseconds).toBeLessThan(2_500)
    server.fault = () => undefined
    expect(await adapter.getUser('ann')).toBe(null)
  })

  test('DB-09 connections that are all taken are named, and free again later', async () => {
    const server = await serve()
    await ready(server)
    const { adapter } = await open(server.url, { pool: { max: 1, idle: 1_000, wait: 300 } })
    server.fault = (name) => (name === 'find' ? { wait: 1_000 } : undefined)
    const first = adapter.getUser('ann')
    expect((await trouble(() => adapter.getUser('bob'))).trouble).toBe('exhausted')
    expect(await first).toBe(null)
    server.fault = () => undefined
    expect(await adapter.getUser('bob')).toBe(null)
  })

  test('a wrong password is named, and in no text; one with special characters is let in', async () => {
    const password = 'p@ss:w/o?rd%20#&'
    const server = await serve({ passwords: new Map([['app', password]]) })
    const at = (word: string): string => `mongodb://app:${encodeURIComponent(word)}@127.0.0.1:${server.port}/app?authSource=admin`
    const refused = await trouble(() => open(at('wrong-word')))
    expect(refused.trouble).toBe('denied')
    expect(refused.text).not.toContain('wrong-word')
    expect((await trouble(() => open(server.url))).trouble).toBe('denied')
    const { adapter } = await open(at(password))
    await adapter.prepare()
    expect(await signIn(adapter, 'first')).not.toBe('')
  })

  test('a URL that the driver does not take is refused without being repeated', async () => {
    for (const url of [
      'mongodb://app:secret-word@127.0.0.1:1/?nonsense=1',
      'mongodb://app:secret-word@:x/',
      'mongodb://app:secret-word@127.0.0.1:1:2/',
    ]) {
      const error: Error & { cause?: unknown } = await open(url).catch((thrown) => thrown)
      expect(error.name).toBe('InvalidOption')
      expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain('secret-word')
    }
  })

  const codes = [
    ['read-only', 10_107, 'NotWritablePrimary'],
    ['read-only', 13_435, 'NotPrimaryNoSecondaryOk'],
    ['denied', 13, 'Unauthorized'],
    ['slow', 50, 'MaxTimeMSExpired'],
  ] as const
  test.each(codes)('what it says is named: %s (%i)', async (named, code, codeName) => {
    const server = await serve()
    const adapter = await ready(server)
    await adapter.getUser('ann')
    server.fault = (name) => (name === 'insert' ? { fail: { code, codeName, errmsg: 'ann@example.com is in here' } } : undefined)
    const failed = await trouble(() => adapter.createUser({ id: 'ann', email: 'ann@example.com', emailVerified: null }))
    // Who may not write in a transaction is told the same.
    expect(failed.trouble).toBe(named)
    expect(failed.text).not.toContain('ann@example.com')
    server.fault = () => undefined
    expect((await adapter.createUser({ id: 'ann', email: 'ann@example.com', emailVerified: null })).id).toBe('ann')
  })

  test('a certificate that nobody vouches for is named; with its authority it is trusted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
    try {
      const [cert, secret] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
      const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
      const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', ...names]
      execFileSync('openssl', ['req', ...made, '-keyout', secret, '-out', cert], { stdio: 'ignore' })
      const server = await serve({ tls: { key: readFileSync(secret), cert: readFileSync(cert) } })
      const url = `mongodb://localhost:${server.port}/?directConnection=true&tls=true`
      expect((await trouble(() => open(url))).trouble).toBe('certificate')
      const { adapter } = await open(`${url}&tlsCAFile=${encodeURIComponent(cert)}`)
      await adapter.prepare()
      expect(await adapter.getUser('ann')).toBe(null)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a server without TLS, asked for it, is named', async () => {
    const server = await serve()
    expect(['certificate', 'unreachable']).toContain((await trouble(() => open(`${server.url}?tls=true`))).trouble)
  })
})
