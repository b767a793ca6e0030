import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page as Tab } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../chromium.js'
import { branded, look, samples } from './samples.js'
import { openSite, type Site } from './site.js'
import { visit } from './tab.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const names = Object.keys(samples(''))

let browser: Browser
let site: Site

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launch(), openSite()])
})
afterAll(async () => {
  await Promise.all([browser?.close(), site?.[Symbol.asyncDispose]()])
})

/** Shows a sample; the one that would go on by itself is answered with "stay" (204), and so never comes to the end of loading. */
async function show(tab: Tab, name: string, its = look): Promise<void> {
  const page = samples(site.origin)[name]
  if (!page) throw new Error(`There is no sample ${name}.`)
  await tab.route('**/callback/email', (route) => route.fulfill({ status: 204 }))
  await tab.goto(site.show(name, page, its), { waitUntil: name === 'confirm' ? 'commit' : 'load' })
  await tab.locator('main').waitFor()
}

const inBothColours = (['light', 'dark'] as const).flatMap((colorScheme) => names.map((name) => [name, colorScheme] as const))

test.each(inBothColours)('axe finds nothing to mend or to doubt on %s (%s), and the policy stops nothing', async (name, colorScheme) => {
  await using visitor = await visit(browser, { colorScheme })
  // A brand colour is the same on every page: the two with both kinds of buttons stand for them.
  for (const its of ['signin', 'signout'].includes(name) ? [look, branded] : [look]) {
    await show(visitor.tab, name, its)
    await visitor.tab.evaluate(axe)
    const found = await visitor.tab.evaluate(
      'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })',
    )
    const { violations, incomplete } = found as AxeResults
    expect([...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
    // A status of 403 or 500 is noted there as well, and right.
    expect(visitor.complaints.filter((one) => !one.includes('responded with a status of'))).toEqual([])
  }
})

test.each(names)('%s has one title, one main, a language, a name, and nothing for search engines', async (name) => {
  await using visitor = await visit(browser)
  await show(visitor.tab, name)
  const { tab } = visitor
  expect(await tab.locator('h1').count()).toBe(1)
  expect(await tab.locator('main').count()).toBe(1)
  expect(await tab.locator('html').getAttribute('lang')).toBe('en')
  expect(await tab.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
  expect(await tab.title()).toMatch(/^[A-Z].+ · app\.example\.com$/)
  expect(await tab.locator('body').getAttribute('class')).toBe('__next-auth-theme-auto')
})

const sizes = [
  { why: 'a small phone', viewport: { width: 320, height: 568 } },
  { why: 'a desktop at 400 %', viewport: { width: 320, height: 256 } },
  { why: 'a tablet', viewport: { width: 768, height: 1024 } },
  { why: 'a desktop', viewport: { width: 1280, height: 800 } },
  { why: 'text at 200 %', viewport: { width: 640, height: 800 }, rootFont: '200%' },
  { why: 'text at 200 % on a small phone', viewport: { width: 320, height: 568 }, rootFont: '200%' },
]

test.each(sizes)('on $why nothing is cut off, overlaps or is too small to hit', async ({ viewport, rootFont }) => {
  await using visitor = await visit(browser, { viewport })
  const { tab } = visitor
  for (const name of names) {
    await show(tab, name)
    if (rootFont) await tab.evaluate((size) => document.documentElement.style.setProperty('font-size', size), rootFont)
    const seen = await tab.evaluate(() => ({
      scrollsSideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      top: document.querySelector('main')?.getBoundingClientRect().top ?? -1,
      overflowing: [...document.querySelectorAll('h1, p, button, a, label')].filter((one) => one.scrollWidth > one.clientWidth + 1).length,
      // WCAG 2.2 §2.5.5 counts the label of a checkbox, which is as high as its row.
      small: [...document.querySelectorAll('button, a, input:not([type=hidden], [type=checkbox]), .check label')]
        .filter((one) => one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 44)
        .map((one) => one.outerHTML),
    }))
    expect(seen, name).toEqual({ scrollsSideways: false, top: expect.any(Number), overflowing: 0, small: [] })
    expect(seen.top, name).toBeGreaterThanOrEqual(0)
  }
})

test('the colours follow the system unless the theme says otherwise', async () => {
  const background = (tab: Tab) => tab.locator('main').evaluate((main) => getComputedStyle(main).backgroundColor)
  const white = 'rgb(255, 255, 255)'
  for (const colorScheme of ['light', 'dark'] as const) {
    await using visitor = await visit(browser, { colorScheme })
    await show(visitor.tab, 'signin')
    expect((await background(visitor.tab)) === white).toBe(colorScheme === 'light')
    await show(visitor.tab, 'signin', { ...look, theme: { colorScheme: 'light' } })
    expect(await background(visitor.tab)).toBe(white)
    await show(visitor.tab, 'signin', { ...look, theme: { colorScheme: 'dark' } })
    expect(await background(visitor.tab)).not.toBe(white)
  }
})

test('the names of colours are the ones the browser knows', async () => {
  const { colourNames } = await import('../../src/base/colour-names.js')
  expect(colourNames.size).toBe(148)
  await using visitor = await visit(browser)
  const drawn = await visitor.tab.evaluate(
    (known) => {
      const pen = document.createElement('canvas').getContext('2d')
      return known.map((name) => [name, pen ? Object.assign(pen, { fillStyle: name }).fillStyle : ''])
    },
    [...colourNames.keys()],
  )
  expect(drawn).toEqual([...colourNames])
})

test('motion and forced colours are respected', async () => {
  const style = (tab: Tab, property: 'transitionDuration' | 'borderTopStyle' | 'borderTopColor') =>
    tab
      .locator('button.main')
      .first()
      .evaluate((button, key) => getComputedStyle(button)[key], property)
  await using still = await visit(browser, { reducedMotion: 'reduce', forcedColors: 'active' })
  await show(still.tab, 'signin')
  expect(await style(still.tab, 'transitionDuration')).toBe('0s')
  expect(await style(still.tab, 'borderTopStyle')).toBe('solid')
  await still.tab.keyboard.press('Tab')
  expect(await still.tab.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid')
  await using moving = await visit(browser, { reducedMotion: 'no-preference' })
  await show(moving.tab, 'signin')
  expect(await style(moving.tab, 'transitionDuration')).not.toBe('0s')
})
