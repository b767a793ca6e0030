import { rmSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { connect } from '../../src/adapters/connect.js'
import type { Adapter } from '../../src/adapters/contract.js'
import { launch } from '../chromium.js'
import { startStandIn } from '../databases/mongo-stand-in/server.js'
import { databaseServers, ownServer, type ServerName, serverOf } from '../databases/servers.js'
import { startTdsServer } from '../databases/tds-stand-in/server.js'
import { type Identity, startIdentity } from '../identity.js'
import { type Mailbox, mailbox } from '../smtp.js'
import { build, type Running, start } from './harness.js'
import { textOf, withMail, withPassword, withProvider } from './story.js'

/** A database for an application, and what removes it. */
interface Store {
  readonly url: string
  remove(): Promise<unknown>
}

type Subject = readonly [name: string, open: () => Promise<Store>]

const there = (name: ServerName): boolean => databaseServers.some((one) => one.name === name && one.url !== undefined)

async function fresh(name: ServerName): Promise<Store> {
  const server = await serverOf(name)
  // A login of SQL Server's need not be allowed to create databases: tables of their own do as well.
  if (name === 'mssql') return { url: withPrefix(server.url), remove: async () => {} }
  const url = await server.createDatabase()
  return { url, remove: () => server.dropDatabase(url) }
}

function withPrefix(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}entityPrefix=t${crypto.randomUUID().slice(0, 8)}_`
}

async function standInForMongo(): Promise<Store> {
  const server = await startStandIn({ kind: 'replica set' })
  return { url: server.url, remove: () => server.stop() }
}

async function standInForTds(): Promise<Store> {
  const server = await startTdsServer()
  return { url: server.url, remove: async () => server[Symbol.asyncDispose]() }
}

const real = (['postgres-15', 'postgres-18', 'mariadb', 'mysql-5.6', 'mongodb', 'mssql'] as const).filter(there)
const subjects: readonly Subject[] = [
  ...real.map((name): Subject => [name, () => fresh(name)]),
  ...(there('mongodb') ? [] : [['mongodb (stand-in)', standInForMongo] as const]),
  ...(there('mssql') ? [] : [['mssql (stand-in)', standInForTds] as const]),
]

let browser: Browser
let mails: Mailbox
let identity: Identity
let place: string
beforeAll(async () => {
  browser = await launch()
  mails = await mailbox()
  identity = await startIdentity()
  // One build for all: which database it is turns out when it starts.
  place = build({ app: 'main', next: '16', bundler: 'turbopack', config: { distDir: '.next' } }, inject('packed' as never))
})
afterAll(async () => {
  await browser?.close()
  await mails?.close()
  await identity?.close()
  if (place) rmSync(place, { recursive: true, force: true })
})

let context: BrowserContext
let page: Page
beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
})
afterEach(() => context?.close())

const run = (url: string, strategy: string, more: Readonly<Record<string, string>> = {}): Promise<Running> =>
  start(place, { STRATEGY: strategy, DATABASE_URL: url, IDP_ISSUER: identity.issuer, MAIL_SERVER: mails.url, ...more })

const idp = { provider: 'idp', providerAccountId: 'ann' }
const session = async (running: Running): Promise<{ user?: { name?: string } } | null> =>
  (await page.request.get(`${running.origin}/api/auth/session`)).json()

describe.each(subjects)('%s', (_name, open) => {
  let store: Store
  let adapter: Required<Adapter>
  beforeAll(async () => {
    store = await open()
    adapter = connect({ url: store.url, warn: () => {} })
  })
  afterAll(async () => {
    await adapter?.close()
    await store?.remove()
  })

  test('before it is migrated nothing is made, nobody gets in, and the log says what to do', async () => {
    const running = await run(store.url, 'database')
    try {
      await page.goto(`${running.origin}/api/auth/signin?callbackUrl=/`)
      await page.getByRole('button', { name: /Test Identity/ }).click()
      await page.waitForURL(/\/api\/auth\/error\?error=Configuration/)
      expect((await context.cookies()).filter(({ name }) => /session-token/.test(name))).toEqual([])
      expect(running.output()).toContain('npx next-auth migrate')
      expect(running.output()).not.toMatch(/p@ss|p%40ss/)
    } finally {
      await running.stop()
    }
  })

  describe.each(['database', 'jwt'] as const)('%s strategy', (strategy) => {
    let running: Running
    beforeAll(async () => {
      await adapter.prepare()
      running = await run(store.url, strategy)
    })
    afterAll(() => running?.stop())
    const story = () => ({ context, running, mailbox: mails })

    test('OpenID Connect: the first time makes a user, the second finds it', async () => {
      await withProvider(story(), page)
      expect(await textOf(page, 'server')).toBe('Ann Example')
      const user = await adapter.getUserByAccount(idp)
      expect(user).toMatchObject({ name: 'Ann Example', email: 'ann@idp.example.com', emailVerified: expect.any(Date) })
      await context.clearCookies({ domain: 'localhost' })
      await withProvider(story(), page)
      expect(await textOf(page, 'server')).toBe('Ann Example')
      expect((await adapter.getUserByAccount(idp))?.id).toBe(user?.id)
    })

    test('a link by mail', async () => {
      await withMail(story(), page, `${strategy}@mail.example.com`)
      expect(await textOf(page, 'server')).toBe(`${strategy}@mail.example.com`)
      expect((await adapter.getUserByEmail(`${strategy}@mail.example.com`))?.emailVerified).toBeInstanceOf(Date)
    })

    test('a password: every way to read the session agrees, and signing out ends it for a copied cookie too', async () => {
      await withPassword(story(), page)
      expect(await textOf(page, 'server')).toBe('ann')
      expect((await session(running))?.user?.name).toBe('ann')
      for (const path of ['/api/who', '/api/wrapped', '/api/legacy'])
        expect((await (await page.request.get(running.origin + path)).json()).name).toBe('ann')
      await page.goto(`${running.origin}/legacy`)
      expect(await textOf(page, 'legacy')).toBe('ann')
      const copied = await context.cookies()
      await page.goto(`${running.origin}/api/auth/signout?callbackUrl=/`)
      await page.getByRole('button', { name: /sign out/i }).click()
      await page.waitForURL(`${running.origin}/`)
      expect(await session(running)).toBe(null)
      await context.addCookies(copied)
      if (strategy === 'database') expect(await session(running)).toBe(null)
    })

    test.runIf(strategy === 'database')('SD-10 a user who is deleted is signed out', async () => {
      await withPassword(story(), page)
      await adapter.deleteUser('user-ann')
      expect(await session(running)).toBe(null)
      await page.goto(`${running.origin}/`)
      expect(await textOf(page, 'server')).toBe('nobody')
    })
  })
})

test('PostgreSQL behind two applications is killed and comes back: neither is started again', async () => {
  await using server = await ownServer('postgres-15')
  const url = await server.createDatabase()
  const adapter = connect(url)
  await adapter.prepare()
  const applications = [await run(url, 'database'), await run(url, 'database')]
  try {
    const [one, other] = applications as [Running, Running]
    await withPassword({ context, running: one, mailbox: mails }, page)
    expect((await session(one))?.user?.name).toBe('ann')
    // Cookies know no port: the second application sees the same one.
    expect((await session(other))?.user?.name).toBe('ann')
    await server.kill()
    for (const running of applications) {
      const away = await page.request.get(`${running.origin}/api/auth/session`)
      expect([away.status(), away.headers()['set-cookie']]).toEqual([503, undefined])
    }
    await server.restart()
    for (const running of applications) expect((await session(running))?.user?.name).toBe('ann')
  } finally {
    await adapter.close()
    for (const running of applications) await running.stop()
  }
})
