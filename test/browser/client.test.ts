import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launch } from '../chromium.js'
import { openSite, type Site } from './site.js'

/** Two components of the seed's shape, without a provider or, by `?provider`, below one. */
const script = `
  import { createRoot } from 'react-dom/client'
  import auth, * as all from 'next-auth/client'
  const query = new URLSearchParams(location.search)
  const ann = { user: { name: 'Ann' }, expires: '2030-01-01T00:00:00.000Z' }
  const options = { clientMaxAge: Number(query.get('maxAge') ?? 0), keepAlive: Number(query.get('keepAlive') ?? 0) }
  Object.assign(window, { auth, all, seen: [] })
  if (query.has('options')) auth.setOptions({ ...options, basePath: query.get('options') })
  function Who({ id }) {
    const [session, loading] = auth.useSession(query.has('initial') ? ann : undefined)
    const text = loading ? 'loading' : session ? session.user.name : 'nobody'
    window.seen.push(text)
    return <p id={id}>{text}</p>
  }
  const two = <><Who id="who" /><Who id="other" /></>
  createRoot(document.getElementById('root')).render(query.has('provider') ? <auth.Provider options={options}>{two}</auth.Provider> : two)
`

// biome-ignore lint/suspicious/noExplicitAny: what the page put on its window
type Win = any

let browser: Browser
let context: BrowserContext
let site: Site

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

afterEach(async () => {
  await context.close()
  await site[Symbol.asyncDispose]()
})

async function start(options?: { basePath: string }): Promise<void> {
  site = await openSite(script, options)
  context = await browser.newContext()
}

async function open(query = ''): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${site.origin}/${query}`)
  return page
}

async function shows(page: Page, text: string, timeout = 5_000): Promise<void> {
  for (const id of ['who', 'other']) await page.waitForSelector(`#${id}:text-is("${text}")`, { timeout })
}

const signIn = (page: Page) =>
  page.evaluate(() => (window as Win).auth.signin('password', { username: 'Ann', password: 'right', redirect: false }))

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

test.each(['', '?provider'])('the tuple works and two components ask once: %s', async (query) => {
  await start()
  const a = await open(query)
  await shows(a, 'nobody')
  expect(site.reads()).toBe(1)
  const b = await open(query)
  await shows(b, 'nobody')
  expect(await signIn(a)).toMatchObject({ ok: true })
  await Promise.all([shows(a, 'Ann', 1_000), shows(b, 'Ann', 1_000)])
  await b.evaluate(() => (window as Win).auth.signout({ redirect: false }))
  await Promise.all([shows(a, 'nobody', 1_000), shows(b, 'nobody', 1_000)])
})

test('an initial session shows at once, without a request', async () => {
  await start()
  const page = await open('?initial')
  await shows(page, 'Ann')
  expect(await page.evaluate(() => (window as Win).seen)).not.toContain('loading')
  await pause(400)
  expect(site.reads()).toBe(0)
})

test('every name of the first versions is there, alone and in the object', async () => {
  await start()
  const page = await open()
  const names = ['useSession', 'getSession', 'getProviders', 'getCsrfToken', 'signIn', 'signOut', 'Provider', 'setOptions']
  const aliases = ['session', 'providers', 'csrfToken', 'signin', 'signout', 'options']
  for (const name of [...names, ...aliases])
    expect(await page.evaluate((name) => typeof (window as Win).all[name] + (window as Win).auth[name].name, name), name).toMatch(
      /^function/,
    )
  expect(Object.keys(await page.evaluate(() => (window as Win).auth.providers()))).toEqual(['password', 'email', 'service'])
  expect(await page.evaluate(() => (window as Win).auth.csrfToken())).toMatch(/^[\w-]{36}$/)
  expect(await page.evaluate(() => (window as Win).auth.session())).toBeNull()
})

test('setOptions says where the routes live', async () => {
  await start({ basePath: '/custom/auth' })
  const page = await open('?options=/custom/auth')
  await shows(page, 'nobody')
  await signIn(page)
  await shows(page, 'Ann')
})

test.each(['?provider&', '?options=/api/auth&'])('keepAlive asks while somebody is signed in: %s', async (query) => {
  await start()
  const page = await open(`${query}keepAlive=1`)
  await shows(page, 'nobody')
  await pause(2_000)
  expect(site.reads()).toBe(1)
  await signIn(page)
  const before = site.reads()
  await pause(4_000)
  expect(site.reads() - before).toBeGreaterThanOrEqual(2)
})

test('clientMaxAge: a look at the page asks when the answer is old, and not while nobody is signed in', async () => {
  await start()
  const page = await open('?provider&maxAge=1')
  await shows(page, 'nobody')
  const look = () => page.evaluate(() => dispatchEvent(new Event('focus')))
  await pause(1_200)
  await look()
  await pause(400)
  expect(site.reads()).toBe(1)
  await signIn(page)
  await shows(page, 'Ann')
  const before = site.reads()
  await look()
  await pause(300)
  expect(site.reads()).toBe(before)
  await pause(1_000)
  await look()
  await look()
  await pause(400)
  expect(site.reads()).toBe(before + 1)
})

test('CL-01 CL-05 tabs of a browser without BroadcastChannel speak by storage', async () => {
  await start()
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'))
  const a = await open()
  const b = await open('?provider')
  const errors: Error[] = []
  b.on('pageerror', (error) => errors.push(error))
  await Promise.all([shows(a, 'nobody'), shows(b, 'nobody')])
  await signIn(a)
  await Promise.all([shows(a, 'Ann', 1_000), shows(b, 'Ann', 1_000)])
  const message = await a.evaluate(() => JSON.parse(localStorage['nextauth.message']))
  expect(message).toEqual({ event: 'session', data: { trigger: 'getSession' }, timestamp: expect.any(Number) })
  await pause(400)
  const before = site.reads()
  await a.evaluate(() => {
    for (const text of ['{', 'null', '"x"', '{"event":"session"}', '', 'x'.repeat(1_000_000)]) localStorage['nextauth.message'] = text
    localStorage['nextauth.message/shop'] = JSON.stringify({ event: 'session', data: { trigger: 'signout' } })
    localStorage.removeItem('nextauth.message')
  })
  await pause(500)
  expect(site.reads()).toBe(before)
  expect(errors).toEqual([])
  await a.evaluate(() => (window as Win).auth.signOut({ redirect: false }))
  await shows(b, 'nobody', 1_000)
})
