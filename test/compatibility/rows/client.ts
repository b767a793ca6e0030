import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { ann, type Otherwise } from '../beside.js'
import { openStage, type Stage } from '../client-stage.js'
import type { Generation, Row } from '../table.js'
import { rows } from '../table.js'

const kind = 'Client'
const all = { v3: 'same', v4: 'same', v5: 'same' } as const
const modern = { v4: 'same', v5: 'same' } as const
const older = { v3: 'same' } as const

// biome-ignore lint/suspicious/noExplicitAny: what the page put on its window
type Win = any
type Props = Record<string, unknown>

let stage: Promise<Stage> | undefined

/** One browser for all rows, opened with the first. */
export function openClient(): Promise<Stage> {
  stage ??= openStage()
  return stage
}

export async function closeClient(): Promise<void> {
  await (await stage)?.[Symbol.asyncDispose]()
}

/** The same in a page with their client and in one with ours; both ask our routes. */
function client(
  what: string,
  verdicts: Partial<Record<Generation, 'same' | Otherwise>>,
  query: Props,
  walk: (page: Page, stage: Stage) => Promise<unknown>,
): Row[] {
  return rows(kind, what, verdicts, async (generation) => {
    const open = await openClient()
    const see = async (whose: Parameters<Stage['open']>[0]) => {
      open.asked.length = 0
      const page = await open.open(whose, query)
      try {
        return plain(await walk(page, open), open.origin)
      } finally {
        await page.close()
      }
    }
    const [theirs, own] = [await see(generation), await see(generation === 'v3' ? 'client' : 'react')]
    const verdict = verdicts[generation]
    if (verdict === 'same') return void expect(own).toEqual(theirs)
    expect(own).not.toEqual(theirs)
    expect(own).toEqual(verdict?.expected)
  })
}

/** Without the origin, and without what is `null` or absent. */
function plain(value: unknown, origin: string): unknown {
  return JSON.parse(JSON.stringify(value ?? 'nothing').replaceAll(origin, ''), (key, inner) =>
    inner === null ? undefined : key === 'expires' ? 'a date' : inner,
  )
}

const call = (page: Page, name: string, ...given: unknown[]) =>
  page.evaluate(([name, given]) => (window as Win).auth[name as string](...(given as [])), [name, given] as const)
const enter = (page: Page, more: Props = {}) => call(page, 'signIn', 'credentials', { ...ann, redirect: false, callbackUrl: '/', ...more })
const settled = (page: Page, text: string) => page.waitForSelector(`#who:text-is("${text}")`, { timeout: 5_000 })
/** Where the page goes. It begins by itself: whoever waits for an answer from a page that leaves may wait for ever. */
const goes = async (page: Page, name: string, ...given: unknown[]) => {
  await page.evaluate(([name, given]) => void setTimeout(() => (window as Win).auth[name as string](...(given as []))), [
    name,
    given,
  ] as const)
  await page.waitForURL((url) => !url.pathname.startsWith('/as-'), { waitUntil: 'commit' })
  await page.waitForLoadState()
  const url = new URL(page.url())
  return { path: url.pathname, query: Object.fromEntries(url.searchParams) }
}
const seen = (page: Page) => page.evaluate(() => (window as Win).seen)
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))
const ann1 = { user: { name: 'ann' }, expires: '2030-01-01T00:00:00.000Z' }
const without = (answer: unknown, ...names: string[]) =>
  Object.fromEntries(Object.entries(answer as object).filter(([name]) => !names.includes(name)))

export const clients: Row[] = [
  // Signing in.
  ...client('`signIn.redirect`, `false`, right: `{ ok, status, url }`', all, {}, async (page) =>
    without(await enter(page), 'error', 'code'),
  ),
  ...client('`signIn.redirect`, `false`, wrong: `{ ok, status, error, url }`', all, {}, async (page) => {
    const answer = (await call(page, 'signIn', 'credentials', { ...ann, password: 'wrong', redirect: false })) as {
      error: string
      code?: string
    }
    return without(answer, 'code')
  }),
  ...client('`signIn.redirect`, `false`, wrong: `code`', { v5: 'same' }, {}, async (page) => {
    const { code } = (await call(page, 'signIn', 'credentials', { ...ann, password: 'wrong', redirect: false })) as { code?: string }
    return code
  }),
  ...client('`signIn.callbackUrl`: there, after signing in', all, {}, (page) =>
    goes(page, 'signIn', 'credentials', { ...ann, callbackUrl: '/inside' }),
  ),
  ...client('`signIn.redirectTo`', { v5: 'same' }, {}, (page) => goes(page, 'signIn', 'credentials', { ...ann, redirectTo: '/inside' })),
  ...client('`signIn()` and an unknown provider: to the sign-in page', all, {}, (page) =>
    goes(page, 'signIn', 'unknown', { callbackUrl: '/inside' }),
  ),
  ...client('`signIn("service", options, params)`: to the service, with the parameters', all, {}, async (page) => {
    const { path, query } = await goes(page, 'signIn', 'service', {}, { login_hint: 'ann' })
    return { path, hint: query.login_hint, client: query.client_id }
  }),

  // Signing out.
  ...client('`signOut.redirect`, `false`: `{ url }`', all, {}, async (page) => {
    await enter(page)
    const { url } = (await call(page, 'signOut', { redirect: false, callbackUrl: '/bye' })) as { url: string }
    return { url, session: await call(page, 'getSession') }
  }),
  ...client('`signOut.callbackUrl`', all, {}, async (page) => {
    await enter(page)
    return goes(page, 'signOut', { callbackUrl: '/bye' })
  }),
  ...client('`signOut.redirectTo`', { v5: 'same' }, {}, async (page) => {
    await enter(page)
    return goes(page, 'signOut', { redirectTo: '/bye' })
  }),

  // Asking.
  ...client('`getSession()`', all, {}, async (page) => {
    const nobody = await call(page, 'getSession')
    await enter(page)
    return [nobody, await call(page, 'getSession')]
  }),
  ...client('`getProviders()`', all, {}, (page) => call(page, 'getProviders')),
  ...client('`getCsrfToken()`', all, {}, async (page) => typeof (await call(page, 'getCsrfToken'))),

  // Watching.
  ...client('`useSession`: loading, then nobody', all, {}, async (page) => {
    await settled(page, 'unauthenticated:')
    return seen(page)
  }),
  ...client('`useSession`: loading, then somebody', all, {}, async (page) => {
    await settled(page, 'unauthenticated:')
    await enter(page)
    await settled(page, 'authenticated:ann')
    await page.reload()
    await settled(page, 'authenticated:ann')
    return seen(page)
  }),
  ...client('`useSession` without a provider: `[session, loading]`', older, { alone: true }, async (page) => {
    await settled(page, 'unauthenticated:')
    return seen(page)
  }),
  ...client(
    '`useSession.required`: nobody goes to the sign-in page with `error=SessionRequired`',
    modern,
    { use: { required: true } },
    async (page) => {
      await page.waitForURL(/api\/auth\/signin/, { waitUntil: 'commit', timeout: 10_000 })
      const url = new URL(page.url())
      return [url.pathname, url.searchParams.get('error'), new URL(url.searchParams.get('callbackUrl') ?? '').origin]
    },
  ),
  ...client('`useSession.onUnauthenticated`', modern, { use: { required: true, onUnauthenticated: true } }, async (page) => {
    await page.waitForFunction(() => (window as Win).seen.includes('nobody there'))
    return seen(page)
  }),
  ...client('`useSession().update(data)`', modern, {}, async (page) => {
    await settled(page, 'unauthenticated:')
    await enter(page)
    await settled(page, 'authenticated:ann')
    const answer = await page.evaluate(() => (window as Win).update({ name: 'Bob' }))
    await settled(page, 'authenticated:Bob')
    return answer
  }),
  ...client('`useSession().update()`: asks again', modern, {}, async (page, { asked }) => {
    await settled(page, 'unauthenticated:')
    await enter(page)
    await settled(page, 'authenticated:ann')
    asked.length = 0
    const answer = await page.evaluate(() => (window as Win).update())
    return [answer, asked.some((one) => one.endsWith('session'))]
  }),
  ...client('`SessionProvider.session`: at once, without a request', modern, { props: { session: ann1 } }, async (page, { asked }) => {
    await settled(page, 'authenticated:ann')
    await pause(300)
    return [await seen(page), asked]
  }),
  ...client(
    '`SessionProvider.children`, `SessionProvider.baseUrl`',
    modern,
    { props: { baseUrl: 'https://app.example' } },
    async (page) => {
      await settled(page, 'unauthenticated:')
      return seen(page)
    },
  ),
  ...client('`SessionProvider.basePath`', modern, { props: { basePath: '/elsewhere' } }, (page) => firstAsked(page)),
  ...client('`SessionProvider.refetchInterval`', modern, { props: { refetchInterval: 1, session: ann1 } }, async (_page, { asked }) => {
    await pause(2_600)
    return asked.some((one) => one === 'GET session')
  }),
  ...client(
    '`SessionProvider.refetchOnWindowFocus`, `false`: a look does not ask',
    modern,
    { props: { refetchOnWindowFocus: false } },
    looked,
  ),
  ...client('`SessionProvider.refetchOnWindowFocus`: a look at the page asks', modern, {}, looked),
  ...client(
    '`SessionProvider.refetchWhenOffline`',
    modern,
    { props: { refetchInterval: 1, refetchWhenOffline: false, session: ann1 } },
    async (page, { asked }) => {
      await page.context().setOffline(true)
      await page.evaluate(() => dispatchEvent(new Event('offline')))
      await pause(1_800)
      await page.context().setOffline(false)
      return asked.filter((one) => one === 'GET session').length
    },
  ),
  ...client('`Provider.session`', older, { props: { session: ann1 } }, async (page) => {
    await pause(300)
    return (await seen(page)).at(0)
  }),
  ...client(
    '`Provider.options.basePath`, `Provider.options.baseUrl`',
    older,
    { props: { options: { basePath: '/elsewhere', baseUrl: '' } } },
    (page) => firstAsked(page),
  ),
  ...client('`Provider.options.keepAlive`', older, { props: { options: { keepAlive: 1 }, session: ann1 } }, async (_page, { asked }) => {
    await pause(1_800)
    return asked.includes('GET session')
  }),
  ...client(
    '`Provider.options.clientMaxAge`: a look asks when what is known is older',
    older,
    { props: { options: { clientMaxAge: 60 } } },
    async (page, { asked }) => {
      await settled(page, 'unauthenticated:')
      await enter(page)
      await page.reload()
      await settled(page, 'authenticated:ann')
      await pause(300)
      asked.length = 0
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
      await pause(500)
      return asked
    },
  ),
  ...client('another tab signs out: this one knows', all, {}, async (page, { origin }) => {
    await settled(page, 'unauthenticated:')
    await enter(page)
    await page.reload()
    await settled(page, 'authenticated:ann')
    const other = await page.context().newPage()
    await other.goto(`${origin}/as-react`)
    await settled(other, 'authenticated:ann')
    await call(other, 'signOut', { redirect: false })
    await settled(page, 'unauthenticated:')
    await other.close()
    return 'known'
  }),
]

async function looked(page: Page, { asked }: Stage): Promise<unknown> {
  await settled(page, 'unauthenticated:')
  await enter(page)
  await settled(page, 'authenticated:ann')
  await pause(400)
  asked.length = 0
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  await pause(600)
  return asked.includes('GET session')
}

async function firstAsked(page: Page): Promise<string> {
  const request = await page.waitForRequest(/\/elsewhere\/session/, { timeout: 3_000 }).catch(async () => {
    const again = page.waitForRequest(/\/elsewhere\/session/, { timeout: 3_000 })
    await page.reload()
    return again
  })
  return new URL(request.url()).pathname
}
