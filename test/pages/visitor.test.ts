import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Page, renderPage } from '../../src/pages/render.js'
import { launch } from '../chromium.js'
import { look, samples } from './samples.js'
import { openSite, type Site } from './site.js'
import { visit } from './tab.js'

let browser: Browser
let site: Site

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launch(), openSite()])
})
afterAll(async () => {
  await Promise.all([browser?.close(), site?.[Symbol.asyncDispose]()])
})

function urlOf(name: string): string {
  const page = samples(site.origin)[name]
  if (!page) throw new Error(`There is no sample ${name}.`)
  return site.show(name, page, look)
}

const shared = () => ({ csrfToken: 'csrf-token-of-the-sample', callbackUrl: `${site.origin}/done` })

test('with the keyboard alone: the order is the one seen, the focus is visible, Enter signs in', async () => {
  await using visitor = await visit(browser)
  const { tab } = visitor
  await tab.goto(urlOf('signin'))
  const order: string[] = []
  for (let press = 0; press < 9; press++) {
    await tab.keyboard.press('Tab')
    const focused = await tab.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement as Element)
      const element = document.activeElement as HTMLElement & { name?: string; form?: HTMLFormElement }
      return { label: element.name || element.innerText.replace(/^\w\s+/, ''), outline: `${outlineStyle} ${outlineWidth}` }
    })
    expect(focused.outline).toBe('solid 3px')
    order.push(focused.label)
  }
  const providers = ['Sign in with GitHub', 'Sign in with Google', 'Sign in with Acme Works']
  expect(order).toEqual([...providers, 'email', 'Sign in with Email', 'username', 'password', 'remember', 'Sign in with Password'])
  for (const _ of ['remember', 'password', 'username']) await tab.keyboard.press('Shift+Tab')
  await tab.keyboard.type('ann')
  await tab.keyboard.press('Tab')
  await tab.keyboard.type('a long sentence')
  await tab.keyboard.press('Enter')
  await tab.waitForURL('**/callback/credentials')
  const fields = { ...shared(), username: 'ann', password: 'a long sentence' }
  expect(site.posted.at(-1)).toEqual({ path: '/api/auth/callback/credentials', fields })
})

test('without JavaScript every form arrives with its token', async () => {
  await using visitor = await visit(browser, { javaScriptEnabled: false })
  const { tab } = visitor
  await tab.goto(urlOf('signin'))
  await tab.getByRole('button', { name: 'Sign in with GitHub' }).click()
  expect(site.posted.at(-1)).toEqual({ path: '/api/auth/signin/github', fields: { ...shared(), via: 'page' } })
  await tab.goto(urlOf('signin'))
  await tab.getByLabel('E-mail address').fill('ann@example.com')
  await tab.getByRole('button', { name: 'Sign in with Email' }).click()
  expect(site.posted.at(-1)).toEqual({ path: '/api/auth/signin/email', fields: { ...shared(), email: 'ann@example.com' } })
  await tab.goto(urlOf('signout'))
  await tab.getByRole('button', { name: 'Sign out' }).click()
  expect(site.posted.at(-1)).toEqual({ path: '/api/auth/signout', fields: shared() })
  await tab.goto(urlOf('confirm'))
  await tab.getByRole('button', { name: 'Sign in' }).click()
  expect(site.posted.at(-1)).toMatchObject({
    path: '/api/auth/callback/email',
    fields: { token: 'token-of-the-sample', csrfToken: shared().csrfToken },
  })
})

test('EM-18 in the browser that asked, the link goes on by itself, once, and is not in the way of "back"', async () => {
  await using visitor = await visit(browser)
  const { tab, complaints } = visitor
  site.redirects.set('/api/auth/callback/email', `${site.origin}/done`)
  const before = site.posted.length
  await tab.goto(`${site.origin}/mailbox`)
  await tab.goto(urlOf('confirm'), { waitUntil: 'commit' })
  await tab.waitForURL('**/done')
  site.redirects.clear()
  expect(site.posted).toHaveLength(before + 1)
  await tab.goBack()
  expect(new URL(tab.url()).pathname).toBe('/mailbox')
  expect(complaints).toEqual([])
})

test('EM-19 EM-20 in another browser nothing happens until the visitor has read whose account it is', async () => {
  await using visitor = await visit(browser)
  const { tab } = visitor
  const before = site.posted.length
  await tab.goto(urlOf('confirm-elsewhere'))
  await tab.waitForTimeout(300)
  expect(site.posted).toHaveLength(before)
  expect(await tab.locator('main').innerText()).toContain('a••@example.com')
  await tab.getByRole('button', { name: 'Sign in' }).click()
  expect(site.posted).toHaveLength(before + 1)
})

const button = (): Page & { page: 'signin' } => ({
  page: 'signin',
  providers: [{ kind: 'button', id: 'x', name: 'X', action: `${site.origin}/api/auth/signin/x` }],
  ...shared(),
})

test('PG-05 a form reaches this site only, and a redirect to another shows nothing', async () => {
  await using provider = await openSite()
  await using visitor = await visit(browser)
  const { tab, complaints } = visitor
  site.redirects.set('/api/auth/signin/x', `${provider.origin}/authorize`)
  await tab.goto(site.show('x', button(), look))
  await tab.getByRole('button').click()
  await expect.poll(() => complaints.join()).toContain('form-action')
  expect(tab.url()).toBe(`${site.origin}/shown/x`)
  site.redirects.clear()
})

test.each([
  true,
  false,
])('PG-05 the page in between leads to the provider, wherever that sends visitors on to (scripts: %s)', async (javaScriptEnabled) => {
  await using provider = await openSite()
  await using company = await openSite()
  provider.redirects.set('/authorize', `${company.origin}/sso`)
  const context = await browser.newContext({ javaScriptEnabled })
  const tab = await context.newPage()
  site.redirects.set('/api/auth/signin/x', site.show('away', { page: 'leaving', provider: 'X', to: `${provider.origin}/authorize` }, look))
  await tab.goto(site.show('x', button(), look))
  await tab.getByRole('button').click()
  await tab.waitForURL(`${company.origin}/sso`)
  site.redirects.clear()
  await context.close()
})

test('PG-05 what gets into a page by mistake does not run', async () => {
  await using visitor = await visit(browser)
  const { tab, complaints } = visitor
  const { html, csp } = renderPage(samples(site.origin).signin as Page, look)
  const injected =
    '<script>window.ran=1</script><img src="x" onerror="window.ran=1"><style>main{display:none}</style><base href="https://evil.example/">'
  await tab.route('**/injected', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'Content-Security-Policy': csp },
      body: html.replace('<header>', `${injected}<header>`),
    }),
  )
  await tab.goto(`${site.origin}/injected`)
  await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(3)
  expect(await tab.evaluate('window.ran')).toBeUndefined()
  expect(await tab.locator('main').isVisible()).toBe(true)
  expect(await tab.evaluate(() => document.baseURI)).toBe(`${site.origin}/injected`)
})

test('FZ-10 PG-01 to a browser, hostile values are text', async () => {
  const hostile = [
    '"><script>alert(1)</script>',
    '</style><img src=x onerror=1>',
    '</title><p>',
    "'--><svg/onload=1>",
    '<!--',
    '<![CDATA[',
    '&lt;b&gt;',
    '\u202e\0{site}',
    '$&',
  ]
  const shape = (value: string) => {
    const field = { name: value, label: value, type: value, value, placeholder: value, autocomplete: value, required: true }
    const page: Page = {
      page: 'signin',
      providers: [
        { kind: 'button', id: value, name: `x${value}`, action: '/x', style: { brandColor: value, text: value, logo: 'javascript:' } },
        { kind: 'email', id: value, name: value, action: '/x' },
        { kind: 'credentials', id: value, name: value, action: '/x', fields: [field] },
      ],
      csrfToken: value,
      callbackUrl: value,
      error: value,
      email: value,
    }
    return renderPage(page, { ...look, siteName: value, theme: { brandColor: value } }).html
  }
  await using visitor = await visit(browser)
  const [plain, ...others] = await visitor.tab.evaluate(
    (pages) =>
      pages.map((page) => {
        const parsed = new DOMParser().parseFromString(page, 'text/html')
        return [...parsed.querySelectorAll('*')].map((one) => `${one.tagName} ${one.getAttributeNames().join(' ')}`).join('\n')
      }),
    ['plain', ...hostile].map(shape),
  )
  for (const other of others) expect(other).toBe(plain)
})
