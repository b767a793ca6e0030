import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installLaboratory } from '../../tools/laboratory.js'
import { launch } from '../chromium.js'
import { openSite, type Site } from './site.js'

const laboratory = installLaboratory(join(import.meta.dirname, '../compatibility/laboratory'), 'compatibility')
const published = (path: string): string => JSON.stringify(join(laboratory, 'node_modules', path))

/** One page with one client: ours, or what was published; while a new version is deployed, a browser has both. */
const script = `
  import { createRoot } from 'react-dom/client'
  import * as ours from 'next-auth/react'
  import * as v3 from ${published('next-auth-3/dist/client/index.js')}
  import * as v4 from ${published('next-auth-4/react/index.js')}
  import * as v5 from ${published('next-auth-5/react.js')}
  const client = { ours, v3, v4, v5 }[new URLSearchParams(location.search).get('client')]
  Object.assign(window, { auth: client })
  function Who() {
    const answer = client.useSession()
    const [data, loading] = Array.isArray(answer) ? answer : [answer.data, answer.status === 'loading']
    return <p id="who">{loading ? 'loading' : data ? data.user.name : 'nobody'}</p>
  }
  const Provider = client.SessionProvider ?? client.Provider
  createRoot(document.getElementById('root')).render(<Provider><Who /></Provider>)
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
  site = await openSite(script, { html: '<script>process = { env: {} }</script><div id="root"></div>' })
  context = await browser.newContext()
})

afterEach(async () => {
  await context.close()
  await site[Symbol.asyncDispose]()
})

async function open(client: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${site.origin}/?client=${client}`)
  await shows(page, 'nobody')
  return page
}

const shows = (page: Page, text: string) => page.waitForSelector(`#who:text-is("${text}")`, { timeout: 3_000 })
const signIn = (page: Page) =>
  page.evaluate(() => (window as Win).auth.signIn('password', { username: 'Ann', password: 'right', redirect: false }))
const signOut = (page: Page) => page.evaluate(() => (window as Win).auth.signOut({ redirect: false }))

test.each(['v3', 'v4', 'v5'])('CL-05 a tab with the client of %s and one with ours see what the other does', async (generation) => {
  const old = await open(generation)
  const own = await open('ours')
  await signIn(own)
  await Promise.all([shows(own, 'Ann'), shows(old, 'Ann')])
  await signOut(own)
  await Promise.all([shows(own, 'nobody'), shows(old, 'nobody')])
  await signIn(old)
  // They tell nobody of a sign-in that stays on the page, their own tabs neither. The next look at the page asks.
  await own.evaluate(() => dispatchEvent(new Event('focus')))
  await shows(own, 'Ann')
  await signOut(old)
  await shows(own, 'nobody')
  const before = site.reads()
  await new Promise((done) => setTimeout(done, 1_000))
  expect(site.reads(), 'nobody answers a message with a message').toBe(before)
})
