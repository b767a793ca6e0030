import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launch } from '../chromium.js'
import { openSite, type Site } from './site.js'

/** Shows who is signed in; `?with` gives the provider a session, `?poll` an interval. What was rendered is remembered in `seen`. */
const script = `
  import { createRoot } from 'react-dom/client'
  import * as auth from 'next-auth/react'
  const query = new URLSearchParams(location.search)
  const given = query.get('with')
  const session = given === null ? undefined : given === 'nobody' ? null : { user: { name: given }, expires: '2030-01-01T00:00:00.000Z' }
  window.auth = auth
  window.seen = []
  function Who() {
    const now = auth.useSession(query.has('required') ? { required: true } : undefined)
    window.now = now
    window.seen.push(now.status)
    return <p id="who">{now.status}:{now.data?.user?.name}</p>
  }
  createRoot(document.getElementById('root')).render(
    <auth.SessionProvider {...(given === null ? {} : { session })} refetchInterval={Number(query.get('poll') ?? 0)}>
      <Who />
    </auth.SessionProvider>,
  )
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

beforeEach(async () => {
  site = await openSite(script)
  context = await browser.newContext()
})

afterEach(async () => {
  await context.close()
  await site[Symbol.asyncDispose]()
})

async function open(query = '', path = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${site.origin}${path}${query}`)
  return page
}

const shows = (page: Page, text: string, timeout = 5_000) => page.waitForSelector(`#who:text-is("${text}")`, { timeout })

const signIn = (page: Page, username = 'Ann', password = 'right') =>
  page.evaluate(
    ([username, password]) => (window as Win).auth.signIn('password', { username, password, note: undefined, redirect: false }),
    [username, password],
  )

const signOut = (page: Page, options = {}) =>
  page.evaluate((options) => (window as Win).auth.signOut(options), { redirect: false, ...options })

const seen = (page: Page): Promise<string[]> => page.evaluate(() => (window as Win).seen)

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

test('CL-05 what happens in one tab is seen in the other within a second', async () => {
  const a = await open()
  const b = await open()
  await Promise.all([shows(a, 'unauthenticated:'), shows(b, 'unauthenticated:')])
  expect(await signIn(a)).toEqual({ ok: true, status: 200, url: `${site.origin}/` })
  expect(site.posted.at(-1)).toEqual({
    username: 'Ann',
    password: 'right',
    callbackUrl: `${site.origin}/`,
    csrfToken: expect.any(String),
  })
  await Promise.all([shows(a, 'authenticated:Ann', 1_000), shows(b, 'authenticated:Ann', 1_000)])
  expect(await signOut(a)).toMatchObject({ ok: true })
  await Promise.all([shows(a, 'unauthenticated:', 1_000), shows(b, 'unauthenticated:', 1_000)])
})

test('CL-06 another user in one tab is that user in the other, whole', async () => {
  const a = await open()
  const b = await open()
  await signIn(a, 'Ann')
  await shows(b, 'authenticated:Ann')
  await signIn(b, 'Bob')
  await shows(a, 'authenticated:Bob', 1_000)
})

test('someone who came back from a provider is seen in the other tab', async () => {
  const b = await open()
  await shows(b, 'unauthenticated:')
  const a = await open()
  await a.evaluate(async () => {
    const { csrfToken } = await (await fetch('/api/auth/csrf')).json()
    const body = new URLSearchParams({ csrfToken, username: 'Ann', password: 'right', callbackUrl: '/' })
    await fetch('/api/auth/callback/password', { method: 'POST', body })
  })
  await a.reload()
  await shows(b, 'authenticated:Ann', 1_000)
})

test('CL-01 CL-02 CL-03 messages never carry a session, and a thousand of them ask a handful of times', async () => {
  const a = await open()
  const b = await open()
  await shows(b, 'unauthenticated:')
  await pause(500)
  const errors: Error[] = []
  b.on('pageerror', (error) => errors.push(error))
  const before = site.reads()
  await a.evaluate(() => {
    const channel = new BroadcastChannel('next-auth')
    const cyclic: Win = { event: 'session' }
    cyclic.self = cyclic
    const odd = [
      null,
      0,
      'session',
      [],
      {},
      { event: 'session' },
      { event: 'session', data: null },
      { event: 'x', data: { trigger: 'signout' } },
    ]
    for (const message of [...odd, cyclic, JSON.parse('{"__proto__":{"event":"session"}}'), 'x'.repeat(1_000_000)])
      channel.postMessage(message)
  })
  await pause(600)
  expect(site.reads()).toBe(before)
  await a.evaluate(async () => {
    const channel = new BroadcastChannel('next-auth')
    const session = { user: { name: 'Eve' } }
    for (let n = 0; n < 1000; n++) {
      channel.postMessage({ event: 'session', data: { trigger: 'getSession', session }, session })
      await new Promise((done) => setTimeout(done, 1))
    }
  })
  await pause(600)
  const asked = site.reads() - before
  expect(asked).toBeGreaterThan(0)
  // Two tabs hear it, each at most once in 200 ms of the few seconds that sending took.
  expect(asked).toBeLessThan(60)
  expect(await b.textContent('#who')).toBe('unauthenticated:')
  const rested = site.reads()
  await pause(800)
  expect(site.reads()).toBe(rested)
  expect(errors).toEqual([])
})

test('CL-04 another application on this origin is not heard', async () => {
  const page = await open()
  await shows(page, 'unauthenticated:')
  await pause(400)
  const before = site.reads()
  await page.evaluate(() => {
    new BroadcastChannel('next-auth/shop').postMessage({ event: 'session', data: { trigger: 'signout' } })
  })
  await pause(500)
  expect(site.reads()).toBe(before)
})

test('CL-07 a server that fails signs nobody out, and is asked again', async () => {
  const page = await open()
  await signIn(page)
  await shows(page, 'authenticated:Ann')
  for (const [status, body] of [
    [500, '{}'],
    [200, '<html>'],
    [500, '{"user":{"name":"Eve"}}'],
    [401, 'null'],
  ] as const) {
    site.before = (action, response) => {
      if (action !== 'session') return false
      response.writeHead(status).end(body)
      return true
    }
    expect(await page.evaluate(() => (window as Win).auth.getSession())).toBeNull()
    expect(await page.textContent('#who')).toBe('authenticated:Ann')
  }
  const before = site.reads()
  site.before = () => false
  await expect.poll(() => site.reads(), { timeout: 20_000 }).toBeGreaterThan(before)
})

test('CL-07 an unknown session is asked for again until it is known', async () => {
  site.before = (action, response) => {
    if (action === 'session' && site.reads() < 2) return !!response.writeHead(502).end('Bad gateway')
    return false
  }
  const page = await open()
  await shows(page, 'unauthenticated:', 10_000)
  expect(await seen(page)).not.toContain('authenticated')
})

test('CL-07 offline keeps what was known; online asks', async () => {
  const page = await open()
  await signIn(page)
  await shows(page, 'authenticated:Ann')
  await context.setOffline(true)
  expect(await page.evaluate(() => (window as Win).auth.getSession())).toBeNull()
  expect(await page.textContent('#who')).toBe('authenticated:Ann')
  expect(await signIn(page, 'Bob')).toMatchObject({ ok: false, status: 0, url: null })
  expect(await signOut(page)).toMatchObject({ ok: false, status: 0, error: 'FetchError' })
  expect(await page.textContent('#who')).toBe('authenticated:Ann')
  const before = site.reads()
  await context.setOffline(false)
  await expect.poll(() => site.reads(), { timeout: 2_000 }).toBeGreaterThan(before)
})

test('CL-08 a late answer never overwrites a newer one', async () => {
  const page = await open()
  await shows(page, 'unauthenticated:')
  await pause(400)
  let release = () => {}
  site.before = async (action, response) => {
    if (action !== 'session') return false
    site.before = () => false
    await new Promise<void>((done) => {
      release = done
    })
    return !!response.end('null')
  }
  const late = page.evaluate(() => (window as Win).auth.getSession())
  await expect.poll(() => site.asked.at(-1)).toBe('GET session')
  await page.evaluate(() => fetch('/api/auth/csrf'))
  const other = await open('?with=nobody')
  await signIn(other)
  await shows(page, 'authenticated:Ann')
  release()
  await late
  expect(await page.textContent('#who')).toBe('authenticated:Ann')
})

test('a question under way when signing out succeeds brings nobody back', async () => {
  const page = await open()
  await signIn(page)
  await shows(page, 'authenticated:Ann')
  const cookie = (await context.cookies()).find(({ name }) => name === 'session')
  site.before = async (action, response) => {
    if (action !== 'session') return false
    site.before = () => false
    await pause(1_000)
    response.setHeader('Set-Cookie', `session=${cookie?.value}; Path=/; HttpOnly`)
    return !!response.end(JSON.stringify({ user: { name: 'Ann' }, expires: '2030-01-01T00:00:00.000Z' }))
  }
  const late = page.evaluate(() => (window as Win).auth.getSession())
  await expect.poll(() => site.asked.at(-1)).toBe('GET session')
  await signOut(page)
  await shows(page, 'unauthenticated:', 500)
  await late
  await pause(1_200)
  expect(await page.textContent('#who')).toBe('unauthenticated:')
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
})

test('CL-09 the interval asks while somebody is signed in and the page is seen, and then rests', async () => {
  const page = await open('?poll=1')
  await shows(page, 'unauthenticated:')
  await pause(2_500)
  expect(site.reads()).toBe(1)
  await signIn(page)
  const start = site.reads()
  await pause(4_000)
  expect(site.reads() - start).toBeGreaterThanOrEqual(2)
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }))
  await pause(1_500)
  const hidden = site.reads()
  await pause(2_500)
  expect(site.reads()).toBe(hidden)
  await page.evaluate(() => Reflect.deleteProperty(document, 'hidden'))
  await expect.poll(() => site.reads(), { timeout: 4_000 }).toBeGreaterThan(hidden)
  await context.setOffline(true)
  await pause(1_500)
  const offline = site.asked.length
  await pause(2_000)
  expect(site.asked.length).toBe(offline)
})

test('CL-14 a session that the server found shows at once, without loading and without a request', async () => {
  for (const [given, shown] of [
    ['Ann', 'authenticated:Ann'],
    ['nobody', 'unauthenticated:'],
  ] as const) {
    const page = await open(`?with=${given}`)
    await shows(page, shown)
    expect(await seen(page)).not.toContain('loading')
  }
  await pause(100)
  // The second page told the first that it opened; that is the one question.
  await pause(600)
  expect(site.reads()).toBeLessThanOrEqual(1)
})

test('PG-12 a page out of the back/forward cache asks again', async () => {
  const page = await open()
  await signIn(page)
  await shows(page, 'authenticated:Ann')
  const before = site.reads()
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await expect.poll(() => site.reads()).toBe(before + 1)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false })))
  await pause(500)
  expect(site.reads()).toBe(before + 1)
})

test('a look at the page asks once, though it comes as two events', async () => {
  const page = await open()
  await shows(page, 'unauthenticated:')
  await pause(400)
  const before = site.reads()
  await page.evaluate(() => {
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    dispatchEvent(new Event('focus'))
  })
  await pause(700)
  expect(site.reads()).toBe(before + 1)
})

test('update sends data, returns the session and tells the other tab', async () => {
  const a = await open()
  const b = await open()
  await signIn(a)
  await shows(b, 'authenticated:Ann')
  const changed = await a.evaluate(() => (window as Win).now.update({ name: 'Anna' }))
  expect(changed).toMatchObject({ user: { name: 'Anna' } })
  expect(site.posted.at(-1)).toEqual({ data: { name: 'Anna' }, csrfToken: expect.any(String) })
  await Promise.all([shows(a, 'authenticated:Anna', 1_000), shows(b, 'authenticated:Anna', 1_000)])
  expect(await seen(a)).not.toContain('loading:Ann')
  const posts = site.posted.length
  expect(await a.evaluate(() => (window as Win).now.update())).toMatchObject({ user: { name: 'Anna' } })
  expect(site.posted.length).toBe(posts)
})

test('update works signed out', async () => {
  const page = await open()
  await shows(page, 'unauthenticated:')
  expect(await page.evaluate(() => (window as Win).now.update())).toBeNull()
})

test('CS-22 a token that another frame has replaced is fetched again, once', async () => {
  const page = await open()
  await shows(page, 'unauthenticated:')
  let stolen = 0
  site.before = async (action, response) => {
    if (action !== 'csrf' || stolen > 0) return false
    stolen++
    return !!response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ csrfToken: 'of-another-frame' }))
  }
  expect(await signIn(page)).toMatchObject({ ok: true })
  expect(site.asked.filter((one) => one === 'POST callback/password')).toHaveLength(2)
  stolen = 0
  await page.evaluate(() => (window as Win).now.update({ name: 'Anna' }))
  await shows(page, 'authenticated:Anna')
  site.before = (action, response) => action === 'csrf' && !!response.end(JSON.stringify({ csrfToken: 'never-right' }))
  expect(await signIn(page)).toMatchObject({ ok: false, error: 'MissingCSRF', status: 403 })
  expect(site.asked.filter((one) => one === 'POST callback/password')).toHaveLength(4)
})

test('what was typed wrong is told with its code, once', async () => {
  const page = await open('?error=OfAnEarlierTime')
  expect(await signIn(page, 'Ann', 'wrong')).toEqual({ error: 'CredentialsSignin', code: 'locked', status: 401, ok: false, url: null })
  expect(site.asked.filter((one) => one.startsWith('POST'))).toEqual(['POST callback/password'])
  expect(await signIn(page)).toEqual({ ok: true, status: 200, url: expect.any(String) })
})

test('signing in goes where it was asked to, also to a fragment of the same page', async () => {
  const page = await open()
  await shows(page, 'unauthenticated:')
  await page.evaluate(() => void (window as Win).auth.signIn('password', { username: 'Ann', password: 'right', redirectTo: '/#part' }))
  await page.waitForURL(`${site.origin}/#part`)
  await shows(page, 'authenticated:Ann')
  await page.evaluate(() => void (window as Win).auth.signOut({ callbackUrl: '/bye' }))
  await page.waitForURL(`${site.origin}/bye`)
  await shows(page, 'unauthenticated:')
})

test('a provider leads to another site; without one, or with an unknown one, the page to choose opens', async () => {
  const page = await open()
  await page.evaluate(() => void (window as Win).auth.signIn('service', { callbackUrl: '/after' }, { login_hint: 'ann' }))
  await page.waitForURL(/^http:\/\/localhost:\d+\/elsewhere\?state=1$/)
  expect(site.posted.at(-1)).toMatchObject({ callbackUrl: '/after' })
  for (const provider of [undefined, 'unknown', '__proto__', 'constructor']) {
    await page.goto(site.origin)
    await page.evaluate((provider) => void (window as Win).auth.signIn(provider, { callbackUrl: '/after' }), provider)
    await page.waitForURL(`${site.origin}/api/auth/signin?callbackUrl=%2Fafter`)
  }
})

test('CL-10 RD-21 an answer that leads astray is not followed', async () => {
  for (const url of ['javascript:window.hit=1', 'https://evil.example/', 'data:text/html,x']) {
    site.before = (action, response) => /^(callback|signout)/.test(action) && !!response.end(JSON.stringify({ url }))
    for (const call of ['signOut', 'signIn'] as const) {
      const page = await open()
      await page.evaluate((call) => {
        const { auth } = window as Win
        void (call === 'signOut' ? auth.signOut({ callbackUrl: '/safe' }) : auth.signIn('password', { callbackUrl: '/safe' }))
      }, call)
      await page.waitForURL(`${site.origin}/safe`)
      expect(await page.evaluate(() => (window as Win).hit)).toBeUndefined()
      await page.close()
    }
  }
})

test('required sends visitors to the sign-in page and never shows them as signed out', async () => {
  const page = await open('?required')
  await page.waitForURL(`${site.origin}/api/auth/signin?**`)
  const query = new URL(page.url()).searchParams
  expect(Object.fromEntries(query)).toEqual({ error: 'SessionRequired', callbackUrl: `${site.origin}/?required` })
})
