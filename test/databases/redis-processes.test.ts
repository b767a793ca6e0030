import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redis } from '../../src/adapters/redis/redis.js'
import { buildRooms } from '../adapters/built.js'
import { keysOf, noRedis, operate } from './redis-server.js'
import { ownServer, serverOf } from './servers.js'

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly output: string
}

describe.skipIf(noRedis)('processes on one Redis', () => {
  let built: Awaited<ReturnType<typeof buildRooms>>
  let url = ''
  beforeAll(async () => {
    built = await buildRooms('redis')
    url = await (await serverOf('redis')).createDatabase()
  })
  afterAll(() => built.remove())

  /** Runs statements in a process of its own, with an `adapter` at hand. */
  function run(statements: string, told?: (output: string) => void, at = url): Promise<Ended> {
    const code = `const { redis } = await import(${JSON.stringify(join(built.folder, 'adapters/redis/redis.js'))})
      const adapter = redis(${JSON.stringify(at)})
      ${statements}`
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString()
        told?.(output)
      })
    }
    return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, output: output.trim() })))
  }

  test('CC-15 CC-03 of a hundred first sign-ins in four processes at once, one creates the user and all have a session', async () => {
    await operate(url, 'FLUSHDB')
    const work = `const key = { provider: 'acme', providerAccountId: '1' }
      async function signIn(sessionToken) {
        const session = (userId) => ({ sessionToken, userId, expires: new Date(Date.now() + 60_000) })
        const known = await adapter.getUserByAccount(key)
        if (known) return (await adapter.createSession(session(known.id))).userId
        try {
          return await adapter.transaction(async (within) => {
            const { id } = await within.createUser({ email: 'ann@example.com', emailVerified: null })
            await within.linkAccount({ userId: id, type: 'oauth', ...key })
            await within.createSession(session(id))
            return id
          })
        } catch (error) {
          if (error.details?.conflict) return signIn(sessionToken)
          throw error
        }
      }
      const ids = await Promise.all(Array.from({ length: 25 }, (_, at) => signIn(process.pid + '-' + at)))
      console.log([...new Set(ids)].join()); await adapter.close()`
    const ended = await Promise.all(Array.from({ length: 4 }, () => run(work)))
    const adapter = redis(url)
    const id = (await adapter.getUserByEmail('ann@example.com'))?.id
    await adapter.close()
    expect(ended.map(({ output }) => output)).toEqual([id, id, id, id])
    const sessions = Object.keys(await keysOf(url)).filter((key) => key.includes(':session:'))
    expect(sessions.length).toBe(100)
  })

  test('CC-02 DB-15 of forty uses of one token in four processes, one gets it', async () => {
    const adapter = redis(url)
    await adapter.createVerificationToken({ identifier: 'ann@example.com', token: 'hash', expires: new Date(5) })
    const work = `const key = { identifier: 'ann@example.com', token: 'hash' }
      const used = await Promise.all(Array.from({ length: 10 }, () => adapter.useVerificationToken(key)))
      console.log(used.filter(Boolean).length); await adapter.close()`
    const ended = await Promise.all(Array.from({ length: 4 }, () => run(work)))
    expect(ended.map(({ output }) => output).toSorted()).toEqual(['0', '0', '0', '1'])
    await adapter.close()
  })

  for (const at of [1, 2, 3]) {
    test(`DB-02 a process that is killed after step ${at} of a sign-in leaves nothing, and the next one succeeds`, async () => {
      await operate(url, 'FLUSHDB')
      const work = `await adapter.transaction(async (within) => {
        const crash = async (at) => { if (at === ${at}) { process.kill(process.pid, 'SIGKILL'); await new Promise((resolve) => setTimeout(resolve, 5000)) } }
        await within.createUser({ id: 'ann', email: 'ann@example.com', emailVerified: null })
        await crash(1)
        await within.linkAccount({ userId: 'ann', type: 'oauth', provider: 'acme', providerAccountId: '1' })
        await crash(2)
        await within.createSession({ sessionToken: 'hash', userId: 'ann', expires: new Date(Date.now() + 60_000) })
        await crash(3)
      })
      console.log('done'); await adapter.close()`
      expect((await run(work)).signal).toBe('SIGKILL')
      expect(await keysOf(url)).toEqual({})
      expect((await run(work.replace(`at === ${at}`, 'false'))).output).toBe('done')
    })
  }

  test('DB-10 a process whose server goes away lives on', async () => {
    await using server = await ownServer('redis')
    let gone: Promise<void> | undefined
    const work = `await adapter.getUser('ann'); console.log('ready')
      await new Promise((resolve) => setTimeout(resolve, 500))
      console.log(await adapter.getUser('ann').catch((error) => error.details.trouble)); await adapter.close()`
    const ended = await run(
      work,
      () => {
        gone ??= server.kill()
      },
      server.url,
    )
    await gone
    expect([ended.code, ended.output]).toEqual([0, 'ready\nunreachable'])
  })
})
