import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { launch } from '../chromium.js'
import { type Identity, startIdentity } from '../identity.js'
import { type Mailbox, mailbox } from '../smtp.js'
import { build, type Running, start, type Variant } from './harness.js'
import { says, textOf, withMail, withPassword, withProvider } from './story.js'

const proxy = { 'proxy.ts': "export { auth as proxy } from './auth'\n\nexport const config = { matcher: ['/guarded', '/'] }\n" }
const middleware = {
  'middleware.ts': `import NextAuth from 'next-auth'

const { auth } = NextAuth({ providers: [], callbacks: { authorized: ({ auth, request }) => !request.nextUrl.pathname.startsWith('/guarded') || auth !== null } })

export default auth
export const config = { matcher: ['/guarded'] }
`,
}

/** Each with both routers, in a production build. */
const variants: [name: string, variant: Variant, strategies: readonly ('jwt' | 'database')[]][] = [
  ['Next 16, Turbopack, proxy', { app: 'main', next: '16', bundler: 'turbopack', files: proxy }, ['jwt', 'database']],
  [
    'Next 16, Turbopack, cache components',
    { app: 'main', next: '16', bundler: 'turbopack', config: { cacheComponents: true }, files: proxy },
    ['jwt'],
  ],
  ['Next 16, webpack, proxy', { app: 'main', next: '16', bundler: 'webpack', files: proxy }, ['database']],
  ['Next 15.5, webpack, middleware on the edge runtime', { app: 'main', next: '15', bundler: 'webpack', files: middleware }, ['jwt']],
  ['Next 14.2, React 18, middleware on the edge runtime', { app: 'main', next: '14', bundler: 'webpack', files: middleware }, ['jwt']],
]

let browser: Browser
let mails: Mailbox
let identity: Identity
beforeAll(async () => {
  browser = await launch()
  mails = await mailbox()
  identity = await startIdentity()
})
afterAll(async () => {
  await browser?.close()
  await mails?.close()
  await identity?.close()
})

describe.each(variants)('%s', (_name, variant, strategies) => {
  let place: string
  beforeAll(() => {
    place = build(variant, inject('packed' as never))
  })

  describe.each(strategies)('%s strategy', (strategy) => {
    let running: Running
    let context: BrowserContext
    let page: Page
    const data = mkdtempSync(join(tmpdir(), 'next-auth-'))
    beforeAll(async () => {
      const database = `sqlite:${join(data, 'auth.db')}`
      running = await start(
        place,
        { STRATEGY: strategy, DATABASE_URL: database, IDP_ISSUER: identity.issuer, MAIL_SERVER: mails.url },
        database,
      )
    })
    afterAll(async () => {
      await running?.stop()
      rmSync(data, { recursive: true, force: true })
    })
    beforeEach(async () => {
      context = await browser.newContext()
      page = await context.newPage()
    })
    afterEach(() => context?.close())
    const story = () => ({ context, running, mailbox: mails })

    test('with a password: server and client say the same, and sign-out in one tab reaches the other', async () => {
      await withPassword(story(), page)
      expect(await textOf(page, 'server')).toBe('ann')
      await says(page, 'client', 'ann')
      if (strategy === 'jwt') expect(await textOf(page, 'server-greeting')).toBe('Hello, ann')
      const other = await context.newPage()
      // The name is in the HTML already; only a page that is alive hears of others.
      await other.goto(running.origin, { waitUntil: 'networkidle' })
      await says(other, 'client', 'ann')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await says(page, 'client', 'unauthenticated')
      await says(other, 'client', 'unauthenticated')
      await page.reload()
      expect(await textOf(page, 'server')).toBe('nobody')
    })

    test('with OpenID Connect', async () => {
      await withProvider(story(), page)
      expect(await textOf(page, 'server')).toBe('Ann Example')
      await says(page, 'client', 'Ann Example')
    })

    test('with a link by mail', async () => {
      await withMail(story(), page, 'ann@mail.example.com')
      expect(await textOf(page, 'server')).toBe('ann@mail.example.com')
    })

    test('without JavaScript', async () => {
      const plain = await browser.newContext({ javaScriptEnabled: false })
      const still = await plain.newPage()
      await withPassword(story(), still, '/protected')
      expect(await textOf(still, 'secret')).toBe('For ann only')
      await still.goto(`${running.origin}/api/auth/signout?callbackUrl=/`)
      await still.getByRole('button', { name: /sign out/i }).click()
      await still.waitForURL(`${running.origin}/`)
      // The page has begun to stream when it finds nobody: without scripts its redirect is a refresh.
      await still.goto(`${running.origin}/protected`)
      await still.waitForURL(/\/api\/auth\/signin/)
      await plain.close()
    })

    test('route handlers, a wrapped handler, the Pages Router and its API agree', async () => {
      await withPassword(story(), page)
      const json = async (path: string) => (await page.request.get(running.origin + path)).json()
      expect(await json('/api/who')).toEqual({ name: 'ann' })
      expect((await json('/api/wrapped')).name).toBe('ann')
      expect((await json('/api/legacy')).name).toBe('ann')
      await page.goto(`${running.origin}/legacy`)
      expect(await textOf(page, 'legacy')).toBe('ann')
      expect(
        (await page.request.get(`${running.origin}/api/legacy`))
          .headersArray()
          .filter(({ name, value }) => name.toLowerCase() === 'set-cookie' && value.startsWith('own=1')).length,
      ).toBe(1)
    })

    test('the guard lets nobody through, and shows the way back', async () => {
      await page.goto(`${running.origin}/guarded`)
      const url = new URL(page.url())
      expect(url.pathname).toBe('/api/auth/signin')
      expect(new URL(url.searchParams.get('callbackUrl') ?? '').pathname).toBe('/guarded')
      if (strategy === 'database' || 'proxy.ts' in (variant.files ?? {})) {
        await withPassword(story(), page, '/guarded')
        expect(await textOf(page, 'guarded')).toBe('Behind the proxy')
      }
    })

    test('server actions sign in, refuse, update and sign out', async () => {
      await page.goto(`${running.origin}/act`)
      await page.getByLabel('User name').fill('ann')
      await page.getByLabel('Password').fill('wrong')
      await page.getByRole('button', { name: 'Enter', exact: true }).click()
      await page.waitForURL(/refused=CredentialsSignin/)
      await page.getByLabel('User name').fill('ann')
      await page.getByLabel('Password').fill('right')
      await page.getByRole('button', { name: 'Enter', exact: true }).click()
      await says(page, 'who', 'ann')
      if (strategy === 'jwt') {
        await page.getByRole('button', { name: 'Rename' }).click()
        await says(page, 'greeting', 'From an action')
      }
      await page.getByRole('button', { name: 'Leave' }).click()
      await says(page, 'who', 'nobody')
      await page.getByRole('button', { name: 'Enter with Test Identity' }).click()
      await says(page, 'who', 'Ann Example')
    })

    test('two sign-ins in two tabs both succeed, the later one first (FL-12)', async () => {
      const other = await context.newPage()
      const held = identity.holdNext()
      await page.goto(`${running.origin}/api/auth/signin?callbackUrl=/`)
      const begun = page.waitForRequest((request) => request.url().startsWith(`${identity.issuer}/auth?`))
      await page.getByRole('button', { name: /Test Identity/ }).click({ noWaitAfter: true })
      await begun
      await withProvider(story(), other)
      expect(await textOf(other, 'server')).toBe('Ann Example')
      held.release()
      await page.waitForURL(`${running.origin}/`)
      expect(await textOf(page, 'server')).toBe('Ann Example')
    })

    if (strategy === 'jwt') {
      test('update() reaches the session on client and server', async () => {
        await withPassword(story(), page)
        await says(page, 'greeting', 'Hello, ann')
        await page.getByRole('button', { name: 'Update' }).click()
        await says(page, 'greeting', 'Updated')
        await page.reload()
        expect(await textOf(page, 'server-greeting')).toBe('Updated')
      })
    }

    test('a page asked for without a session sets no cookie', async () => {
      const response = await page.request.get(`${running.origin}/`)
      expect(response.headers()['set-cookie']).toBeUndefined()
    })
  })
})
