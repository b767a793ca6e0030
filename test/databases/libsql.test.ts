import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { adapterCases } from 'next-auth/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { Adapter } from '../../src/adapters/contract.js'
import type { OpenStore } from '../../src/adapters/open-store.js'
import { libsqlBackend } from '../../src/adapters/sql/dialects/libsql.js'
import type { LibsqlTarget } from '../../src/adapters/target.js'
import { type LibsqlStandIn, startLibsql } from './libsql-stand-in.js'

const runner = { describe, expect, test }
const folder = mkdtempSync(join(tmpdir(), 'next-auth-libsql-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function open(target: Partial<LibsqlTarget>): Promise<OpenStore> {
  const whole = { kind: 'libsql', url: '', authToken: undefined, entityPrefix: '', synchronize: true, ...target } as const
  return await libsqlBackend.open(whole, { clock: Date.now, generateId: () => crypto.randomUUID(), warn: () => {}, create: true })
}

let server: LibsqlStandIn
adapterCases(
  {
    name: 'libsql, over HTTP (a stand-in)',
    async open() {
      files += 1
      server = await startLibsql(`${folder}/${files}.db`)
      return (await open({ url: server.url, authToken: 'token' })).adapter
    },
    again: async () => (await open({ url: server.url, authToken: 'token' })).adapter,
    async close(adapter: Adapter) {
      await adapter.close?.()
      await server.close()
    },
  },
  runner,
)

test('what is wrong with the server has a name, and its words and the token are not in it', async () => {
  const standIn = await startLibsql(`${folder}/faults.db`)
  const { adapter } = await open({ url: standIn.url, authToken: 'token' })
  const answers = (status: number, body = '{}') => standIn.faults.push((response) => response.writeHead(status).end(body))
  for (const [status, kind] of [
    [401, 'denied'],
    [403, 'denied'],
    [404, 'no-database'],
    [429, 'exhausted'],
    [500, 'unreachable'],
    [503, 'unreachable'],
  ] as const) {
    answers(status, 'the secret words of the server')
    const error = await failure(adapter.getUser('1'))
    expect(error, String(status)).toMatchObject({ type: 'AdapterError', details: { trouble: kind } })
    expect(String(error)).not.toMatch(/secret|token/)
  }
  // A connection that breaks in the middle of an answer.
  standIn.faults.push((response) => response.destroy())
  expect(await failure(adapter.getUser('1'))).toMatchObject({ details: { trouble: 'unreachable' } })
  expect(await adapter.getUser('1')).toBeNull()
  const stranger = await failure(open({ url: standIn.url, authToken: 'hunter2' }))
  expect(stranger).toMatchObject({ details: { trouble: 'denied' } })
  expect(String(stranger)).not.toContain('hunter2')
  await adapter.close()
  await standIn.close()
})

test('after the server was away, the next call works', async () => {
  const before = await startLibsql(`${folder}/away.db`)
  const { adapter } = await open({ url: before.url, authToken: 'token' })
  await adapter.createUser({ id: '1', name: 'Ann', email: 'ann@example.com', emailVerified: null })
  await before.close()
  expect(await failure(adapter.getUser('1'))).toMatchObject({ details: { trouble: 'unreachable' } })
  expect(await failure(adapter.transaction(async () => 1))).toMatchObject({ details: { trouble: 'unreachable' } })
  const after = await startLibsql(`${folder}/away.db`, Number(new URL(before.url).port))
  expect(await adapter.getUser('1')).toMatchObject({ name: 'Ann' })
  expect(await adapter.transaction(async (within) => (await within.getUser?.('1'))?.name)).toBe('Ann')
  await adapter.close()
  await after.close()
})

test('a server that never answers is given up, and one that lost the transaction undoes it', { timeout: 60_000 }, async () => {
  const standIn = await startLibsql(`${folder}/slow.db`)
  const { adapter } = await open({ url: standIn.url, authToken: 'token' })
  standIn.faults.push(() => {})
  const start = performance.now()
  expect(await failure(adapter.getUser('1'))).toMatchObject({ details: { trouble: 'slow' } })
  expect(performance.now() - start).toBeLessThan(12_000)
  const lost = adapter.transaction(async (within) => {
    await within.createUser?.({ id: '2', name: 'Bob', email: 'bob@example.com', emailVerified: null })
    const expired = JSON.stringify({ message: 'The stream has expired due to inactivity', code: 'STREAM_EXPIRED' })
    standIn.faults.push((response) => response.writeHead(400, { 'content-type': 'application/json' }).end(expired))
    await within.getUser?.('2')
  })
  expect(await failure(lost)).toMatchObject({ details: { conflict: 'race' } })
  await adapter.close()
  await standIn.close()
})

test('a client of the application’s own stays open, and may hand out integers as bigint', async () => {
  const standIn = await startLibsql(`${folder}/own.db`)
  const client = createClient({ url: standIn.url, authToken: 'token', intMode: 'bigint' })
  const { adapter } = await open({ client })
  const expires = new Date('2100-01-01T00:00:00.123Z')
  await adapter.createUser({ id: '1', name: 'Ann', email: 'ann@example.com', emailVerified: expires })
  expect((await adapter.getUser('1'))?.emailVerified).toEqual(expires)
  await adapter.close()
  expect((await client.execute('select 1 as one')).rows[0]?.one).toBe(1n)
  client.close()
  await standIn.close()
})

test('a session is looked up in one round trip', async () => {
  const standIn = await startLibsql(`${folder}/trips.db`)
  const { adapter } = await open({ url: standIn.url, authToken: 'token' })
  standIn.requests = 0
  await adapter.getSessionAndUser('nothing')
  expect(standIn.requests).toBe(1)
  await adapter.close()
  await standIn.close()
})

async function failure(promise: unknown): Promise<unknown> {
  try {
    await promise
    return undefined
  } catch (error) {
    return error
  }
}
