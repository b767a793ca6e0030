import { readFileSync } from 'node:fs'
import { createServer, type Server as NetServer, type Socket } from 'node:net'
import type { Adapter } from 'next-auth/adapters'
import { createClient } from 'redis'
import { afterEach, describe, expect, test } from 'vitest'
import { redis } from '../../src/adapters/redis/redis.js'
import { failing, freePort, noRedis, operate } from './redis-server.js'
import { ownServer } from './servers.js'

const ann = { id: 'ann', email: 'ann@example.com', emailVerified: null }
const soon = (): Date => new Date(Date.now() + 3_600_000)

/** A URL with a part of its own. */
function changed(url: string, parts: Partial<Pick<URL, 'username' | 'password' | 'pathname' | 'port' | 'hostname'>>): string {
  return Object.assign(new URL(url), parts).href
}

const opened: Required<Adapter>[] = []
function open(target: Parameters<typeof redis>[0]): Required<Adapter> {
  const adapter = redis(target)
  opened.push(adapter)
  return adapter
}
afterEach(async () => {
  for (const adapter of opened.splice(0)) await adapter.close()
})

describe.skipIf(noRedis)('Redis that fails', () => {
  test('DB-10 a server that was away is found again, by calls that came meanwhile and by later ones', async () => {
    await using server = await ownServer('redis')
    const adapter = open(server.url)
    await adapter.createUser(ann)
    await server.kill()
    // These wait for it; nobody restarts anything of ours.
    const meanwhile = Promise.all(Array.from({ length: 10 }, () => adapter.getUser('ann')))
    await server.restart()
    // It keeps nothing, so nobody is there; that it answers is the point. It has forgotten our scripts, too.
    expect(await meanwhile).toEqual(Array.from({ length: 10 }, () => null))
    await adapter.createUser(ann)
    expect((await adapter.getUser('ann'))?.id).toBe('ann')
  })

  test('a server that stays away fails every call in time, and the next one works when it is back', async () => {
    await using server = await ownServer('redis')
    const adapter = open(server.url)
    await adapter.createUser(ann)
    await server.kill()
    const first = await Promise.all(Array.from({ length: 20 }, () => failing(() => adapter.getUser('ann'))))
    for (const { trouble, milliseconds } of first) {
      expect(trouble).toBe('unreachable')
      expect(milliseconds).toBeLessThan(7000)
    }
    // It has been away for long: nobody waits any more.
    const later = await failing(() => adapter.getUser('ann'))
    expect([later.trouble, later.milliseconds < 1000]).toEqual(['unreachable', true])
    await server.restart()
    expect(await adapter.getUser('ann')).toBe(null)
  })

  test('connections that the server ends are made anew', async () => {
    await using server = await ownServer('redis')
    const adapter = open(server.url)
    await adapter.createUser(ann)
    for (let round = 0; round < 5; round++) {
      await operate(server.url, 'CLIENT', 'KILL', 'TYPE', 'normal')
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect((await adapter.getUser('ann'))?.id).toBe('ann')
    }
  })

  test('scripts that the server forgot are told again', async () => {
    await using server = await ownServer('redis')
    const adapter = open(server.url)
    await adapter.createUser(ann)
    await operate(server.url, 'SCRIPT', 'FLUSH')
    const found = await Promise.all(Array.from({ length: 20 }, () => adapter.getUser('ann')))
    expect(found.every((user) => user?.id === 'ann')).toBe(true)
  })

  test('a server that answers nothing is slow, not for ever, and the next call works when it answers again', async () => {
    await using server = await ownServer('redis')
    const adapter = open({ url: server.url, commandTimeout: 300 })
    await adapter.createUser(ann)
    server.freeze()
    const frozen = await Promise.all(Array.from({ length: 5 }, () => failing(() => adapter.getUser('ann'))))
    for (const { trouble, milliseconds } of frozen) {
      expect(['slow', 'unreachable']).toContain(trouble)
      expect(milliseconds).toBeLessThan(1500)
    }
    server.thaw()
    await expect.poll(() => failing(() => adapter.getUser('ann')).then(({ trouble }) => trouble), { timeout: 3000 }).toBe('none')
  })

  test('a server that accepts and says nothing holds up the first callers for seconds, and the next ones not at all', async () => {
    const silent = await listen(() => {})
    const adapter = open(`redis://:secret@127.0.0.1:${silent.port}`)
    const first = await Promise.all([1, 2, 3].map(() => failing(() => adapter.getUser('ann'))))
    for (const { trouble, milliseconds } of first) {
      expect(trouble).toBe('unreachable')
      expect(milliseconds).toBeLessThan(6500)
    }
    expect((await failing(() => adapter.getUser('ann'))).milliseconds).toBeLessThan(100)
    await silent.end()
  })

  test('nobody there: said at once, without the address', async () => {
    const adapter = open(`redis://user:canary@127.0.0.1:${await freePort()}`)
    const { trouble, message, milliseconds } = await failing(() => adapter.getUser('ann'))
    expect([trouble, milliseconds < 1500, message.includes('canary')]).toEqual(['unreachable', true, false])
    expect((await failing(() => open('redis://no-such-host.invalid').getUser('ann'))).trouble).toBe('unreachable')
  })

  test('a wrong password, none, a user who may not: denied; the right one afterwards works', async () => {
    await using server = await ownServer('redis')
    for (const password of ['canary', '']) {
      const { trouble, message } = await failing(() => open(changed(server.url, { password })).getUser('ann'))
      expect([trouble, message.includes('canary')]).toEqual(['denied', false])
    }
    await operate(server.url, 'ACL', 'SETUSER', 'guest', 'on', '>p@ss:w/rd%', '~*', '+@all', '-evalsha', '-eval')
    const guest = changed(server.url, { username: 'guest', password: encodeURIComponent('p@ss:w/rd%') })
    expect((await failing(() => open(guest).getUser('ann'))).trouble).toBe('denied')
    await operate(server.url, 'ACL', 'SETUSER', 'guest', '+evalsha', '+eval')
    expect(await failing(() => open(guest).createUser(ann))).toMatchObject({ trouble: 'none' })
    await operate(server.url, 'ACL', 'SETUSER', 'guest', 'resetkeys', '~other:*')
    expect((await failing(() => open(guest).getUser('ann'))).trouble).toBe('denied')
  })

  test('a password that changes while connected is denied at the next connection, not retried for ever', async () => {
    await using server = await ownServer('redis')
    const adapter = open(server.url)
    await adapter.createUser(ann)
    await operate(server.url, 'ACL', 'SETUSER', 'default', 'resetpass', '>other')
    await operate(changed(server.url, { password: 'other' }), 'CLIENT', 'KILL', 'TYPE', 'normal')
    for (let round = 0; round < 3; round++) {
      const { trouble, milliseconds } = await failing(() => adapter.getUser('ann'))
      expect([trouble, milliseconds < 1500]).toEqual(['denied', true])
    }
  })

  test('a number that no database has', async () => {
    await using server = await ownServer('redis')
    expect((await failing(() => open(changed(server.url, { pathname: '/9999' })).getUser('ann'))).trouble).toBe('no-database')
  })

  test('a replica answers reads and refuses writes by name', async () => {
    await using primary = await ownServer('redis')
    await using replica = await ownServer('redis')
    const adapter = open(primary.url)
    await adapter.createUser(ann)
    await adapter.createSession({ sessionToken: 'hash', userId: 'ann', expires: soon() })
    await operate(replica.url, 'CONFIG', 'SET', 'masterauth', decodeURIComponent(new URL(primary.url).password))
    await operate(replica.url, 'REPLICAOF', '127.0.0.1', String(primary.port))
    const behind = open(replica.url)
    await expect.poll(async () => (await answer(() => behind.getSessionAndUser('hash')))?.user.id, { timeout: 8000 }).toBe('ann')
    const writes = [
      () => behind.createUser({ ...ann, id: 'bob', email: 'bob@example.com' }),
      () => behind.updateSession({ sessionToken: 'hash', expires: soon() }),
      () => behind.deleteSession('hash'),
      () => behind.countAttempt({ key: 'a', windowSeconds: 60 }),
      () => behind.transaction(async (within) => within.deleteUser?.('ann')),
    ]
    for (const write of writes) expect((await failing(write)).trouble).toBe('read-only')
    expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe('ann')
  })

  test('DB-04 with its memory full nothing is written in halves, reading and signing out go on, and room is all it takes', async () => {
    await using server = await ownServer('redis')
    const adapter = open(server.url)
    await adapter.createUser(ann)
    await adapter.createSession({ sessionToken: 'hash', userId: 'ann', expires: soon() })
    await operate(server.url, 'CONFIG', 'SET', 'maxmemory', '1')
    const before = await operate(server.url, 'DBSIZE')
    const bob = { ...ann, id: 'bob', email: 'bob@example.com' }
    const writes = [
      () => adapter.createUser(bob),
      () => adapter.createSession({ sessionToken: 'other', userId: 'ann', expires: soon() }),
      () => adapter.createVerificationToken({ identifier: 'a', token: 'b', expires: soon() }),
      () => adapter.countAttempt({ key: 'a', windowSeconds: 60 }),
      () =>
        adapter.transaction(async (within) => {
          await within.createUser?.(bob)
          await within.linkAccount?.({ userId: 'bob', type: 'oauth', provider: 'acme', providerAccountId: '1' })
        }),
    ]
    for (const write of writes) expect((await failing(write)).trouble).toBe('full')
    expect(await operate(server.url, 'DBSIZE')).toEqual(before)
    expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe('ann')
    await adapter.deleteSession('hash')
    expect(await adapter.getSessionAndUser('hash')).toBe(null)
    await operate(server.url, 'CONFIG', 'SET', 'maxmemory', '0')
    expect((await adapter.createUser(bob)).id).toBe('bob')
  })

  test('TLS: trusted with its authority, refused without, and never in clear', async () => {
    await using server = await ownServer('redis', { tls: true })
    const ca = readFileSync(server.ca ?? '', 'utf8')
    const adapter = open({ url: server.url, ssl: { ca } })
    await adapter.createUser(ann)
    expect((await adapter.getUser('ann'))?.id).toBe('ann')
    expect((await failing(() => open(server.url).getUser('ann'))).trouble).toBe('certificate')
    const inClear = await failing(() => open(server.url.replace('rediss:', 'redis:')).getUser('ann'))
    expect(inClear.trouble).toBe('unreachable')
    expect(inClear.milliseconds).toBeLessThan(6500)
    const another = open({ url: server.url, ssl: { rejectUnauthorized: false } })
    expect((await another.getUser('ann'))?.id).toBe('ann')
  })

  test('TLS asked of a server that speaks none fails by name', async () => {
    await using server = await ownServer('redis')
    const { trouble } = await failing(() => open(server.url.replace('redis:', 'rediss:')).getUser('ann'))
    expect(['certificate', 'unreachable']).toContain(trouble)
  })

  test('one connection per URL in a process, whoever asks; after `close()` the next verb opens it again', async () => {
    await using server = await ownServer('redis')
    const connections = async (): Promise<number> =>
      String(await operate(server.url, 'CLIENT', 'LIST'))
        .trim()
        .split('\n').length - 1
    const adapters = Array.from({ length: 20 }, () => open(server.url))
    expect(await connections()).toBe(0)
    await Promise.all(adapters.map((adapter) => adapter.getUser('ann')))
    expect(await connections()).toBe(1)
    await adapters[0]?.close()
    expect(await connections()).toBe(0)
    await adapters[1]?.createUser(ann)
    expect(await connections()).toBe(1)
  })

  test('over a client of the application’s own, calls fail in time too, and it stays theirs', async () => {
    await using server = await ownServer('redis')
    const client = createClient({ url: server.url })
    const adapter = open(client)
    await adapter.createUser(ann)
    await server.kill()
    const away = await failing(() => adapter.getUser('ann'))
    // Its own queue may have taken the command before it knew.
    expect(['unreachable', 'slow']).toContain(away.trouble)
    expect(away.milliseconds).toBeLessThan(7000)
    await server.restart()
    await expect.poll(() => failing(() => adapter.getUser('ann')).then(({ trouble }) => trouble), { timeout: 8000 }).toBe('none')
    await adapter.close()
    expect(client.isOpen).toBe(true)
    client.destroy()
  })

  test('what cannot be read is refused at once, and never repeated', () => {
    const wrong = [
      'redis://user:canary@[',
      'http://user:canary@localhost',
      'redis://user:canary@localhost/zero',
      'redis://user:canary%@localhost',
      'redis://user:canary@localhost?max=3',
      '',
    ]
    for (const url of wrong) {
      let error: unknown
      try {
        redis(url)
      } catch (thrown) {
        error = thrown
      }
      expect(error).toMatchObject({ type: 'InvalidOption' })
      expect(JSON.stringify(error) + String((error as Error).stack) + String((error as Error).cause)).not.toContain('canary')
    }
    expect(() => redis({ url: 'redis://localhost', ssl: {} })).toThrow('rediss')
    expect(() => redis({ url: 'redis://localhost', commandTimeout: 0 })).toThrow('commandTimeout')
  })
})

/** `null` for a failure, too. */
async function answer<T>(verb: () => T): Promise<Awaited<T> | null> {
  try {
    return await verb()
  } catch {
    return null
  }
}

async function listen(accept: (socket: Socket) => void): Promise<{ readonly port: number; end(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server: NetServer = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    accept(socket)
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port,
    end: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
