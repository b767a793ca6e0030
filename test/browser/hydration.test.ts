import { SessionProvider, useSession } from 'next-auth/react'
import { chromium } from 'playwright-core'
import { createElement, Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { launch } from '../chromium.js'
import { openSite } from './site.js'

const ann = { user: { name: 'Ann' }, expires: '2030-01-01T00:00:00.000Z' }

/** The same tree as on the server; its second half hydrates late. */
const script = `
  import { createElement as h, Suspense, lazy } from 'react'
  import { hydrateRoot } from 'react-dom/client'
  import { SessionProvider, useSession } from 'next-auth/react'
  window.trouble = []
  window.seen = []
  function Who({ id }) {
    const { status, data } = useSession()
    window.seen.push(status)
    return h('p', { id }, status + ':' + (data?.user?.name ?? ''))
  }
  const Late = lazy(() => new Promise((done) => { window.hydrate = () => done({ default: Who }) }))
  const root = document.getElementById('root')
  const session = JSON.parse(root.dataset.session)
  const tree = h(SessionProvider, session === 'none' ? {} : { session }, h(Who, { id: 'who' }), h(Suspense, null, h(Late, { id: 'late' })))
  hydrateRoot(root, tree, { onRecoverableError: (error) => window.trouble.push(String(error)) })
`

function Who({ id }: { id: string }) {
  const { status, data } = useSession()
  return createElement('p', { id }, `${status}:${data?.user?.name ?? ''}`)
}

function render(session: typeof ann | null | undefined): string {
  const props = session === undefined ? {} : { session }
  const tree = createElement(
    SessionProvider,
    props,
    createElement(Who, { id: 'who' }),
    createElement(Suspense, null, createElement(Who, { id: 'late' })),
  )
  const given = JSON.stringify(session === undefined ? 'none' : session).replaceAll('"', '&quot;')
  return `<div id="root" data-session="${given}">${renderToString(tree)}</div>`
}

test.each([
  ['a session', ann, 'authenticated:Ann'],
  ['nobody', null, 'unauthenticated:'],
  ['nothing known', undefined, 'loading:'],
])('CL-14 hydrates what the server rendered of %s without a flicker, also where it hydrates late', async (_what, session, text) => {
  const html = render(session)
  expect(html).toContain(`<p id="who">${text}</p>`)
  const browser = await launch()
  await using site = await openSite(script, { html })
  const page = await browser.newPage()
  await page.goto(site.origin)
  const settled = session === undefined ? 'unauthenticated:' : text
  await page.waitForSelector(`#who:text-is("${settled}")`)
  expect(await page.textContent('#late')).toBe(text)
  await page.waitForFunction('window.hydrate')
  await page.evaluate('window.hydrate()')
  await page.waitForSelector(`#late:text-is("${settled}")`)
  expect(await page.evaluate('window.trouble')).toEqual([])
  expect(await page.evaluate('window.seen.includes("loading")')).toBe(session === undefined)
  expect(site.reads()).toBe(session === undefined ? 1 : 0)
  await browser.close()
})

test('a component without a provider is told what it needs', () => {
  expect(() => renderToString(createElement(Who, { id: 'who' }))).toThrow('useSession needs SessionProvider')
})

test('PG-12 a page that comes out of the back/forward cache after a sign-out shows nobody', async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
  await using site = await openSite(script, { html: render(ann) })
  const page = await browser.newPage()
  await page.goto(site.origin)
  await page.waitForSelector('#who:text-is("authenticated:Ann")')
  await page.evaluate('window.kept = true')
  await page.goto(`${site.origin.replace('127.0.0.1', 'localhost')}/elsewhere`)
  await page.goBack({ waitUntil: 'commit' })
  expect(await page.evaluate('window.kept')).toBe(true)
  await page.waitForSelector('#who:text-is("unauthenticated:")')
  await browser.close()
})
