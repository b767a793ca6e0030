import { expect } from 'vitest'
import { memory } from '../../../src/adapters/memory.js'
import { type Visitor, visitor } from '../../visitor.js'
import { ann, beside, credentials, email, otherwise, seen, service, type Walk } from '../beside.js'
import { withEnvironment } from '../environment.js'
import { ours } from '../ours.js'
import type { Options } from '../published.js'
import { differs, type Generation, type Row, rows, type Verdict } from '../table.js'

const kind = 'Options'
const all = { v3: 'same', v4: 'same', v5: 'same' } as const
const modern = { v4: 'same', v5: 'same' } as const
const nowhere = 'http://127.0.0.1:9'

/** Seen on both. */
const option = (
  path: string,
  of: string,
  verdicts: Parameters<typeof beside>[2],
  options: Parameters<typeof beside>[4],
  walk: Walk,
): Row[] => beside(kind, `\`${path}\`${of}`, verdicts, walk, options)

/** Seen on ours alone, where theirs needs a server of its own, or shows nothing. */
const own = (
  path: string,
  of: string,
  verdicts: Partial<Record<Generation, Verdict>>,
  check: (generation: Generation) => Promise<void>,
): Row[] => rows(kind, `\`${path}\`${of}`, verdicts, check)

const signedIn: Walk = async (someone) => {
  await someone.post('/callback/credentials', ann)
  return seen(await someone.get('/session'))
}
const mailed = async (someone: Visitor, options: Options): Promise<Response> => {
  await someone.post('/signin/email', { email: 'ann@app.example' })
  const link = new URL(options.providers[2].mails[0])
  const opened = await someone.send(link.href)
  return opened.status === 200 ? someone.post('/callback/email', Object.fromEntries(link.searchParams)) : opened
}
const cookieOf = (someone: Visitor, ending: string) => [...someone.cookies].find(([name]) => name.endsWith(ending))?.[1]
const html = async (someone: Visitor, path = '/signin') => (await someone.get(path)).text()
const linesOf = (response: Response, name: string) => response.headers.getSetCookie().filter((line) => line.split('=')[0]?.includes(name))
const stored = (at: string): Options => ({
  adapter: memory(),
  session: { strategy: 'database' },
  providers: [credentials(), service(at), email()],
})

/** A site of ours that has somebody signed in. */
async function entered(options: Options): Promise<{ someone: Visitor; site: ReturnType<typeof ours> }> {
  const site = ours({ providers: [credentials()], ...options })
  const someone = visitor(site)
  await someone.post('/callback/credentials', ann)
  return { someone, site }
}

export const options: Row[] = [
  ...option('providers', ', in the order of the page', all, undefined, async (someone) =>
    Object.keys((await seen(await someone.get('/providers'))).json),
  ),
  ...own('database', ', a URL or TypeORM’s options', { v3: 'same' }, async () => {
    for (const database of ['sqlite::memory:', { type: 'sqlite', database: ':memory:', synchronize: true }]) {
      const mail = email()
      const someone = visitor(ours({ database, providers: [mail] }))
      await mailed(someone, { providers: [0, 0, mail] })
      expect(await someone.session()).toMatchObject({ user: { email: 'ann@app.example' } })
    }
  }),
  ...own('secret', ', text', all, async () => {
    const { someone, site } = await entered({})
    const other = ours({ providers: [credentials()], secret: 'another-secret-for-tests-only-0123456789' })
    const cookie = [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const read = async (from: typeof site) =>
      (await from.handle(new Request('https://app.example/api/auth/session', { headers: { cookie, host: 'app.example' } }))).json()
    expect(await read(site)).toMatchObject({ user: { name: 'ann' } })
    expect(await read(other)).toBeNull()
  }),
  ...own('secret', ', a list: the first writes, all read', { v5: 'same' }, async () => {
    const [older, newer] = ['an-older-secret-for-tests-0123456789-abc', 'a-newer-secret-for-tests-0123456789-abc']
    const { someone } = await entered({ secret: older })
    const rotated = ours({ providers: [credentials()], secret: [newer, older] })
    const cookie = [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await rotated.handle(new Request('https://app.example/api/auth/session', { headers: { cookie, host: 'app.example' } }))
    expect(await answer.json()).toMatchObject({ user: { name: 'ann' } })
  }),
  ...own(
    'secret',
    ' left out, in production',
    {
      v3: differs('an error at start, where v3 makes one of the configuration', '0652'),
      v4: differs('an error at start, where v4 answers each request with one', '0652'),
      v5: differs('an error at start, where v5 answers each request with one', '0652'),
    },
    () =>
      withEnvironment({ NODE_ENV: 'production', NEXTAUTH_URL: undefined }, async () => {
        expect(() => ours({ providers: [credentials()], secret: undefined })).toThrow(/AUTH_SECRET/)
      }),
  ),
  ...option('session.jwt', ', `true` without a database', { v3: 'same' }, () => ({ session: { jwt: true } }), signedIn),
  ...option('session.strategy', ', `jwt`', modern, () => ({ session: { strategy: 'jwt' } }), signedIn),
  ...option(
    'session.strategy',
    ', `database`',
    modern,
    (_g, at) => stored(at),
    async (someone, _g, options) => {
      await mailed(someone, options)
      const value = cookieOf(someone, 'session-token') ?? ''
      return { isToken: value.split('.').length > 2, session: (await seen(await someone.get('/session'))).json }
    },
  ),
  ...option(
    'session.maxAge',
    '',
    all,
    () => ({ session: { strategy: 'jwt', maxAge: 7200 } }),
    async (someone) => {
      await someone.post('/callback/credentials', ann)
      const { expires } = await someone.session()
      return Math.round((Date.parse(expires) - Date.now()) / 600_000)
    },
  ),
  ...option(
    'session.updateAge',
    ', 0: each look at the session prolongs it',
    all,
    () => ({ session: { strategy: 'jwt', updateAge: 0 } }),
    async (someone) => {
      await someone.post('/callback/credentials', ann)
      return linesOf(await someone.get('/session'), 'session-token').length
    },
  ),
  ...option(
    'session.updateAge',
    ' of a token, left out',
    {
      v3: otherwise(0, 'a token is renewed when it is due; v3 does it at every look', '0103'),
      v4: otherwise(0, 'a token is renewed when it is due; v4 does it at every look', '0103'),
      v5: otherwise(0, 'a token is renewed when it is due; v5 does it at every look', '0103'),
    },
    undefined,
    async (someone) => {
      await someone.post('/callback/credentials', ann)
      return linesOf(await someone.get('/session'), 'session-token').length
    },
  ),
  ...option(
    'session.generateSessionToken',
    '',
    modern,
    (_g, at) => ({ ...stored(at), session: { strategy: 'database', generateSessionToken: () => 'a-token-of-the-application' } }),
    async (someone, _g, options) => {
      await mailed(someone, options)
      return cookieOf(someone, 'session-token')
    },
  ),
  ...option(
    'jwt.secret',
    '',
    { v3: 'same', v4: 'same' },
    () => ({ secret: undefined, jwt: { secret: 'a-secret-for-tokens-only-0123456789-abc' } }),
    signedIn,
  ),
  ...own('jwt.maxAge', '', all, async () => {
    const { someone } = await entered({ jwt: { maxAge: 600 } })
    const { expires } = await someone.session()
    expect(Math.abs(Date.parse(expires) - Date.now() - 600_000)).toBeLessThan(5_000)
  }),
  ...option(
    'jwt.encryption',
    ', `true`: a JWE',
    { v3: 'same' },
    () => ({ jwt: { encryption: true } }),
    async (someone) => {
      await someone.post('/callback/credentials', ann)
      return cookieOf(someone, 'session-token')?.split('.').length
    },
  ),
  ...option(
    'jwt.encryption',
    ' left out: what the cookie holds',
    {
      v3: 'same',
      v4: otherwise(3, 'signed, and readable, as in v3; `encryption: true` makes it what v4 has', '0658'),
      v5: otherwise(3, 'signed, and readable, as in v3; `encryption: true` makes it what v5 has', '0658'),
    },
    undefined,
    async (someone) => {
      await someone.post('/callback/credentials', ann)
      return cookieOf(someone, 'session-token')?.split('.').length
    },
  ),
  ...['signingKey', 'encryptionKey'].flatMap((name) =>
    own(`jwt.${name}`, '', { v3: differs('opens what v3 made; what is new has keys made of `secret`', '0601') }, async () => {
      const key = JSON.stringify({ kty: 'oct', k: Buffer.alloc(name === 'signingKey' ? 64 : 32, 7).toString('base64url') })
      const { site } = await entered({ jwt: { [name]: key } })
      expect(site.warnings).not.toContain('UNKNOWN_OPTION')
    }),
  ),
  ...own('jwt.verificationOptions', '', { v3: differs('does nothing: the algorithms are ours', '0656') }, async () => {
    const { someone } = await entered({ jwt: { verificationOptions: { algorithms: ['HS256'] } } })
    expect(await someone.session()).toMatchObject({ user: { name: 'ann' } })
  }),
  ...['encode', 'decode'].flatMap((name) =>
    option(
      `jwt.${name}`,
      ' of the application’s own',
      all,
      () => ({ jwt: ownTokens() }),
      async (someone) => {
        await someone.post('/callback/credentials', ann)
        return { own: cookieOf(someone, 'session-token')?.startsWith('own-'), session: (await seen(await someone.get('/session'))).json }
      },
    ),
  ),
  ...pages(),
  ...option('pages', '', all, () => ({ pages: {} }), signedIn),
  ...option('cookies', '', all, () => ({ cookies: {} }), signedIn),
  ...option('callbacks', '', all, () => ({ callbacks: {} }), signedIn),
  ...option('events', '', all, () => ({ events: {} }), signedIn),
  ...option(
    'adapter',
    ' of v4 and v5',
    modern,
    (_g, at) => ({ ...stored(at), session: { strategy: 'jwt' } }),
    async (someone, _g, options) => {
      await mailed(someone, options)
      return Boolean(await options.adapter.getUserByEmail('ann@app.example'))
    },
  ),
  ...own('adapter', ', `Adapters.TypeORM.Adapter(url)` and `Adapters.Default(url)`', { v3: 'same' }, async () => {
    const { default: Adapters } = await import('../../../src/adapters/index.js')
    for (const adapter of [Adapters.TypeORM.Adapter('sqlite::memory:'), Adapters.Default('sqlite::memory:')]) {
      await adapter.prepare?.()
      const user = await adapter.createUser({
        id: crypto.randomUUID(),
        name: 'Ann',
        email: `${crypto.randomUUID()}@app.example`,
        emailVerified: null,
      })
      expect(await adapter.getUser(user.id)).toMatchObject({ name: 'Ann' })
      await adapter.close?.()
    }
  }),
  ...own(
    'adapter',
    ', `Adapters.TypeORM.Models`, `{ models }` and `Adapters.Prisma.Adapter`',
    { v3: differs('refused in words: columns of one’s own would be left behind', '0656') },
    async () => {
      const { default: Adapters } = await import('../../../src/adapters/index.js')
      expect(() => Adapters.TypeORM.Adapter('sqlite::memory:', { models: {} })).toThrow(/table beside/)
      expect(() => Adapters.TypeORM.Models).toThrow(/table beside/)
      expect(() => Adapters.Prisma.Adapter({})).toThrow(/prisma-adapter/)
    },
  ),
  ...own('debug', '', all, async () => {
    const said: unknown[] = []
    await entered({ debug: true, logger: { debug: (message: string) => said.push(message) } })
    const site = ours({ debug: true, providers: [credentials()], logger: { debug: (message: string) => said.push(message) } })
    await visitor(site).post('/callback/credentials', { ...ann, password: 'wrong' })
    expect(said.length).toBeGreaterThan(0)
    expect(JSON.stringify(said)).not.toContain('wrong')
  }),
  ...own(
    'logger',
    ', `error`',
    { v3: differs('is handed an `Error`, not a code', '0655'), v4: differs('is handed an `Error`, not a code', '0655'), v5: 'same' },
    async () => {
      const said: unknown[][] = []
      const broken = credentials({ authorize: () => ({}) })
      await visitor(ours({ providers: [broken], logger: { error: (...call: unknown[]) => said.push(call) } })).post(
        '/callback/credentials',
        ann,
      )
      expect(said).toEqual([[expect.objectContaining({ type: 'Configuration', message: expect.any(String) })]])
    },
  ),
  ...option(
    'theme',
    ', `"dark"`',
    { v3: 'same' },
    () => ({ theme: 'dark' }),
    async (someone) => /dark/.test(await html(someone)),
  ),
  ...option(
    'theme',
    ', an object',
    modern,
    () => ({ theme: { colorScheme: 'dark', brandColor: '#ff8800', logo: 'https://app.example/logo.svg', buttonText: '#ffffff' } }),
    async (someone) => {
      const text = await html(someone)
      return [/#ff8800/i.test(text), text.includes('https://app.example/logo.svg')]
    },
  ),
  ...['colorScheme', 'logo', 'brandColor', 'buttonText'].flatMap((name) =>
    option(
      `theme.${name}`,
      '',
      modern,
      () => ({ theme: { [name]: { colorScheme: 'dark', logo: 'https://app.example/logo.svg' }[name] ?? '#ff8800' } }),
      async (someone) => /dark|logo\.svg|ff8800/i.test(await html(someone)),
    ),
  ),
  ...option(
    'useSecureCookies',
    ', `false`: no prefix',
    { v3: otherwise(false, '`false` counts, as in v4 and v5', '0656'), v4: 'same', v5: 'same' },
    () => ({ useSecureCookies: false }),
    async (someone) => {
      await someone.post('/callback/credentials', ann)
      return [...someone.cookies.keys()].some((name) => name.startsWith('__'))
    },
  ),
  ...cookies(),
  ...own('trustHost', '', { v5: 'same' }, () =>
    withEnvironment({ NEXTAUTH_URL: undefined }, async () => {
      const site = ours({ url: undefined, trustHost: true, providers: [credentials()] })
      const { credentials: shown } = await (await visitor(site, 'https://other.example').get('/providers')).json()
      expect(shown.signinUrl).toBe('https://other.example/api/auth/signin/credentials')
    }),
  ),
  ...own('basePath', '', { v5: 'same' }, async () => {
    const site = ours({ basePath: '/auth', providers: [credentials()] })
    expect((await visitor(site, 'https://app.example', '/auth').get('/session')).status).toBe(200)
  }),
  ...own('redirectProxyUrl', '', { v5: 'same' }, async () => {
    const site = ours({ redirectProxyUrl: 'https://stable.example/api/auth', providers: [service(nowhere)] })
    const { to = '' } = await seen(await visitor(site).post('/signin/service'))
    expect(new URL(to).searchParams.get('redirect_uri')).toBe('https://stable.example/api/auth/callback/service')
  }),
  ...own('skipCSRFCheck', '', { v5: differs('does nothing: no configuration switches that check off', '0656') }, async () => {
    const site = ours({ skipCSRFCheck: Symbol('skip-csrf-check'), providers: [credentials()] })
    expect(site.warnings).not.toContain('UNKNOWN_OPTION')
    expect((await seen(await visitor(site).post('/callback/credentials', { ...ann, csrfToken: 'x' }))).to).toContain('MissingCSRF')
  }),
  ...['raw', 'experimental'].flatMap((name) =>
    own(name, '', { v5: differs('accepted, and does nothing', '0656') }, async () => {
      const { someone, site } = await entered({ [name]: name === 'raw' ? Symbol('raw') : { enableWebAuthn: false } })
      expect(site.warnings).not.toContain('UNKNOWN_OPTION')
      expect(await someone.session()).toMatchObject({ user: { name: 'ann' } })
    }),
  ),
]

function ownTokens(): Options {
  return {
    encode: async ({ token }: Options) => `own-${Buffer.from(JSON.stringify(token)).toString('base64url')}`,
    decode: async ({ token }: Options) =>
      token?.startsWith('own-') ? JSON.parse(Buffer.from(token.slice(4), 'base64url').toString()) : null,
  }
}

function pages(): Row[] {
  const to =
    (path: string): Walk =>
    async (someone) => {
      const { status, to = '' } = await seen(await someone.get(path))
      const url = new URL(to, 'https://app.example')
      return { status, path: url.pathname, error: url.searchParams.get('error') ?? undefined }
    }
  const page = (name: string, path: string, verdicts: Parameters<typeof beside>[2] = all) =>
    option(`pages.${name}`, '', verdicts, () => ({ pages: { [name]: '/own' } }), to(path))
  return [
    ...page('signIn', '/signin?error=OAuthSignin'),
    ...page('signOut', '/signout'),
    ...page('error', '/error?error=AccessDenied'),
    ...page('verifyRequest', '/verify-request'),
    ...option(
      'pages.newUser',
      '',
      modern,
      (_g, at) => ({ ...stored(at), session: { strategy: 'jwt' }, pages: { newUser: '/welcome' } }),
      async (someone, _g, options) => {
        const { to = '' } = await seen(await mailed(someone, options))
        return new URL(to, 'https://app.example').pathname
      },
    ),
    ...own('pages.newUser', ', somebody who is not new', { v3: 'same' }, async () => {
      const { someone } = await entered({ pages: { newUser: '/welcome' } })
      expect((await seen(await someone.post('/callback/credentials', { ...ann, callbackUrl: '/inside' }))).to).toBe('/inside')
    }),
  ]
}

function cookies(): Row[] {
  const named = (name: string, ending: string, verdicts: Parameters<typeof beside>[2] = all) =>
    option(
      `cookies.${name}`,
      ', another name',
      verdicts,
      () => ({ cookies: { [name]: { name: `mine.${ending}`, options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true } } } }),
      async (someone) => {
        await someone.post('/signin/service', { callbackUrl: '/inside' })
        await someone.post('/callback/credentials', ann)
        await someone.csrfToken()
        return [...someone.cookies.keys()].some((cookie) => cookie.startsWith(`mine.${ending}`))
      },
    )
  const replaced = (name: string, verdicts: Partial<Record<Generation, Verdict>>) =>
    own(`cookies.${name}`, '', verdicts, async () => {
      const { someone, site } = await entered({ cookies: { [name]: { name: 'mine' } } })
      expect(site.warnings).not.toContain('UNKNOWN_OPTION')
      expect([...someone.cookies.keys()]).not.toContain('mine')
    })
  const gone = differs('accepted, and does nothing: one cookie per sign-in has taken its place', '0303')
  return [
    ...named('sessionToken', 'session'),
    ...named('callbackUrl', 'target'),
    ...named('csrfToken', 'csrf'),
    ...option(
      'cookies.sessionToken.options',
      ', `sameSite`',
      all,
      () => ({ cookies: { sessionToken: { name: 'mine', options: { httpOnly: true, sameSite: 'strict', path: '/', secure: true } } } }),
      async (someone) => linesOf(await someone.post('/callback/credentials', ann), 'mine').map((line) => /samesite=strict/i.test(line)),
    ),
    ...replaced('pkceCodeVerifier', { v3: gone, v4: gone, v5: gone }),
    ...replaced('state', { v4: gone, v5: gone }),
    ...replaced('nonce', { v4: gone, v5: gone }),
    ...replaced('webauthnChallenge', { v5: differs('accepted, and does nothing: there are no passkeys yet', '0654') }),
  ]
}
