import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { makeCertificate } from '../../tools/services/certificate.js'
import type { Certificate, OwnServer } from '../../tools/services/contract.js'
import { launch } from '../chromium.js'
import { type Identity, startIdentity } from '../identity.js'
import { freePort } from '../next/harness.js'
import { type Configuration, type Generation, generations } from './configurations.js'
import { openDatabase, query, startPostgres } from './database.js'
import { type Front, openFront } from './front.js'
import { build, furnish, migrate, type Running, replaceLibrary, start } from './place.js'
import { ask, enterByPassword, enterByProvider, facts, type Known, says, sessionCookies } from './visitor.js'

const secret = 'a-secret-for-tests-only-0123456789-abcdef'

let folder: string
let certificate: Certificate
let browser: Browser
let identity: Identity
let postgres: OwnServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'next-auth-generations-'))
  certificate = makeCertificate(folder)
  browser = await launch()
  // Every generation but ours would take http too.
  identity = await startIdentity(certificate)
  postgres = await startPostgres()
})
afterAll(async () => {
  await browser?.close()
  await identity?.close()
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What outlives the published package: an origin, a database, and browsers with a session. */
interface Lasting {
  readonly front: Front
  readonly database: string
  readonly visitors: readonly Visitor[]
  readonly away: Away
}

/** Somebody who is at the provider meanwhile. */
interface Away {
  readonly page: Page
  comeBack(): Promise<unknown>
}

interface Visitor {
  readonly enter: (page: Page, origin: string) => Promise<void>
  readonly context: BrowserContext
  readonly page: Page
  /** A page that stays open meanwhile, with the published client. */
  readonly old: Page
  readonly known: Known
  readonly cookies: Readonly<Record<string, string>>
}

async function welcome(enter: Visitor['enter'], { origin }: Front, how: Configuration): Promise<Visitor> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await enter(page, origin)
  const known = await ask(page, origin, how)
  const old = await context.newPage()
  await old.goto(origin, { waitUntil: 'networkidle' })
  return { enter, context, page, old, known, cookies: await sessionCookies(context) }
}

async function sendAway({ origin }: Front): Promise<Away> {
  const page = await browser.newPage({ ignoreHTTPSErrors: true })
  await page.goto(origin, { waitUntil: 'networkidle' })
  const held = identity.holdNext()
  const left = page.waitForRequest((request) => request.url().startsWith(`${identity.issuer}/auth?`))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click({ noWaitAfter: true })
  await left
  const comeBack = () => {
    held.release()
    return page.waitForURL((url) => url.origin === origin && url.pathname !== '/')
  }
  return { page, comeBack }
}

async function run(place: string, generation: Generation, how: Configuration, front: Front, database: string): Promise<Running> {
  const port = await freePort()
  front.leadTo(port)
  return start(place, port, {
    ...generation.variables(front.origin, secret),
    ...how.variables,
    STRATEGY: how.strategy,
    DATABASE_URL: database,
    IDP_ISSUER: identity.issuer,
    IDP_ID: generation.client,
    IDP_SECRET: 'next-app-secret-for-tests-only',
    NODE_EXTRA_CA_CERTS: certificate.ca,
  })
}

describe.each(generations)('$app', (generation) => {
  const lasting = new Map<Configuration, Lasting>()
  let place: string
  beforeAll(() => {
    place = furnish(generation.app)
    build(place)
  })
  afterAll(async () => {
    for (const { front, visitors, away } of lasting.values()) {
      for (const { context } of visitors) await context.close()
      await away.page.close()
      await front.close()
    }
  })

  test.each(generation.configurations)('published, $name: a visitor signs in', async (how) => {
    const front = await openFront(how.https && certificate)
    const database = how.strategy === 'database' ? await openDatabase(postgres, generation.app) : ''
    const running = await run(place, generation, how, front, database)
    try {
      const ways = how.strategy === 'jwt' ? [enterByProvider, enterByPassword] : [enterByProvider]
      const visitors: Visitor[] = []
      for (const enter of ways) visitors.push(await welcome(enter, front, how))
      lasting.set(how, { front, database, visitors, away: await sendAway(front) })
      for (const { cookies } of visitors) expect(Object.keys(cookies)).toEqual(how.cookies[0])
    } finally {
      await running.stop()
    }
  })

  describe('with one line of package.json changed', () => {
    beforeAll(() => {
      replaceLibrary(place, inject('packed' as never))
      build(place)
    })

    describe.each(generation.configurations)('$name', (how) => {
      let running: Running
      let origin: string
      let database: string
      let visitors: readonly Visitor[]
      let away: Away
      beforeAll(async () => {
        const left = lasting.get(how)
        if (!left) throw new Error('Nobody signed in before.')
        ;({ database, visitors, away } = left)
        origin = left.front.origin
        if (generation.migrates && how.strategy === 'database') migrate(place, database)
        running = await run(place, generation, how, left.front, database)
      })
      afterAll(() => running?.stop())
      afterEach(({ task }) => {
        if (task.result?.state === 'fail') console.error(running.output())
      })

      test('nobody is signed out by several requests at once, each of which would replace the session', async () => {
        for (const { page, known } of visitors) {
          const answers = await Promise.all(Array.from({ length: 12 }, () => page.request.get(`${origin}/api/auth/session`)))
          for (const answer of answers) expect(facts((await answer.json())?.user)).toEqual(known.user)
        }
      })

      test('nobody is signed out: server, client and getToken know who it is', async () => {
        for (const { page, known } of visitors) expect(await ask(page, origin, how)).toEqual(known)
      })

      test('a session of ours has taken the place of the earlier one', async () => {
        for (const { context, cookies } of visitors) {
          const now = await sessionCookies(context)
          expect(Object.keys(now)).toEqual(how.cookies[1])
          if (how.strategy === 'jwt') expect(Object.values(now)).not.toEqual(Object.values(cookies))
          else expect(await rowsWith(Object.values(cookies)[0]), 'a table is no list of passwords').toEqual([])
        }
      })

      if (generation.guarded.includes(how.strategy))
        test('the guard lets in who signed in before, and nobody else', async () => {
          for (const { page } of visitors) {
            await page.goto(`${origin}/members`)
            expect(await page.textContent('#members')).toBe('For members')
          }
          const stranger = await browser.newPage({ ignoreHTTPSErrors: true })
          await stranger.goto(`${origin}/members`)
          expect(new URL(stranger.url()).pathname).toBe('/api/auth/signin')
          await stranger.close()
        })

      if (how.strategy === 'jwt')
        test.each(Object.entries(generation.updates))('%s reaches client and server', async (button, plan) => {
          for (const { page, context, known } of visitors) {
            const who = known.who.replace('gold', plan)
            await page.goto(origin, { waitUntil: 'networkidle' })
            await page.getByRole('button', { name: button, exact: true }).click()
            // What an action changed, the server shows at once.
            await says(page, button === 'Update' ? 'client' : 'server', who)
            expect(await ask(page, origin, how)).toMatchObject({ who })
            expect(Object.keys(await sessionCookies(context))).toEqual(how.cookies[1])
          }
        })

      test('sign-out ends it: no cookie of any generation brings it back', async () => {
        for (const { page, context } of visitors) {
          await page.goto(origin, { waitUntil: 'networkidle' })
          await page.getByRole('button', { name: 'Sign out' }).click()
          await says(page, 'server', 'nobody')
          expect(await sessionCookies(context)).toEqual({})
          await page.goto(origin)
          await says(page, 'server', 'nobody')
          await says(page, 'client', 'nobody')
        }
      })

      test('who comes back is the same user', async () => {
        for (const { page, enter, known } of visitors) {
          await enter(page, origin)
          const again = await ask(page, origin, how)
          // Decision 0101: where nobody keeps users and there are several providers, what one of them calls a person is no id.
          if (how.strategy === 'jwt' && enter === enterByProvider) expect(again.who).toBe('idp:ann Ann Example gold')
          else expect(again).toEqual(known)
        }
      })

      test('whoever was at the provider meanwhile is asked to begin again, and can', async () => {
        await away.comeBack()
        const { pathname, searchParams } = new URL(away.page.url())
        expect(pathname).toBe('/api/auth/signin')
        expect(searchParams.get('error')).toMatch(/^OAuthCallback/)
        await enterByProvider(away.page, origin)
      })

      if (generation.leaves)
        test('a page that was open all the time, with the published client, signs out', async () => {
          for (const { old, context } of visitors) {
            await old.getByRole('button', { name: 'Sign out' }).click()
            await says(old, 'server', 'nobody')
            await says(old, 'client', 'nobody')
            expect(await sessionCookies(context)).toEqual({})
          }
        })

      /** Whatever the column is called. */
      function rowsWith(token = ''): Promise<unknown[]> {
        return query(database, `SELECT 1 FROM ${generation.sessions} AS kept WHERE kept::text LIKE $1`, [`%${token}%`])
      }
    })
  })
})
