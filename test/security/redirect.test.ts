import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesOrigin, safeRedirect } from '../../src/http/url.js'
import { site } from '../site.js'
import { location, visitor } from '../visitor.js'

const rule = { origin: 'https://app.example', basePath: '/api/auth' }
const judge = (target: unknown, allowed: string[] = []) => safeRedirect(target, { ...rule, allowed })

const refused: [id: string, targets: unknown[]][] = [
  ['RD-02', ['https://evil.com', 'HTTPS://EVIL.COM', 'https:///evil.com']],
  ['RD-03', ['/\\evil.com', '\\\\evil.com', '\\/evil.com', '/\\/evil.com']],
  ['RD-04', ['/\t/evil.com', '/\n/evil.com', '\0//evil.com', ' //evil.com', '\r//evil.com', '//evil.com']],
  ['RD-05', ['https://app.example.evil.com', 'https://app.example@evil.com', 'https://app.exampleevil.com']],
  ['RD-06', ['https://app.example:8443/', 'http://app.example/', 'https://app.example./']],
  [
    'RD-08',
    [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\tscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc',
      'ftp://app.example',
      'ws://app.example',
    ],
  ],
  ['RD-11', ['https://user:pw@app.example/', 'https://user@app.example/']],
  ['RD-13', ['https://evil。com', 'https://аpp.example']],
  ['RD-14', ['//', 'https://', 'http:', 'https://app.example%40evil.com', 'https://[::1']],
  ['RD-15', [['/a'], { href: '/a' }, 1, null, undefined, `/${'x'.repeat(100_000)}`]],
  [
    'RD-23',
    [
      '/api/auth/signout',
      '/api/auth/callback/x?code=1',
      'https://app.example/api/auth/signout',
      '/api/auth/%73ignout',
      '/API/auth/signout',
    ],
  ],
]

describe('the judge', () => {
  test.each(refused)('%s is refused', (_id, targets) => {
    for (const target of targets) expect(judge(target), String(target).slice(0, 80)).toBeNull()
  })

  test('RD-07 a scheme without slashes is a path of this site, written absolutely', () => {
    expect(judge('https:evil.com')).toBe('https://app.example/evil.com')
    expect(judge('https:/evil.com')).toBe('https://app.example/evil.com')
  })

  test('RD-10 a path that begins with two slashes stays behind this origin', () => {
    for (const target of ['/.//evil.com', '/..//evil.com', 'https://app.example//evil.com'])
      expect(judge(target)).toBe('https://app.example//evil.com')
  })

  test('RD-13 a full-width spelling of our own host is our host', () => {
    expect(judge('https://ａpp.example/x')).toBe('https://app.example/x')
  })

  test('RD-16 RD-17 RD-18 fragments, queries, other alphabets and relative targets are kept, encoded', () => {
    expect(judge('/a?b=1&c=%0d%0a#d')).toBe('https://app.example/a?b=1&c=%0d%0a#d')
    expect(judge('/a\r\nSet-Cookie: x=y')).toBe('https://app.example/aSet-Cookie:%20x=y')
    expect(judge('/straße')).toBe('https://app.example/stra%C3%9Fe')
    expect(['?x', '#y', 'foo', ''].map((target) => judge(target))).toEqual([
      'https://app.example/?x',
      'https://app.example/#y',
      'https://app.example/foo',
      'https://app.example/',
    ])
  })

  test('RD-24 a wildcard is one label, on the same scheme and port, and nothing else', () => {
    const allowed = ['https://*.example.com']
    expect(judge('https://shop.example.com/x', allowed)).toBe('https://shop.example.com/x')
    const others = [
      'https://evil-example.com',
      'https://example.com.evil.com',
      'https://x.example.com@evil.com',
      'https://a.b.example.com',
      'https://example.com',
      'http://a.example.com',
      'https://a.example.com:8443',
      'a.example.com.evil',
    ]
    for (const other of others) expect(judge(other, allowed)?.startsWith('https://app.example/') ?? true, other).toBe(true)
    expect(matchesOrigin(new URL('https://aXexample.com'), 'https://a.example.com')).toBe(false)
    expect(judge('https://shop.example.com/x', ['https://shop.example.com'])).toBe('https://shop.example.com/x')
  })

  test('FZ-01 whatever it lets pass has this origin for the URL parser and for plain eyes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constantFrom(...refused.flatMap(([, list]) => list.map(String)))),
        (target) => {
          const safe = judge(target)
          if (safe === null) return true
          return new URL(safe).origin === rule.origin && /^https:\/\/app\.example(?:[/?#]|$)/.test(safe)
        },
      ),
      { numRuns: 2000, seed: 20_261_123 },
    )
  })
})

describe('every exit', () => {
  const hostile = refused
    .flatMap(([, list]) => list)
    .filter((target): target is string => typeof target === 'string' && target.length < 8000)
  const watched = site({ allowedRedirects: [] })
  const exits: [name: string, go: (callbackUrl: string) => Promise<string>][] = [
    [
      'credentials',
      async (callbackUrl) =>
        location(await visitor(watched.auth).post('/callback/credentials', { username: 'ann', password: 'right', callbackUrl })).href,
    ],
    [
      'wrong credentials',
      async (callbackUrl) =>
        location(await visitor(watched.auth).post('/callback/credentials', { username: 'ann', password: 'wrong', callbackUrl })).href,
    ],
    ['sign-out', async (callbackUrl) => location(await visitor(watched.auth).post('/signout', { callbackUrl })).href],
    [
      'JSON',
      async (callbackUrl) =>
        ((await (await visitor(watched.auth).post('/signout', { callbackUrl, json: 'true' })).json()) as { url: string }).url,
    ],
    [
      'v5 JSON',
      async (callbackUrl) =>
        (
          (await (await visitor(watched.auth).post('/signout', { callbackUrl }, { 'x-auth-return-redirect': '1' })).json()) as {
            url: string
          }
        ).url,
    ],
    ['e-mail', async (callbackUrl) => mailed(callbackUrl)],
    ['a planted cookie (RD-19)', async (callbackUrl) => planted(callbackUrl)],
  ]

  async function mailed(callbackUrl: string): Promise<string> {
    const someone = visitor(watched.auth)
    await someone.post('/signin/email', { email: `someone${Math.floor(performance.now() * 1000)}@app.example`, callbackUrl })
    const link = new URL(watched.mails.at(-1)?.url ?? '')
    const fields = Object.fromEntries(link.searchParams)
    return location(await someone.post('/callback/email', { ...fields, callbackUrl: fields.callbackUrl ?? callbackUrl })).href
  }

  async function planted(callbackUrl: string): Promise<string> {
    const someone = visitor(watched.auth)
    const csrfToken = await someone.csrfToken()
    someone.cookies.set('__Host-next-auth.callback-url', encodeURIComponent(callbackUrl))
    return location(await someone.post('/signout', { csrfToken })).href
  }

  test.each(exits)('RD-20 %s leads to no other site', async (_name, go) => {
    for (const target of hostile) {
      const to = new URL(await go(target))
      expect(to.origin, target).toBe('https://app.example')
      expect(to.pathname, target).not.toMatch(/\/(signout|callback\/.*)$/)
    }
  })

  test('RD-20 RD-22 pages carry no other target into their forms', async () => {
    for (const target of ['https://evil.com', '//evil.com', '/api/auth/signin?callbackUrl=https%3A%2F%2Fevil.com']) {
      const html = await (await visitor(watched.auth).get(`/signin?callbackUrl=${encodeURIComponent(target)}`)).text()
      const values = [...html.matchAll(/name="callbackUrl" value="([^"]*)"/g)].map(([, value]) => value as string)
      expect(values.length).toBeGreaterThan(0)
      for (const value of values) expect(new URL(value.replaceAll('&amp;', '&')).origin).toBe('https://app.example')
    }
  })

  test.each([
    () => 'https://evil.example',
    () => 'not a url at all://',
    () => 7 as never,
    () => {
      throw new Error('no')
    },
  ])('RD-25 a redirect callback cannot lead away either', async (redirect) => {
    const { auth } = site({ callbacks: { redirect } })
    expect(location(await visitor(auth).post('/signout', { callbackUrl: '/x' })).origin).toBe('https://app.example')
  })

  test('RD-25 a redirect callback chooses within what is allowed', async () => {
    const { auth } = site({ allowedRedirects: ['https://shop.example'], callbacks: { redirect: () => 'https://shop.example/done' } })
    expect(location(await visitor(auth).post('/signout')).href).toBe('https://shop.example/done')
  })

  test('RD-26 a place named by the signIn callback is judged too', async () => {
    const to = async (answer: string) =>
      location(
        await visitor(site({ callbacks: { signIn: () => answer } }).auth).post('/callback/credentials', {
          username: 'ann',
          password: 'right',
        }),
      )
    expect((await to('/please-wait')).href).toBe('https://app.example/please-wait')
    expect((await to('https://evil.example')).searchParams.get('error')).toBe('AccessDenied')
  })

  test('RD-27 after a POST the redirect is a 303', async () => {
    expect((await visitor(watched.auth).post('/signout')).status).toBe(303)
    expect((await visitor(watched.auth).post('/callback/credentials', { username: 'ann', password: 'right' })).status).toBe(303)
  })

  test('RD-29 a relative target is one of the configured site, whatever the Host says', async () => {
    const someone = visitor(watched.auth)
    const response = await someone.post('/signout', { callbackUrl: '/x' }, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
    expect(location(response).href).toBe('https://app.example/x')
  })
})

test('RD-22 a page option that names the built-in page leads to no loop', async () => {
  const pages = {
    signIn: '/api/auth/signin',
    signOut: 'https://app.example/api/auth/signout/',
    error: '/api/auth/error?from=us',
    verifyRequest: '/api/auth/verify-request',
  }
  const someone = visitor(site({ pages }).auth)
  for (const path of ['/signin', '/signout', '/error', '/verify-request']) expect((await someone.get(path)).status, path).toBe(200)
})

test('RD-20 a sign-in page of one’s own is handed no other site’s address by a failed attempt', async () => {
  const someone = visitor(site({ pages: { signIn: '/login' } }).auth)
  const attempt = async (callbackUrl: string) =>
    location(await someone.post('/signin/service', { csrfToken: 'x', callbackUrl })).searchParams.get('callbackUrl')
  expect(await attempt('https://evil.example/')).toBeNull()
  expect(await attempt('/cart')).toBe('https://app.example/cart')
})
