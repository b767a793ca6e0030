import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Adapter, ConnectOptions } from 'next-auth/adapters'
import { connect } from 'next-auth/adapters'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeCertificate } from '../../tools/services/certificate.js'
import { placeAt } from './mssql-open.js'
import { startTdsServer, type TdsServer } from './tds-stand-in/server.js'
import { TsqlError } from './tds-stand-in/store.js'
import { startTlsGate } from './tds-stand-in/tls-gate.js'

// What the shared cases cannot ask for: what only SQL Server does, and what only its driver does.
let server: TdsServer
beforeAll(async () => {
  server = await startTdsServer()
})
afterEach(() => {
  server.fault = () => undefined
  expect(server.surprises).toEqual([])
})
afterAll(() => server[Symbol.asyncDispose]())

const deadlock = new TsqlError(1205, 'Transaction (Process ID 52) was deadlocked on lock resources. Rerun the transaction.', true)

test('the victim of a deadlock outside of a transaction runs again, a write too: the server undid it', async () => {
  const adapter = await open()
  let left = 2
  server.fault = (text) => (text.startsWith('update "') && left-- > 0 ? deadlock : undefined)
  const before = server.heard.length
  expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(1)
  expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(2)
  expect(server.heard.slice(before).map((text) => text.slice(0, 6))).toEqual(['update', 'update', 'update', 'insert', 'update'])
  await adapter.close()
})

test('the victim of a deadlock in a transaction loses all of it, whoever caught the failure', async () => {
  const adapter = await open()
  for (const isCaught of [false, true]) {
    let left = 1
    server.fault = (text) => (text.includes('accounts"') && text.startsWith('insert') && left-- > 0 ? deadlock : undefined)
    const before = server.heard.length
    const error = await failure(() =>
      adapter.transaction(async (within) => {
        await within.createUser?.(user('ann'))
        const link = (): unknown => within.linkAccount?.({ userId: 'ann', type: 'oauth', provider: 'acme', providerAccountId: '1' })
        await (isCaught ? failure(link) : link())
        await failure(() => within.createUser?.(user('bob')))
      }),
    )
    expect(error?.details).toEqual({ conflict: 'race' })
    expect(await adapter.getUser('ann')).toBe(null)
    expect(await adapter.getUser('bob')).toBe(null)
    // Nothing was sent that would have run outside of the transaction.
    const kinds = server.heard.slice(before).map((text) => text.split(' ')[0])
    expect(kinds).toEqual(['begin', 'insert', 'insert', 'select', 'select'])
  }
  await adapter.close()
})

test('a refused statement leaves the transaction to whoever began it', async () => {
  const adapter = await open()
  await adapter.createUser(user('ann'))
  await adapter.transaction(async (within) => {
    expect((await failure(() => within.createUser?.({ ...user('eve'), id: 'ann' })))?.details).toEqual({ conflict: 'user' })
    expect((await failure(() => within.createUser?.({ ...user('eve'), email: 'ann@example.com' })))?.details).toEqual({ conflict: 'email' })
    await within.createUser?.(user('bob'))
    expect((await within.countAttempt?.({ key: 'a', windowSeconds: 60 }))?.count).toBe(1)
  })
  expect((await adapter.getUser('bob'))?.id).toBe('bob')
  await adapter.close()
})

test('statements of a transaction that are not awaited one by one go one by one all the same', async () => {
  const adapter = await open()
  await adapter.transaction(async (within) => {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => within.createUser?.(user(id))))
  })
  const found = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => adapter.getUser(id)))
  expect(found.map((one) => one?.id)).toEqual(['a', 'b', 'c', 'd', 'e'])
  await adapter.close()
})

test('DB-09 all of 2 connections taken by transactions: a caller waits so long and no longer, and it passes', async () => {
  const adapter = await open({ max: 2, wait: 300 })
  await adapter.createUser(user('ann'))
  let free = (): void => {}
  const freed = new Promise<void>((resolve) => {
    free = resolve
  })
  // They read only: the stand-in has one that writes at a time.
  let begun = 0
  const holders = [1, 2].map(() =>
    adapter.transaction(async (within) => {
      await within.getUser?.('ann')
      begun += 1
      await freed
    }),
  )
  while (begun < 2) await new Promise((resolve) => setTimeout(resolve, 5))
  const errors = await Promise.all([failure(() => adapter.getUser('ann')), failure(() => adapter.transaction(async () => {}))])
  expect(errors.map((error) => error?.details)).toEqual([{ trouble: 'exhausted' }, { trouble: 'exhausted' }])
  free()
  await Promise.all(holders)
  expect((await adapter.getUser('ann'))?.id).toBe('ann')
  await adapter.close()
})

test('an answer that stops in its middle is waited for as long as one that never begins', async () => {
  const adapter = await open({ max: 1, answer: 300 })
  await adapter.createUser(user('ann'))
  let left = 1
  server.fault = (text) => (text.startsWith('select') && left-- > 0 ? 'half' : undefined)
  expect((await failure(() => adapter.getUser('ann')))?.details).toEqual({ trouble: 'slow' })
  expect((await adapter.getUser('ann'))?.id).toBe('ann')
  await adapter.close()
})

test('a server without encryption is refused unless somebody asked for that', async () => {
  const adapter = connect({ url: server.url.replace('?encrypt=false', '') })
  expect((await failure(() => adapter.getUser('ann')))?.details).toEqual({ trouble: 'certificate' })
})

test('encrypted, to a server whose certificate is trusted; otherwise not at all, or by those who say so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'next-auth-tls-'))
  const { ca, cert, key } = makeCertificate(folder)
  await using gate = await startTlsGate(server.port, { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') })
  const url = server.url.replace(`:${server.port}/`, `:${gate.port}/`).replace('?encrypt=false', '')
  const entityPrefix = placeAt('').entityPrefix
  const trusting: readonly ConnectOptions[] = [
    { url, ssl: { ca: readFileSync(ca, 'utf8') } },
    { url: url.replace('127.0.0.1', 'localhost'), ssl: { ca: readFileSync(ca, 'utf8') } },
    { url: `${url}?trustServerCertificate=true` },
  ]
  for (const options of trusting) {
    const adapter = connect({ ...options, entityPrefix, pool: 1 })
    await adapter.prepare()
    expect(await adapter.getUser('nobody')).toBe(null)
    await adapter.close()
  }
  const distrusting: readonly ConnectOptions[] = [{ url }, { url, ssl: { ca: readFileSync(cert, 'utf8'), servername: 'example.com' } }]
  for (const options of distrusting) {
    expect((await failure(() => connect({ ...options, entityPrefix }).getUser('ann')))?.details).toEqual({ trouble: 'certificate' })
  }
  rmSync(folder, { recursive: true })
})

test('a connection of the pool is reused, and none is left when it is closed', async () => {
  await until(() => server.connections() === 0)
  const adapter = await open({ max: 3 })
  await until(() => server.connections() === 1)
  for (let at = 0; at < 10; at++) await adapter.getUser('nobody')
  expect(server.connections()).toBe(1)
  await adapter.close()
  await until(() => server.connections() === 0)
})

test('a server that was away is found again, by whoever asks next', async () => {
  const adapter = await open()
  await adapter.createUser(user('ann'))
  await server.stop()
  expect((await failure(() => adapter.getUser('ann')))?.details).toEqual({ trouble: 'unreachable' })
  await server.start()
  expect((await adapter.getUser('ann'))?.id).toBe('ann')
  await adapter.updateUser({ id: 'ann', name: 'Ann' })
  expect((await adapter.getUser('ann'))?.name).toBe('Ann')
  await adapter.close()
})

test('whatever the values, the types of a statement are the same, so that the server has one plan for it', async () => {
  const adapter = await open()
  const before = server.declared.length
  await adapter.createUser({ ...user('ann'), name: 'Ann', emailVerified: new Date(5), image: 'https://example.com/a.png' })
  await adapter.createUser(user('somebody with a longer name'))
  const declared = server.declared.slice(before)
  expect(declared.length).toBe(2)
  expect(declared[0]).toBe(declared[1])
  await adapter.close()
})

async function open(pool: { readonly max?: number; readonly wait?: number; readonly answer?: number } = {}): Promise<Required<Adapter>> {
  const { url, entityPrefix } = placeAt(server.url)
  const patient = connect({ url, entityPrefix })
  await patient.prepare()
  await patient.close()
  const adapter = connect({ url, entityPrefix, pool: { max: 3, ...pool } })
  // The first call looks at the tables, too.
  await adapter.getUser('nobody')
  return adapter
}

function user(id: string) {
  return { id, name: null, email: `${id.replaceAll(' ', '-')}@example.com`, emailVerified: null, image: null }
}

interface Failed {
  readonly details?: { readonly conflict?: string; readonly trouble?: string }
}

async function failure(verb: () => unknown): Promise<Failed | undefined> {
  try {
    await verb()
    return undefined
  } catch (error) {
    return error as Failed
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let at = 0; at < 200 && !holds(); at++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(holds()).toBe(true)
}
