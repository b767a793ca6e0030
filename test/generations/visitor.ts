import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Configuration } from './configurations.js'

/** Who a visitor is, as the application tells it in every place. */
export interface Known {
  /** Id, name and plan, on the page. */
  readonly who: string
  /** The user in `/api/auth/session`. */
  readonly user: unknown
  /** What `getToken` gives an API route, where sessions are tokens. */
  readonly token?: unknown
}

export async function enterByProvider(page: Page, origin: string): Promise<void> {
  await page.goto(origin, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await says(page, 'server', 'Ann Example gold')
}

export async function enterByPassword(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/api/auth/signin?callbackUrl=${encodeURIComponent(`${origin}/`)}`)
  await page.locator('input[name="username"]').fill('bob')
  await page.locator('input[name="password"]').fill('right')
  await page.locator('form[action$="/callback/credentials"] button').click()
  await says(page, 'server', 'bob gold')
}

/** What server, client and routes say; the first two must agree. */
export async function ask(page: Page, origin: string, { strategy }: Configuration): Promise<Known> {
  await page.goto(origin)
  const who = (await page.textContent('#server')) ?? ''
  await says(page, 'client', who)
  const read = async (path: string) => (await page.request.get(origin + path)).json()
  const { user, expires } = await read('/api/auth/session')
  expect(Date.parse(expires)).toBeGreaterThan(Date.now())
  return { who, user: facts(user), ...(strategy === 'jwt' && { token: facts(await read('/api/token')) }) }
}

/** A picture that nobody has is null in one generation and left out in another; an id may be a number in v3, and is text since. */
export function facts(user: object | undefined): object {
  const known = Object.entries(user ?? {}).filter(([, value]) => value !== null)
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]))
}

/** Waits until an element of the page has a text, which may begin with an id that nobody knows yet. */
export async function says(page: Page, id: string, text: string): Promise<void> {
  await page.waitForFunction(([selector, end]) => ` ${document.querySelector(selector as string)?.textContent}`.endsWith(` ${end}`), [
    `#${id}`,
    text,
  ] as const)
}

/** By name, in order. */
export async function sessionCookies(context: BrowserContext): Promise<Record<string, string>> {
  const cookies = (await context.cookies()).filter(({ name }) => /session-token(\.\d+)?$/.test(name))
  return Object.fromEntries(cookies.map(({ name, value }) => [name, value] as const).sort(([one], [other]) => one.localeCompare(other)))
}
