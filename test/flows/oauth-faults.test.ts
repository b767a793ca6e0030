import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outbound } from '../../src/oauth/outbound.js'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { type Faults, json, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { second } from '../providers/modules.js'
import { ask, begin, bring, errorOf, signIn, type Walk, walk } from '../providers/walk.js'
import { location, visitor } from '../visitor.js'

let op: Misbehaving
beforeAll(async () => {
  op = await misbehaving()
})
afterAll(() => op.close())
beforeEach(() => op.behave())

type Instead = NonNullable<Faults['instead']>
type Path = keyof Instead
const plain: Partial<OAuthProvider> = { idToken: false }
const minute = 60_000

/** One sign-in while a path answers otherwise. */
async function attempt(
  path: Path,
  answer: NonNullable<Instead[Path]>,
  more = plain,
): Promise<Walk & { error: string | null; text: string }> {
  op.faults = { instead: { [path]: answer } }
  const walking = walk({ providers: [op.provider(more)] })
  const response = await signInOrNot(walking)
  return { ...walking, error: errorOf(response), text: location(response).href + (await response.text()) }
}

async function signInOrNot({ someone }: Walk): Promise<Response> {
  const started = await someone.post('/signin/op')
  return errorOf(started) === null ? bring(someone, await ask(location(started))) : started
}

async function expectRefused({ error, someone, calls }: Walk & { error: string | null }): Promise<void> {
  expect(error).toMatch(/^OAuth(CallbackError|Signin)$/)
  expect(await someone.session()).toBeNull()
  expect(calls.filter((call) => !call.startsWith('fetch'))).toEqual([])
}

const body =
  (text: string | Buffer, type = 'application/json', status = 200): NonNullable<Instead[Path]> =>
  (response) => {
    response.writeHead(status, { 'content-type': type }).end(text)
  }
const everywhere: Path[] = ['/.well-known/openid-configuration', '/token', '/jwks', '/userinfo']

describe.each(everywhere)('a fault at %s refuses this sign-in and nothing else', (path) => {
  test.each([500, 502, 503, 429, 404, 403, 401, 400])('PF-02 PF-14 status %i, asked once', async (status) => {
    await expectRefused(
      await attempt(path, (response) =>
        response.writeHead(status, { 'retry-after': '1', 'content-type': 'application/json' }).end('{"error":"server_error"}'),
      ),
    )
    expect(op.requests.filter((one) => one === path).length).toBe(1)
  })

  test.each([
    ['truncated', '{"access_token":"x'],
    ['empty', ''],
    ['BOM only', '\uFEFF'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"x"'],
    ['garbage', '\u0000\u0001'],
  ])('PF-03 %s', async (_what, text) => {
    await expectRefused(await attempt(path, body(text)))
  })

  test('PF-04 a login page with status 200, of which nothing is repeated', async () => {
    const walking = await attempt(path, body('<html><body>SECRET-PAGE<form></form></body></html>', 'text/html'))
    await expectRefused(walking)
    const said = walking.text + walking.errors.map((error) => `${error.message} ${String(error.cause)} ${error.stack}`).join()
    expect(said).not.toContain('SECRET-PAGE')
  })

  test('PF-05 too much, and far too much after decompression', async () => {
    await expectRefused(await attempt(path, body(`{"x":"${'x'.repeat(2 * 1024 * 1024)}"}`)))
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, 'x'))
    await expectRefused(
      await attempt(path, (response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
      ),
    )
  })

  test('PF-05 the right answer, but larger than 1 MiB', async () => {
    const large = (right: object) => ({ ...right, padding: 'x'.repeat(1024 * 1024) })
    const fits = (right: object) => ({ ...right, padding: 'x'.repeat(512 * 1024) })
    for (const [change, accepts] of [
      [fits, true],
      [large, false],
    ] as const) {
      const keys: Faults['keys'] = (right) => [...right, { kty: 'oct', ...change({}) }]
      const faults: Record<Path, Faults> = {
        '/.well-known/openid-configuration': { metadata: change },
        '/token': { tokens: change },
        '/jwks': { keys },
        '/userinfo': { userinfo: change },
      }
      op.faults = faults[path]
      const walking = walk({ providers: [op.provider(plain)] })
      const error = errorOf(await signInOrNot(walking))
      if (accepts) expect(error).toBeNull()
      else await expectRefused({ ...walking, error })
    }
  })

  test('PF-05 endless', async () => {
    const walking = await attempt(path, (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) {}
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    })
    await expectRefused(walking)
  })

  test.each([301, 302, 303, 307, 308])('PF-07 a redirect (%i) is not followed', async (status) => {
    await expectRefused(await attempt(path, (response) => response.writeHead(status, { location: `${op.url}/elsewhere` }).end()))
    expect(op.requests).not.toContain('/elsewhere')
  })

  test('PF-01 the connection ends in the middle', async () => {
    await expectRefused(
      await attempt(path, (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"a":')
        setTimeout(() => response.destroy(), 20)
      }),
    )
  })

  test('PF-18 headers without end', async () => {
    await expectRefused(await attempt(path, (response) => response.writeHead(200, { 'x-much': 'x'.repeat(300_000) }).end('{}')))
  })
})

describe('time', () => {
  test('PF-01 nobody answers: an error at the deadline, and the socket is freed', async () => {
    const sockets = new Set<object>()
    const server = createTcpServer((socket) => {
      sockets.add(socket.resume())
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const began = performance.now()
    await expect(outbound({ fetch, insecure: true, milliseconds: 200 })(`http://127.0.0.1:${port}/`)).rejects.toThrow(/in time/)
    expect(performance.now() - began).toBeLessThan(2000)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(sockets.size).toBe(0)
    server.close()
  })

  test('PF-01 one octet at a time does not stretch the deadline', async () => {
    op.faults.instead = {
      '/token': (response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const timer = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(timer))
      },
    }
    const began = performance.now()
    await expect(outbound({ fetch, insecure: true, milliseconds: 300 })(`${op.url}/token`, { method: 'POST' })).rejects.toThrow(/in time/)
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test("PF-01 a `fetch` of the application's own that never ends", async () => {
    await expect(outbound({ fetch: () => new Promise(() => {}), insecure: true, milliseconds: 100 })('http://127.0.0.1/')).rejects.toThrow(
      /in time/,
    )
  })

  test('PF-01 connection refused', async () => {
    const walking = walk({ providers: [op.provider({ token: 'http://127.0.0.1:9/token' })] })
    await expectRefused({ ...walking, error: errorOf(await signInOrNot(walking)) })
  })

  test('PF-23 the visitor leaves while the code is exchanged: the call ends, and nobody is signed in', async () => {
    let arrived = () => {}
    const reached = new Promise<void>((resolve) => {
      arrived = resolve
    })
    let ended = () => {}
    const closed = new Promise<void>((resolve) => {
      ended = resolve
    })
    op.faults.instead = {
      '/token': (response) => {
        response.on('close', ended)
        arrived()
      },
    }
    const walking = walk({ providers: [op.provider()] })
    const { path, fields } = await ask(await begin(walking.someone, 'op'))
    const leaving = new AbortController()
    const response = walking.someone.send(`${path}?${new URLSearchParams(fields)}`, { signal: leaving.signal })
    await reached
    const began = performance.now()
    leaving.abort()
    await closed
    expect(performance.now() - began).toBeLessThan(3000)
    await expectRefused({ ...walking, error: errorOf(await response) })
  })
})

describe('tokens', () => {
  test.each([
    ['an error with status 200', () => ({ error: 'bad_verification_code' })],
    ['no access token', ({ access_token: _none, ...right }: Record<string, unknown>) => right],
    ['an empty access token', (right: Record<string, unknown>) => ({ ...right, access_token: '' })],
    ['an access token that is a number', (right: Record<string, unknown>) => ({ ...right, access_token: 7 })],
  ])('PF-06 %s', async (_what, tokens) => {
    op.faults.tokens = tokens
    const walking = walk({ providers: [op.provider()] })
    await expectRefused({ ...walking, error: errorOf(await signInOrNot(walking)) })
  })

  test.each([
    ['text', '3600', 3600],
    ['negative', -5, undefined],
    ['huge', 1e20, undefined],
    ['null', null, undefined],
    ['empty', '', undefined],
    ['NaN', 'soon', undefined],
    ['a list', [1], undefined],
    ['zero', 0, 0],
  ])('PF-17 expires_in %s', async (_what, expires_in, lives) => {
    const accounts: { expires_at?: number }[] = []
    op.faults.tokens = (right) => ({ ...right, expires_in, refresh_token: null, scope: ['a', 'b'] })
    const { someone } = walk({
      providers: [op.provider()],
      callbacks: {
        signIn: ({ account }) => {
          accounts.push(account as object)
          return true
        },
      },
    })
    expect(errorOf(await signIn(someone, 'op'))).toBeNull()
    const [account] = accounts
    if (lives === undefined) expect(account).not.toHaveProperty('expires_at')
    else expect(Math.abs((account?.expires_at ?? 0) - Date.now() / 1000 - lives)).toBeLessThan(5)
    expect(account).toMatchObject({ scope: 'a b' })
  })

  test('LG-01 no token, code or secret is in an error', async () => {
    op.faults = { tokens: (right) => ({ ...right, access_token: 'CANARY-TOKEN', id_token: 'CANARY.ID.TOKEN', token_type: 'mac' }) }
    const errors: unknown[] = []
    const debug: unknown[] = []
    const { someone } = walk({
      providers: [op.provider({ clientSecret: 'a:secret % with + and é' })],
      debug: true,
      logger: { error: (error) => errors.push(error), warn: (...all) => debug.push(all), debug: (...all) => debug.push(all) },
    })
    const answer = await ask(await begin(someone, 'op'))
    await bring(someone, answer)
    const { inspect } = await import('node:util')
    const said = inspect([errors, debug], { depth: 20, showHidden: true })
    for (const secret of ['CANARY', answer.fields.code as string, answer.fields.state as string, 'a:secret'])
      expect(said).not.toContain(secret)
    expect(said).toContain('op')
  })
})

describe('keys', () => {
  const badKid: Faults = { header: ({ alg }) => ({ alg, kid: `bad-${Math.random()}` }) }

  test('PF-08 an unknown kid is one more fetch, and many are not more', async () => {
    const walking = walk({ providers: [op.provider()] })
    await signIn(walking.someone, 'op')
    op.requests.length = 0
    op.faults = badKid
    await Promise.all(Array.from({ length: 10 }, () => signIn(visitor(walking.auth), 'op')))
    for (let i = 0; i < 10; i++) expect(errorOf(await signIn(visitor(walking.auth), 'op'))).toBe('OAuthCallbackError')
    expect(op.requests.filter((path) => path === '/jwks').length).toBe(1)
    walking.turn(61_000)
    await signIn(visitor(walking.auth), 'op')
    expect(op.requests.filter((path) => path === '/jwks').length).toBe(2)
  })

  test('PF-09 keys change before, between and during two sign-ins: both succeed with one more fetch', async () => {
    const walking = walk({ providers: [op.provider()] })
    expect(errorOf(await signIn(walking.someone, 'op'))).toBeNull()
    op.requests.length = 0
    op.keys = [second]
    const both = await Promise.all([signIn(visitor(walking.auth), 'op'), signIn(visitor(walking.auth), 'op')])
    expect(both.map(errorOf)).toEqual([null, null])
    expect(op.requests.filter((path) => path === '/jwks').length).toBe(1)
  })

  test('PF-10 keys cannot be read: the old ones serve for an hour, and without old ones it is an error', async () => {
    const walking = walk({ providers: [op.provider()] })
    await signIn(walking.someone, 'op')
    op.faults.instead = { '/jwks': (response) => response.writeHead(503).end() }
    for (const [ahead, error] of [
      [30 * minute, null],
      [45 * minute, 'OAuthCallbackError'],
    ] as const) {
      walking.turn(ahead)
      const signWith = () => op.keys[0] as never
      op.faults = { ...op.faults, signWith, claims: (right) => later(right, walking) }
      expect(errorOf(await signIn(visitor(walking.auth), 'op'))).toBe(error)
    }
    const cold = walk({ providers: [op.provider()] })
    await expectRefused({ ...cold, error: errorOf(await signInOrNot(cold)) })
  })

  /** The provider's clock goes with the site's. */
  function later(right: Record<string, unknown>, { auth }: Walk): Record<string, unknown> {
    const now = Math.floor(auth.settings.clock() / 1000)
    return { ...right, iat: now, exp: now + 300 }
  }
})

describe('descriptions', () => {
  test.each([
    ['another issuer', (right: object) => ({ ...right, issuer: 'https://evil.example' })],
    ['the issuer with a slash', (right: object) => ({ ...right, issuer: `${op.url}/` })],
    ['no issuer', (right: object) => ({ ...right, issuer: undefined })],
    ['no token endpoint', (right: object) => ({ ...right, token_endpoint: undefined })],
    ['no authorization endpoint', (right: object) => ({ ...right, authorization_endpoint: undefined })],
    ['no keys', (right: object) => ({ ...right, jwks_uri: undefined })],
    ['an endpoint that is no URL', (right: object) => ({ ...right, token_endpoint: '/token' })],
    ['an endpoint that is a script', (right: object) => ({ ...right, authorization_endpoint: 'javascript:alert(1)' })],
    ['an endpoint that is a file', (right: object) => ({ ...right, jwks_uri: 'file:///etc/passwd' })],
  ])('PF-12 O-14 with %s: this provider fails, others and session reads work', async (_what, metadata) => {
    const other = await misbehaving()
    op.faults = { metadata: metadata as never }
    const walking = walk({ providers: [op.provider(), other.provider({ id: 'other' })] })
    expect(errorOf(await walking.someone.post('/signin/op'))).toBe('OAuthSignin')
    expect(errorOf(await signIn(walking.someone, 'other'))).toBeNull()
    expect(await walking.someone.session()).not.toBeNull()
    expect(op.requests).toEqual(['/.well-known/openid-configuration'])
    await other.close()
  })

  test('PF-12 a slash too much is named to the developer', async () => {
    op.faults = { metadata: (right) => ({ ...right, issuer: `${op.url}/` }) }
    const walking = walk({ providers: [op.provider()] })
    await walking.someone.post('/signin/op')
    expect(walking.errors.map((error) => String(error.cause))).toEqual([expect.stringMatching(/"\/" at the end/)])
  })

  test('PF-13 read once for a hundred first visitors, again after an hour, and a failure is not kept', async () => {
    const walking = walk({ providers: [op.provider()] })
    const count = () => op.requests.filter((path) => path.startsWith('/.well-known')).length
    op.faults.instead = { '/.well-known/openid-configuration': (response) => response.writeHead(500).end() }
    expect(errorOf(await walking.someone.post('/signin/op'))).toBe('OAuthSignin')
    op.behave()
    const all = await Promise.all(Array.from({ length: 100 }, () => visitor(walking.auth).post('/signin/op')))
    expect(all.every((response) => location(response).origin === op.url)).toBe(true)
    expect(count()).toBe(1)
    walking.turn(61 * minute)
    await visitor(walking.auth).post('/signin/op')
    expect(count()).toBe(2)
  })

  test('PF-13 when it cannot be read again, the old one serves for a day', async () => {
    const walking = walk({ providers: [op.provider()] })
    await walking.someone.post('/signin/op')
    op.faults.instead = { '/.well-known/openid-configuration': (response) => response.writeHead(500).end() }
    walking.turn(2 * 60 * minute)
    expect(location(await visitor(walking.auth).post('/signin/op')).origin).toBe(op.url)
    walking.turn(25 * 60 * minute)
    expect(errorOf(await visitor(walking.auth).post('/signin/op'))).toBe('OAuthSignin')
  })

  test('PF-07 PF-20 plain http is not asked, unless that was said loudly', async () => {
    const careful = outbound({ fetch, insecure: false })
    for (const url of [op.url, 'http://169.254.169.254/', 'file:///etc/passwd', 'data:application/json,{}', 'ftp://example.com/'])
      await expect(careful(url)).rejects.toThrow(/https/)
  })
})

describe('profiles', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('mapper')
      },
    ],
    ['returns nothing', () => undefined],
    ['returns null', () => null],
    ['returns a text', () => 'ann'],
    ['returns a list', () => []],
    ['rejects', () => Promise.reject(new Error('mapper'))],
  ])('PF-16 `profile()` %s', async (_what, profile) => {
    const walking = walk({ providers: [op.provider({ profile: profile as never })] })
    await expectRefused({ ...walking, error: errorOf(await signInOrNot(walking)) })
    expect(walking.errors.map((error) => (error as { type?: string }).type)).toEqual(['OAuthProfileParseError'])
  })

  test('D12 what `profile()` does to its argument stays there', async () => {
    const seen: unknown[] = []
    const walking = walk({
      providers: [
        op.provider({
          profile: (profile) => {
            const id = profile.sub as string
            profile.sub = 'evil'
            profile.email_verified = true
            return { id }
          },
        }),
      ],
      callbacks: {
        signIn: ({ profile }) => {
          seen.push(profile?.sub)
          return true
        },
      },
    })
    await signIn(walking.someone, 'op')
    expect(seen).toEqual(['ann-1'])
  })

  test('PF-24 a slow first answer and a fast second one: each visitor is who they are', async () => {
    const walking = walk({ providers: [op.provider({ idToken: false })] })
    const [slow, fast] = [visitor(walking.auth), visitor(walking.auth)]
    const answers = [await ask(await begin(slow, 'op')), await ask(await begin(fast, 'op'))]
    let asked = 0
    op.faults.claims = (right) => ({
      ...right,
      sub: asked++ === 0 ? 'slow' : 'fast',
      name: asked === 1 ? 'Slow' : 'Fast',
      email: undefined,
    })
    op.faults.userinfo = (right) => right
    let userinfos = 0
    op.faults.instead = {
      '/userinfo': (response) => {
        const mine = userinfos++
        setTimeout(() => json(response, { sub: mine === 0 ? 'slow' : 'fast' }), mine === 0 ? 200 : 0)
      },
    }
    const first = bring(slow, answers[0] as never)
    await new Promise((resolve) => setTimeout(resolve, 80))
    await bring(fast, answers[1] as never)
    await first
    expect([(await slow.session()).user.name, (await fast.session()).user.name]).toEqual(['Slow', 'Fast'])
  })
})
