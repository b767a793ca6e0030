import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { configure } from '../../src/config/configure.js'
import { readEnvironment } from '../../src/config/env.js'
import { createAuth } from '../../src/engine/index.js'
import { credentialsProvider, emailProvider, oauthProvider, secret } from '../site.js'
import { visitor } from '../visitor.js'

const quiet = { error: () => {}, warn: () => {}, debug: () => {} }
const good = { providers: [credentialsProvider()], secret, url: 'https://app.example', logger: quiet }
const production = readEnvironment({ NODE_ENV: 'production' })
// biome-ignore lint/suspicious/noExplicitAny: what is wrong here is the point
const start = (options: any, env = production) => configure({ ...good, ...options }, env)

describe('a wrong option is refused by its name, with what was given and what is expected', () => {
  test.each([
    [{ session: { maxAge: -1 } }, '`session.maxAge` is -1', 'seconds above 0'],
    [{ session: { strategy: 'cookie' } }, '`session.strategy` is "cookie"', '"jwt" or "database"'],
    [{ session: { updateAge: 'x' } }, '`session.updateAge` is "x"', 'seconds, 0 or more'],
    [{ providers: {} }, '`providers` is of type object', 'a list of providers'],
    [{ providers: [{ ...credentialsProvider(), id: 'a/b' }] }, '`providers[0].id` is "a/b"', 'letters, digits'],
    [{ providers: [{ ...credentialsProvider(), id: 'session' }] }, '`providers[0].id` is "session"', 'not the name of a route'],
    [{ providers: [credentialsProvider(), credentialsProvider()] }, '`providers[1].id`', 'no other provider has'],
    [{ providers: [{ ...credentialsProvider(), authorize: 'x' }] }, '`credentials.authorize` is "x"', 'a function'],
    [
      { providers: [{ ...oauthProvider(), token: 'http://service.example/token' }] },
      'http://service.example/token',
      'dangerouslyAllowInsecureRequests',
    ],
    [{ providers: [{ ...oauthProvider(), authorization: 'HTTP://service.example/a' }] }, 'HTTP://service.example/a', 'https URLs'],
    [{ providers: [{ ...oauthProvider(), timeout: -1 }] }, '`service.timeout` is -1', 'milliseconds'],
    [{ providers: [{ ...oauthProvider(), timeout: '5000' }] }, '`service.timeout` is "5000"', 'whole milliseconds'],
    [{ providers: [{ ...oauthProvider(), timeout: 0.5 }] }, '`service.timeout` is 0.5', 'whole milliseconds'],
    [{ providers: [{ ...oauthProvider(), timeout: Number.POSITIVE_INFINITY }] }, '`service.timeout` is Infinity', 'whole milliseconds'],
    [{ providers: [{ ...oauthProvider(), timeout: 3_000_000_000 }] }, '`service.timeout` is 3000000000', 'below 2^31'],
    [{ providers: [{ ...oauthProvider(), httpOptions: { timeout: 0.5 } }] }, '`service.timeout` is 0.5', 'whole milliseconds'],
    [{ redirectProxyUrl: 'app.example/api/auth' }, '`redirectProxyUrl`', 'an http(s) URL'],
    [{ providers: [{ ...oauthProvider(), redirectProxyUrl: 'app.example/api/auth' }] }, '`service.redirectProxyUrl`', 'an http(s) URL'],
    [{ callbacks: { jwt: true } }, '`callbacks.jwt` is true', 'a function'],
    [{ pages: { signIn: 'javascript:alert(1)' } }, '`pages.signIn`', 'a path or an http(s) URL'],
    [{ pages: { signIn: '//evil.example' } }, '`pages.signIn`', 'a path'],
    [{ basePath: 'auth/' }, '`basePath` is "auth/"', 'begins with "/"'],
    [{ url: 'https://user:pw@app.example' }, '`url', 'without user'],
    [{ allowedRedirects: ['shop.example'] }, '`allowedRedirects`', 'a list of origins'],
    [{ secret: 7 }, '`secret` is of type number', 'text'],
    [{ database: 'nothing' }, '`database` is of type string', 'a URL'],
    [{ trustHosts: true }, '`trustHosts`', 'Did you mean `trustHost`'],
    [{ session: { maxage: 5 } }, '`session.maxage`', 'Did you mean `session.maxAge`'],
  ])('CF-04 CF-05 CF-06 %#: %j', (options, given, expected) => {
    expect(() => start(options)).toThrow(given)
    expect(() => start(options)).toThrow(expected)
  })

  test('CF-05 an unknown option without consequences is a warning with a hint', () => {
    const warn = vi.fn()
    start({ themes: 'dark', logger: { warn } })
    expect(warn).toHaveBeenCalledWith('UNKNOWN_OPTION', expect.stringContaining('Did you mean `theme`?'))
  })

  test('CF-05 an address of the environment is refused as one of the code is', () => {
    for (const address of ['app.example/api/auth', 'javascript:alert(1)', 'https://app.example/?a=b'])
      expect(() => start({}, readEnvironment({ NODE_ENV: 'production', AUTH_REDIRECT_PROXY_URL: address }))).toThrow('an http(s) URL')
  })

  test('what a strategy or a provider cannot do without is named', () => {
    expect(() => start({ session: { strategy: 'database' } })).toThrow('no `database` and no `adapter`')
    expect(() => start({ providers: [emailProvider([], [])] })).toThrow('Provider `email` signs in by mail')
    expect(() => start({ adapter: { getUser: () => null } })).toThrow('The adapter lacks: createUser')
    expect(() => start({ providers: [{ ...oauthProvider('git-hub'), clientId: undefined }] })).toThrow('AUTH_GIT_HUB_ID')
  })

  test('a check that is left out of a v4 list stays on', () => {
    const { providers } = start({ providers: [{ ...oauthProvider(), checks: ['state'] }] })
    expect((providers.get('service') as { checks?: readonly string[] }).checks).toEqual(['state', 'pkce'])
  })

  test.each([
    { checks: ['none'] },
    { protection: 'none' },
  ])('RFC 9700 §2.1 all of them stay on where a list says %j, with a warning', (said) => {
    const warn = vi.fn()
    const { providers } = start({ providers: [{ ...oauthProvider(), ...said }], logger: { warn } })
    expect((providers.get('service') as { checks?: readonly string[] }).checks).toEqual(['pkce', 'state'])
    expect(warn).toHaveBeenCalledWith('CHECKS_STAY_ON', expect.stringContaining('dangerouslySkipChecks'))
  })
})

describe('the secret', () => {
  test('CF-01 in production there has to be one, and the error says how to make it', () => {
    for (const wrong of [undefined, '', [], 'short', 'x'.repeat(64)]) expect(() => start({ secret: wrong })).toThrow('npx next-auth secret')
  })

  test('CF-01 the environment gives it, the newer name first, older ones after it', () => {
    const variables = { NODE_ENV: 'production', AUTH_SECRET: `${secret}-1`, NEXTAUTH_SECRET: `${secret}-2`, AUTH_SECRET_1: `${secret}-3` }
    expect(start({ secret: undefined }, readEnvironment(variables)).secrets).toEqual([`${secret}-1`, `${secret}-3`])
    expect(start({ secret: undefined }, readEnvironment({ NEXTAUTH_SECRET: `${secret}-2` })).secrets).toEqual([`${secret}-2`])
  })

  test('a weak one is taken in production only by an option that looks like it', () => {
    expect(start({ secret: 'short', dangerouslyAllowWeakSecret: true }).secrets).toEqual(['short'])
  })

  test('in development one is made and kept in a folder that git ignores', () => {
    const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder)
    try {
      const development = readEnvironment({ NODE_ENV: 'development' })
      const [made] = start({ secret: undefined }, development).secrets
      expect(made?.length).toBeGreaterThanOrEqual(43)
      expect(start({ secret: undefined }, development).secrets).toEqual([made])
      expect(readFileSync(join(folder, '.next-auth/.gitignore'), 'utf8')).toBe('*\n')
      expect(existsSync(join(folder, '.next-auth/secret'))).toBe(true)
    } finally {
      cwd.mockRestore()
      rmSync(folder, { recursive: true })
    }
  })
})

describe('which site it is', () => {
  const origin = async (options: object, headers: Record<string, string>) => {
    const auth = createAuth({ ...good, url: undefined, ...options })
    const response = await auth.handle(new Request('http://localhost:9/api/auth/providers', { headers }))
    if (response.status !== 200) return response.status
    return new URL(((await response.json()) as { credentials: { signinUrl: string } }).credentials.signinUrl).origin
  }

  test('HP-02 without configuration no host is believed in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    for (const host of ['app.example', 'localhost:3000', 'evil.com', '']) expect(await origin({}, { host })).toBe(400)
    vi.unstubAllEnvs()
  })

  test('HP-02 an allowed host is, exactly, and everything that only looks like it is not', async () => {
    const options = { allowedHosts: ['app.example', '*.preview.example'] }
    expect(await origin(options, { host: 'app.example' })).toBe('https://app.example')
    expect(await origin(options, { host: 'APP.example' })).toBe('https://app.example')
    expect(await origin(options, { host: 'one.preview.example' })).toBe('https://one.preview.example')
    for (const host of [
      'evil.com',
      'app.example.evil.com',
      'app.example:444@evil',
      'app.example.',
      'app.example/x',
      'a.b.preview.example',
      '.preview.example',
      'preview.example',
      'app.example:8443',
    ])
      expect(await origin(options, { host }), host).toBe(400)
  })

  test('FL-32 in development this machine is, and what only looks like it is not', async () => {
    vi.stubEnv('NODE_ENV', 'development')
    for (const host of ['localhost:3000', '127.0.0.1:4321', '[::1]:3000', 'app.localhost'])
      expect(await origin({}, { host })).toBe(`http://${host}`)
    for (const host of ['localhost.evil.com', '127.0.0.1.evil.com', '127.evil.com', 'localhost.evil'])
      expect(await origin({}, { host }), host).toBe(400)
    vi.unstubAllEnvs()
  })

  test('HP-03 HP-08 forwarded headers are nobody’s word unless somebody vouches for them', async () => {
    const forwarded = { host: 'app.example', 'x-forwarded-host': 'evil.com', 'x-forwarded-proto': 'http', forwarded: 'host=evil.com' }
    expect(await origin({ allowedHosts: ['app.example'] }, forwarded)).toBe('https://app.example')
    expect(await origin({ url: 'https://app.example' }, forwarded)).toBe('https://app.example')
    expect(
      await origin(
        { trustHost: true },
        { host: 'inside:3000', 'x-forwarded-host': 'client-said.example, app.example', 'x-forwarded-proto': 'https' },
      ),
    ).toBe('https://app.example')
    expect(await origin({ trustHost: true, allowedHosts: ['app.example'] }, forwarded)).toBe(400)
  })

  test('HP-06 the first request’s host is not the next one’s', async () => {
    const auth = createAuth({ ...good, url: undefined, allowedHosts: ['a.example', 'b.example'] })
    const asked = async (host: string) =>
      (await auth.handle(new Request('http://localhost/api/auth/providers', { headers: { host } }))).text()
    const [a, b] = await Promise.all([asked('a.example'), asked('b.example')])
    expect(a).toContain('https://a.example/')
    expect(b).toContain('https://b.example/')
    expect(b).not.toContain('a.example')
  })

  test('AUTH_URL and NEXTAUTH_URL give origin and base path', () => {
    expect(
      configure(
        { ...good, url: undefined },
        readEnvironment({ AUTH_URL: 'https://app.example/login', NEXTAUTH_URL: 'https://old.example' }),
      ).site,
    ).toMatchObject({ origin: 'https://app.example', basePath: '/login' })
    expect(configure({ ...good, url: undefined }, readEnvironment({ NEXTAUTH_URL: 'app.example' })).site).toMatchObject({
      origin: 'https://app.example',
      basePath: '/api/auth',
    })
  })
})

test('RT-13 two configurations in one process know nothing of each other', async () => {
  const one = createAuth({ ...good, url: 'https://one.example', basePath: '/one', debug: true })
  const two = createAuth({ ...good, url: 'https://two.example', basePath: '/two' })
  expect((await one.handle(new Request('https://one.example/one/session'))).status).toBe(200)
  expect((await two.handle(new Request('https://one.example/one/session'))).status).toBe(404)
  const csrf = await visitor(two, 'https://two.example', '/two').get('/csrf')
  expect(csrf.headers.getSetCookie()[0]).toMatch(/^__Host-/)
  expect(two.settings.debug).toBe(false)
})
