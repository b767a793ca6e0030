import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connect } from 'next-auth/adapters'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildRooms } from './built.js'

let built: Awaited<ReturnType<typeof buildRooms>>
let folder = ''

beforeAll(async () => {
  built = await buildRooms('processes')
})
afterAll(() => built.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly output: string
}

/** Runs statements in a process of its own, with `connect` and the database's `url` at hand. */
function run(statements: string, first = ''): Promise<Ended> {
  const code = `${first}
    const { connect } = await import(${JSON.stringify(join(built.folder, 'adapters/index.js'))})
    const url = ${JSON.stringify(`sqlite:${folder}/auth.db`)}
    ${statements}`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data.toString()
    })
  }
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, output: output.trim() })))
}

test('ten processes that start at once migrate once', async () => {
  const work = `const adapter = connect(url); await adapter.prepare()
    await adapter.createUser({ id: 'u' + process.pid, email: process.pid + '@example.com', emailVerified: null }); await adapter.close(); console.log('ready')`
  const ended = await Promise.all(Array.from({ length: 10 }, () => run(work)))
  expect(ended.map(({ code, output }) => [code, output])).toEqual(Array.from({ length: 10 }, () => [0, 'ready']))
  const database = new DatabaseSync(join(folder, 'auth.db'))
  expect(database.prepare('select count(*) as count from next_auth_schema').get()).toEqual({ count: 2 })
  expect(database.prepare('select count(*) as count from users').get()).toEqual({ count: 10 })
  database.close()
})

test('CC-02 DB-15 of forty uses of one token in four processes, one gets it', async () => {
  const adapter = connect(`sqlite:${folder}/auth.db`)
  await adapter.prepare()
  await adapter.createVerificationToken({ identifier: 'ann@example.com', token: 'hash', expires: new Date(5) })
  const work = `const adapter = connect(url); const key = { identifier: 'ann@example.com', token: 'hash' }
    const used = await Promise.all(Array.from({ length: 10 }, async () => adapter.useVerificationToken(key)))
    console.log(used.filter(Boolean).length); await adapter.close()`
  const ended = await Promise.all(Array.from({ length: 4 }, () => run(work)))
  expect(ended.map(({ output }) => output).toSorted()).toEqual(['0', '0', '0', '1'])
  await adapter.close()
})

test('CC-15 of first sign-ins in four processes at once, one creates the user and nobody fails', async () => {
  const adapter = connect(`sqlite:${folder}/auth.db`)
  await adapter.prepare()
  const work = `const adapter = connect(url); const key = { provider: 'acme', providerAccountId: '1' }
    async function signIn() {
      const known = await adapter.getUserByAccount(key)
      if (known) return known.id
      try {
        return await adapter.transaction(async (within) => {
          const { id } = await within.createUser({ email: 'ann@example.com', emailVerified: null })
          await within.linkAccount({ userId: id, type: 'oauth', ...key })
          return id
        })
      } catch (error) {
        if (error.details?.conflict) return signIn()
        throw error
      }
    }
    console.log([...new Set(await Promise.all(Array.from({ length: 10 }, signIn)))].join()); await adapter.close()`
  const ended = await Promise.all(Array.from({ length: 4 }, () => run(work)))
  const id = (await adapter.getUserByEmail('ann@example.com'))?.id
  expect(ended.map(({ output }) => output)).toEqual([id, id, id, id])
  await adapter.close()
})

test('DB-02 a process that is killed between two statements leaves nothing, and the next sign-in succeeds', async () => {
  const adapter = connect(`sqlite:${folder}/auth.db`)
  await adapter.prepare()
  const ended = await run(`const adapter = connect(url)
    await adapter.transaction(async (within) => {
      await within.createUser({ id: 'u1', email: 'ann@example.com', emailVerified: null })
      process.kill(process.pid, 'SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 5000))
    })`)
  expect(ended.signal).toBe('SIGKILL')
  expect(await adapter.getUserByEmail('ann@example.com')).toBeNull()
  const user = await adapter.transaction(async (within) => {
    const made = await within.createUser?.({ id: 'u1', email: 'ann@example.com', emailVerified: null })
    await within.linkAccount?.({ userId: 'u1', type: 'oauth', provider: 'acme', providerAccountId: '1' })
    return made
  })
  expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe(user?.id)
  await adapter.close()
})

test('kysely is loaded by the first verb, not before', async () => {
  const trace = `import { registerHooks } from 'node:module'
    let loaded = 0
    registerHooks({ load(url, context, next) { if (url.includes('/kysely/')) loaded += 1; return next(url, context) } })`
  const ended = await run(
    'const adapter = connect(url); console.log(loaded > 0); await adapter.prepare(); console.log(loaded > 0); await adapter.close()',
    trace,
  )
  expect(ended.output).toBe('false\ntrue')
})
