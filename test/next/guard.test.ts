import { readFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { takeApart } from '../../src/http/set-cookie.js'
import { build, type Running, start, type Variant } from './harness.js'

/** The locks are in the pages; the proxy in front of them is for visitors' convenience, and what is tried here is to get around it. */
const i18n = { locales: ['en', 'fr'], defaultLocale: 'en', localeDetection: false }
const variants: [name: string, variant: Variant][] = [
  ['Turbopack', { app: 'guard', next: '16', bundler: 'turbopack', config: { i18n } }],
  ['webpack', { app: 'guard', next: '16', bundler: 'webpack', config: { i18n } }],
]

/** Of every page and route of `apps/guard`, where it is and the word that it keeps to itself. */
const kept = [
  ['/admin', 'admin'],
  ['/records/7', 'record-7'],
  ['/api/ledger', 'ledger'],
  ['/vault', 'vault'],
  ['/vault/3', 'box-3'],
  ['/api/treasury', 'treasury'],
] as const

const word = 'for-the-signed-in-only'

/** Every way to write a path that some peer’s guard and some router read differently. */
function spellings(path: string, buildId: string): string[] {
  const name = path.slice(1)
  const encoded = `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}`
  const twice = encoded.replace('%', '%25')
  return [
    path,
    `${path}/`,
    `/${path}`,
    `//${path}`,
    `/.${path}`,
    `/x/..${path}`,
    `/x/%2e%2e${path}`,
    `/open/../..${path}`,
    `${path}/.`,
    `${path}/x/..`,
    `\\${name}`,
    `/\\${name}`,
    encoded,
    twice,
    path.replaceAll('/', '%2f'),
    `${path}%2f`,
    `${path}%5c`,
    `${path}%00`,
    `${path}%20`,
    `${path}%0d%0a`,
    `${path}%23`,
    `${path}%3f`,
    path.toUpperCase(),
    `/${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    `${path};x`,
    `${path};x=/open`,
    `${path}.`,
    `${path}..`,
    `${path}:80`,
    `${path}@open`,
    ...['.rsc', '.json', '.txt', '.html', '.prefetch.rsc', '.rsc?_rsc=1', '.segment.rsc'].map((end) => path + end),
    ...['_tree', '_full', '_index', '_head', `${name}/__PAGE__`, `$d$id/__PAGE__`].map(
      (segment) => `${path}.segments/${segment}.segment.rsc`,
    ),
    ...['', '/en', '/fr'].map((locale) => `/_next/data/${buildId}${locale}${path}.json`),
    `/_next/data/${buildId}${path}`,
    `/_next/data/other-build${path}.json`,
    `/_next/data/${buildId}/index.json?nextPath=${path}`,
    ...['/en', '/fr', '/EN', '/de', '/en/en', '/default'].map((locale) => locale + path),
    `${path}?_rsc=1`,
    `${path}?__nextLocale=fr&__nextDefaultLocale=en`,
    `${path}?__nextDataReq=1`,
    `${path}?amp=1&__nextInferredLocaleFromDefault=1`,
    `/?nxtP=${name}`,
    `/_next/image?url=${encodeURIComponent(path)}&w=640&q=75`,
    `/_next/static/../..${path}`,
    `/_next/server/app${path}.html`,
    `/_next/server/pages${path}.html`,
    `/favicon.ico/..${path}`,
    `http://localhost${path}`,
    `https://app.example${path}`,
  ]
}

/** An open page of the same pattern, with the closed one in the query. */
const injected = [
  'nxtPid=7',
  'id=7',
  'nxtIid=7',
  'nxtP=7',
  '__nextParams=7',
  'nxtPid=7&id=7&_rsc=1',
  '%6exxtPid=7',
  'nxtPid[]=7',
  '[id]=7',
].map((query) => `/records/open?${query}`)

const subrequest = ['middleware', 'src/middleware', 'pages/_middleware', 'proxy', 'src/proxy', '/proxy', '/middleware'].flatMap((name) => [
  name,
  Array.from({ length: 5 }, () => name).join(':'),
  Array.from({ length: 6 }, () => name).join(':'),
])
const tree = encodeURIComponent(JSON.stringify(['', { children: ['admin', { children: ['__PAGE__', {}] }] }, null, null, true]))

/** Headers that mean something between the parts of Next, or to a proxy before it, and nothing from a stranger. */
const headers: Record<string, string>[] = [
  ...subrequest.map((value) => ({ 'x-middleware-subrequest': value })),
  { 'x-middleware-next': '1' },
  { 'x-middleware-rewrite': '/' },
  { 'x-middleware-invoke': '1', 'x-invoke-path': '/', 'x-invoke-output': '/', 'x-invoke-query': '%7B%7D' },
  { 'x-middleware-prefetch': '1' },
  { 'x-middleware-override-headers': 'cookie', 'x-middleware-request-cookie': 'next-auth.session-token=x' },
  { 'x-nextjs-data': '1' },
  { purpose: 'prefetch', 'x-nextjs-data': '1' },
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-prefetch': '2' },
  { rsc: '1', 'next-router-state-tree': tree },
  { rsc: '1', 'next-router-state-tree': tree, 'next-url': '/admin' },
  ...['/_tree', '/_full', '/_index', '/admin/__PAGE__'].map((segment) => ({
    rsc: '1',
    'next-router-prefetch': '1',
    'next-router-segment-prefetch': segment,
  })),
  { 'next-action': '0'.repeat(42) },
  { 'x-matched-path': '/', 'x-now-route-matches': '1=7&nxtPid=7' },
  { 'x-original-url': '/', 'x-rewrite-url': '/', 'x-forwarded-uri': '/', 'x-forwarded-prefix': '/open' },
  { 'x-http-method-override': 'HEAD' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
  { 'x-prerender-revalidate': 'x', 'x-prerender-revalidate-if-generated': '1' },
  { 'next-resume': '1' },
  { 'x-next-revalidated-tags': '*' },
  { authorization: 'Bearer x' },
  { cookie: '__prerender_bypass=x; __next_preview_data=x' },
  { cookie: 'next-auth.session-token=x.y.z; NEXT_LOCALE=fr' },
  { cookie: `next-auth.session-token=${btoa('{"alg":"none"}')}.${btoa('{"sub":"ann","name":"ann","exp":9999999999}')}.` },
]
const together: Record<string, string> = Object.assign({}, ...headers.filter((one) => !('cookie' in one)))

interface Answered {
  readonly status: number
  readonly text: string
  readonly headers: IncomingMessage['headers']
}

/** Sends a path as it is written: `fetch` would tidy it up. Follows Next to the address of the same thing for its router. */
async function send(origin: string, path: string, more: Record<string, string> = {}, method = 'GET'): Promise<Answered> {
  const answer = await sendOnce(origin, path, more, method)
  const { location } = answer.headers
  if (!('rsc' in more) || !location || path.includes('_rsc=') || !/[?&]_rsc(=|$)/.test(location)) return answer
  const { pathname, search } = new URL(location, origin)
  const followed = await sendOnce(origin, pathname + search, more, method)
  return { ...followed, text: answer.text + followed.text }
}

function sendOnce(origin: string, path: string, more: Record<string, string>, method: string): Promise<Answered> {
  const { hostname, port } = new URL(origin)
  const upgrades = 'upgrade' in more
  return new Promise((resolve, reject) => {
    const none = (): void => resolve({ status: 0, text: '', headers: {} })
    const asked = request({ hostname, port, path, method, headers: more, agent: false })
    asked.on('upgrade', (response, socket, first) => {
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, text: first.toString(), headers: response.headers })
    })
    asked.on('response', (response) => {
      let text = JSON.stringify(response.headers)
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }))
      response.on('error', reject)
    })
    // A request that the server cuts off, or one to upgrade that it leaves lying, is denied.
    asked.on('error', (error: NodeJS.ErrnoException) => (/ECONNRESET|HPE_|EPIPE/.test(`${error.code}`) ? none() : reject(error)))
    asked.setTimeout(upgrades ? 500 : 20_000, () => {
      asked.destroy()
      upgrades ? none() : reject(new Error(`No answer to ${method} ${path} with ${Object.keys(more).join(', ')}.`))
    })
    asked.end()
  })
}

interface Attempt {
  readonly path: string
  readonly headers?: Record<string, string>
  readonly method?: string
}

/** Every attempt of a list, several at a time; those that got what they should not. */
async function leaks(origin: string, attempts: readonly Attempt[]): Promise<string[]> {
  const left = [...attempts]
  const found: string[] = []
  const worker = async (): Promise<void> => {
    for (let one = left.pop(); one; one = left.pop()) {
      const { status, text } = await send(origin, one.path, one.headers, one.method)
      if (text.includes(word)) found.push(`${status} ${JSON.stringify(one)}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  return found
}

/** The cookies of somebody who signed in. */
async function signIn(origin: string): Promise<string> {
  const jar = new Map<string, string>()
  const keep = (response: Response): Response => {
    for (const { name, value } of response.headers.getSetCookie().map(takeApart)) jar.set(name, value)
    return response
  }
  const cookie = (): string => [...jar].map((pair) => pair.join('=')).join('; ')
  const { csrfToken } = (await keep(await fetch(`${origin}/api/auth/csrf`)).json()) as { csrfToken: string }
  const body = new URLSearchParams({ csrfToken, username: 'ann', password: 'right' })
  keep(
    await fetch(`${origin}/api/auth/callback/credentials`, {
      method: 'POST',
      body,
      headers: { cookie: cookie(), origin },
      redirect: 'manual',
    }),
  )
  return cookie()
}

describe.each(variants)('Next 16, %s', (_name, variant) => {
  let guarded: string
  beforeAll(() => {
    guarded = build(variant, inject('packed' as never))
  })

  describe.each([
    ['behind its proxy', {}],
    ['whose proxy somebody got around', { PROXY: 'bypassed' }],
  ])('a site %s', (_how, proxy: Record<string, string>) => {
    let running: Running
    let origin: string
    let buildId: string
    beforeAll(async () => {
      running = await start(guarded, { CONFIDENTIAL: word, ...proxy })
      origin = running.origin
      buildId = readFileSync(join(guarded, '.next/BUILD_ID'), 'utf8').trim()
    })
    afterAll(() => running?.stop())

    test('whoever is signed in sees everything, so that not to see it means something', async () => {
      const cookie = await signIn(origin)
      for (const [path, name] of kept) expect((await send(origin, path, { cookie })).text, path).toContain(`confidential-${name}-${word}`)
      expect((await send(origin, `/_next/data/${buildId}/en/vault.json`, { cookie, 'x-nextjs-data': '1' })).text).toContain(word)
      expect((await send(origin, '/admin', { cookie, rsc: '1' })).text).toContain(word)
      expect((await send(origin, '/fr/vault', { cookie })).text).toContain(word)
    })

    test.each(kept)('RT-25 %s: no header opens it', async (path) => {
      const attempts = headers.flatMap((one) => ['GET', 'HEAD', 'POST'].map((method) => ({ path, headers: one, method })))
      expect(await leaks(origin, [...attempts, { path, headers: together }])).toEqual([])
    })

    test.each(kept)('RT-26 %s: no other way to write it opens it', async (path) => {
      const paths = spellings(path, buildId)
      const some = [{}, together, { rsc: '1' }, { 'x-nextjs-data': '1' }, { rsc: '1', 'next-router-prefetch': '1' }]
      const attempts = paths.flatMap((written) => some.map((more) => ({ path: written, headers: more })))
      expect(await leaks(origin, attempts)).toEqual([])
    })

    test('RT-26 RT-14 an open page whose query names a closed one shows the open one', async () => {
      expect((await send(origin, '/records/open')).text).toContain('Open to everybody')
      const some = [{}, { rsc: '1' }, { 'x-nextjs-data': '1' }, { 'x-matched-path': '/records/[id]', 'x-now-route-matches': '1=7' }]
      expect(
        await leaks(
          origin,
          injected.flatMap((path) => some.map((more) => ({ path, headers: more }))),
        ),
      ).toEqual([])
    })

    test.each(kept)('RT-26 %s: an upgrade to a WebSocket and unusual methods open nothing', async (path) => {
      const upgrade = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': btoa('0123456789abcdef'),
        'sec-websocket-version': '13',
      }
      const methods = ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'QUERY']
      expect(await leaks(origin, [{ path, headers: upgrade }, ...methods.map((method) => ({ path, method }))])).toEqual([])
    })

    if ('PROXY' in proxy) return

    test.each([
      ...kept.map(([path]) => path),
      '/nowhere',
      '/records/open/x',
      '/Records/open',
      '/records/open%2f',
      '/robots.txt',
    ])('RT-27 %s: what `authorized` does not name is for people who are signed in, whether it exists or not', async (path) => {
      const answer = await send(origin, path)
      expect(answer.status).toBe(307)
      expect(new URL(answer.headers.location ?? '', origin).pathname).toBe('/api/auth/signin')
    })

    test.each(['/', '/records/open', '/api/auth/session', '/api/auth/signin'])('RT-27 %s is open', async (path) => {
      expect((await send(origin, path)).status).toBe(200)
    })
  })

  test.each([
    ['no secret', { AUTH_SECRET: '' }],
    ['a secret that can be guessed', { AUTH_SECRET: 'short' }],
    ['a host that nobody vouched for', { AUTH_URL: '' }],
    ['an address of the site that is none', { AUTH_URL: 'not a url' }],
    ['a store that cannot be opened', { STRATEGY: 'database', DATABASE_URL: 'sqlite:/nonexistent/folder/auth.db' }],
    ['a store that is none', { STRATEGY: 'database', DATABASE_URL: 'nothing://x' }],
    ['a strategy without a store', { STRATEGY: 'database' }],
  ] as [string, Record<string, string>][])('RT-28 with %s nothing is open that should not be', async (_what, wrong) => {
    const running = await start(guarded, { CONFIDENTIAL: word, PROXY: 'bypassed', ...wrong })
    try {
      const cookies = ['', 'next-auth.session-token=x', `next-auth.session-token=${'x'.repeat(43)}`]
      const ways = [{}, { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' }, { rsc: '1' }]
      const attempts = kept.flatMap(([path]) => cookies.flatMap((cookie) => ways.map((way) => ({ path, headers: { ...way, cookie } }))))
      expect(await leaks(running.origin, attempts)).toEqual([])
      for (const [path] of kept)
        expect((await send(running.origin, path, { cookie: 'next-auth.session-token=x' })).status, path).not.toBe(200)
      const session = await send(running.origin, '/api/auth/session', { cookie: 'next-auth.session-token=x' })
      expect(session.text).not.toContain('"user"')
    } finally {
      await running.stop()
    }
  })
})
