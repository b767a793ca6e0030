import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launch } from '../chromium.js'
import { freePort } from './harness.js'

const root: string = join(import.meta.dirname, '../..')
const gallery: string = join(root, 'examples/gallery')
const data: string = join(root, '.tmp/gallery-test')
const recipes: string = readFileSync(join(gallery, 'recipes.ts'), 'utf8')
const recipeIds: readonly string[] = [...recipes.matchAll(/ id: '([^']+)'/g)].map(([, id]) => id as string)

describe('the gallery, as npm start runs it', () => {
  let child: ChildProcess
  let printed = ''
  let origin: string
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    rmSync(data, { recursive: true, force: true })
    const port = await freePort()
    origin = `http://localhost:${port}`
    child = spawn(process.execPath, [join(gallery, 'start.js')], {
      cwd: root,
      env: { ...process.env, PORT: String(port), GALLERY_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let complaints = ''
    child.stdout?.on('data', (chunk) => {
      printed += chunk
    })
    child.stderr?.on('data', (chunk) => {
      complaints += chunk
    })
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', () => printed.includes('→') && resolve())
      child.once('exit', () => reject(new Error(`The gallery did not start:\n${complaints}`)))
    })
    browser = await launch()
  })

  afterAll(async () => {
    await browser?.close()
    child?.kill('SIGTERM')
  })

  beforeEach(async () => {
    context = await browser.newContext()
    page = await context.newPage()
    page.setDefaultTimeout(15_000)
  })

  afterEach(() => context.close())

  async function asAnn(): Promise<void> {
    await page.goto(origin)
    await page.getByRole('button', { name: 'Gallery ID', exact: true }).click()
    await page.getByRole('button', { name: /Ann Example/ }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await isHere('Ann Example')
  }

  async function withPassword(name: string, password: string): Promise<void> {
    const form = page.locator('form', { has: page.getByLabel('Password') })
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('Password').fill(password)
    await form.getByRole('button').click()
  }

  /** On the front page: the server and the tab say the same. */
  async function isHere(name: string): Promise<void> {
    await page.getByRole('heading', { level: 1, name: `Hello, ${name}.` }).waitFor()
    await page.locator('[data-session=server]', { hasText: name }).waitFor()
    await page.locator('[data-session=client]', { hasText: name }).waitFor()
    expect(page.url()).toBe(`${origin}/`)
  }

  async function nobodyIsHere(on: Page): Promise<void> {
    await on.locator('header').getByRole('button', { name: 'Sign in' }).waitFor()
  }

  test('one address is printed, and nothing else', () => {
    expect(printed).toBe(`→ ${origin}\n`)
  })

  test('OpenID Connect: server and browser know who came, and both forget after signing out', async () => {
    await asAnn()
    await page.locator('header').getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Three ways in.' }).waitFor()
    await nobodyIsHere(page)
    expect(await (await context.request.get(`${origin}/api/auth/session`)).json()).toBeNull()
  })

  test('plain OAuth 2: the profile is fetched and read, and leads to the same person', async () => {
    await asAnn()
    const before = await (await context.request.get(`${origin}/api/auth/session`)).json()
    await context.clearCookies()
    await page.goto(origin)
    await page.getByRole('button', { name: /plain OAuth 2/ }).click()
    await page.getByRole('button', { name: /Ann Example/ }).click()
    await page.getByText('your name, your picture and your e-mail address').waitFor()
    await page.getByRole('button', { name: 'Allow' }).click()
    await isHere('Ann Example')
    const after = await (await context.request.get(`${origin}/api/auth/session`)).json()
    expect(after.user.id).toBe(before.user.id)
  })

  test('a typed name is somebody as well', async () => {
    await page.goto(origin)
    await page.getByRole('button', { name: 'Gallery ID', exact: true }).click()
    await page.getByLabel('Be somebody else').fill('Zoë <b>')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await isHere('Zoë <b>')
  })

  test('cancelling at the provider leads back, and to nobody', async () => {
    await page.goto(origin)
    await page.getByRole('button', { name: 'Gallery ID', exact: true }).click()
    await page.getByRole('button', { name: /Cancel/ }).click()
    await page.waitForURL(/\/api\/auth\/signin\?.*error=OAuthDenied/)
    expect(await page.getByText('Signing in was cancelled.').isVisible()).toBe(true)
    expect(await (await context.request.get(`${origin}/api/auth/session`)).json()).toBeNull()
  })

  test('a link by mail: asked for, read in the mailbox, followed', async () => {
    await page.goto(origin)
    await page.getByLabel('E-mail address').fill('dora@example.com')
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.waitForURL(/\/mailbox/)
    await page.getByText('A link is on its way.').waitFor()
    await page.getByRole('link', { name: /to dora@example\.com/ }).click()
    await page.frameLocator('iframe').getByRole('link').first().click()
    await isHere('dora@example.com')
  })

  test('a password: a wrong one is said so on the page, the right one lets in', async () => {
    await page.goto(origin)
    await withPassword('Kim', 'guess')
    await page.getByText('the password is “demo”').waitFor()
    await withPassword('Kim', 'demo')
    await isHere('Kim')
  })

  test('every form of the front page works without a script', async () => {
    await context.close()
    context = await browser.newContext({ javaScriptEnabled: false })
    page = await context.newPage()
    await page.goto(origin)
    await withPassword('Lee', 'demo')
    await page.getByRole('heading', { level: 1, name: 'Hello, Lee.' }).waitFor()
    await context.clearCookies()
    await page.goto(origin)
    await page.getByRole('button', { name: 'Gallery ID', exact: true }).click()
    await page.getByRole('button', { name: /Ben Example/ }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByRole('heading', { level: 1, name: 'Hello, Ben Example.' }).waitFor()
  })

  test('two tabs: what one does, the other knows', async () => {
    await asAnn()
    const other = await context.newPage()
    await other.goto(`${origin}/recipes/two-tabs`)
    await other.locator('[data-diary=authenticated]', { hasText: 'Ann Example is here' }).waitFor()
    const signedOut = page.waitForResponse(`${origin}/api/auth/signout`)
    await page.locator('header').getByRole('button', { name: 'Sign out' }).click()
    await signedOut
    await other.locator('[data-diary=unauthenticated]', { hasText: 'nobody is here' }).waitFor({ timeout: 1000 })
    await nobodyIsHere(other)
  })

  test.each(['server-page', 'client-page', 'proxy'])('recipe %s: a stranger signs in first, and arrives', async (recipe) => {
    await page.goto(`${origin}/recipes/${recipe}`)
    await page.waitForURL(/\/api\/auth\/signin\?/)
    await page.locator('form[action$="/signin/idp"] button').click()
    await page.getByRole('button', { name: /Ann Example/ }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${origin}/recipes/${recipe}`)
    await page.getByRole('heading', { level: 2, name: /Members only|Still here, Ann|behind the gate/ }).waitFor()
  })

  test('recipes route-handler and pages-router: the APIs answer 401, then a name', async () => {
    for (const path of ['/recipes/route-handler/whoami', '/api/whoami']) {
      expect((await context.request.get(origin + path)).status(), path).toBe(401)
    }
    await asAnn()
    for (const path of ['/recipes/route-handler/whoami', '/api/whoami']) {
      expect(await (await context.request.get(origin + path)).json(), path).toEqual({ hello: 'Ann Example' })
    }
    await page.goto(`${origin}/recipes/route-handler`)
    await page.getByRole('button', { name: /GET/ }).click()
    await page.getByText('200 {"hello":"Ann Example"}').waitFor()
    await page.goto(`${origin}/classic`)
    await page.getByRole('heading', { name: 'Hello, Ann Example' }).waitFor()
  })

  test('recipe server-action: only somebody signed in writes, under their own name', async () => {
    await page.goto(`${origin}/recipes/server-action`)
    await page.getByLabel('Leave a line').fill('a stranger was here')
    await page.getByRole('button', { name: 'Write' }).click()
    await page.getByRole('alert').filter({ hasText: 'Only somebody signed in can write here.' }).waitFor()
    await asAnn()
    await page.goto(`${origin}/recipes/server-action`)
    await page.getByLabel('Leave a line').fill('lovely frames')
    await page.getByRole('button', { name: 'Write' }).click()
    await page.getByRole('listitem').filter({ hasText: '“lovely frames” Ann Example' }).waitFor()
    expect(await page.getByText('a stranger was here').count()).toBe(0)
  })

  test('recipe seed: the component of the first README, as printed', async () => {
    await page.goto(`${origin}/seed`)
    await page.getByText('Not signed in').waitFor()
    await asAnn()
    await page.goto(`${origin}/seed`)
    await page.getByText('Signed in as ann@example.com').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Not signed in').waitFor()
  })

  test('recipe sessions: the cookie is a random number that only the server understands', async () => {
    await asAnn()
    await page.goto(`${origin}/recipes/sessions`)
    await page.getByRole('heading', { name: 'Your cookie is a random number' }).waitFor()
  })

  test.each(['light', 'dark'] as const)('nothing for axe to find on any page, %s', async (colorScheme) => {
    const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')
    await context.close()
    context = await browser.newContext({ colorScheme, bypassCSP: true, viewport: { width: 375, height: 812 } })
    page = await context.newPage()
    const found: string[] = []
    const look = async (): Promise<void> => {
      await page.evaluate(axe)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] }
      found.push(...violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.html}`))
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
      if (wide) found.push(`${page.url()} is wider than the screen`)
    }
    await page.goto(origin)
    await look()
    await page.getByRole('button', { name: 'Gallery ID', exact: true }).click()
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor()
    await look()
    await page.getByRole('button', { name: /Ann Example/ }).click()
    await page.getByRole('button', { name: 'Allow' }).waitFor()
    await look()
    await page.getByRole('button', { name: 'Allow' }).click()
    await isHere('Ann Example')
    await look()
    for (const path of [...recipeIds.map((id) => `/recipes/${id}`), '/classic', '/mailbox', '/nowhere']) {
      await page.goto(origin + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await look()
    }
    expect(found).toEqual([])
  })

  test('every page explains itself: its recipe is in the README, and its code is where both say', () => {
    const readme = readFileSync(join(gallery, 'README.md'), 'utf8')
    const titles = [...recipes.matchAll(/title: '([^']+)'/g)].map(([, title]) => title as string)
    expect(titles.length).toBe(recipeIds.length)
    expect(titles.length).toBeGreaterThan(5)
    for (const title of titles) expect(readme).toContain(`| ${title} |`)
    const named = [...readme.matchAll(/`((?:app|pages)\/[^`]+|[a-z]+\.ts)`/g), ...recipes.matchAll(/'((?:app|pages)\/[^']+\.\w+)'/g)].map(
      ([, file]) => file as string,
    )
    expect(named.filter((file) => !existsSync(join(gallery, file)))).toEqual([])
  })

  test('Ctrl-C stops everything', async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    expect(await gone).toBe(0)
    await expect(fetch(origin)).rejects.toThrow()
  })
})
