import { NextRequest } from 'next/server.js'
import { expect } from 'vitest'
import { memory } from '../../../src/adapters/memory.js'
import { decode, encode, getToken } from '../../../src/jwt/index.js'
import NextAuth, { AuthError, CredentialsSignin, getServerSession, unstable_getServerSession } from '../../../src/next/index.js'
import { withAuth } from '../../../src/next/middleware.js'
import { visitor } from '../../visitor.js'
import { ann, credentials } from '../beside.js'
import { withEnvironment } from '../environment.js'
import { pages, stage } from '../next-stage.js'
import { type Options, origin, secret } from '../published.js'
import { differs, type Generation, type Row, rows, type Verdict } from '../table.js'

const kind = 'Server'
const v3 = { v3: 'same' } as const
const older = { v3: 'same', v4: 'same' } as const
const v4 = { v4: 'same' } as const
const v5 = { v5: 'same' } as const

// biome-ignore lint/suspicious/noExplicitAny: as applications of JavaScript call it
type Any = any

const config = (more: Options = {}): Any => ({
  url: origin,
  secret,
  providers: [credentials()],
  logger: { error: () => {}, warn: () => {}, debug: () => {} },
  ...more,
})
const site = (handle: Any) =>
  visitor({ handle: (request) => handle(new NextRequest(request, undefined), { params: Promise.resolve({ nextauth: [] }) }) })

/** The cookie of somebody signed in. */
async function cookieOf(made = NextAuth(config())): Promise<string> {
  const someone = site(made)
  await someone.post('/callback/credentials', ann)
  return [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

const row = (what: string, verdicts: Partial<Record<Generation, Verdict>>, check: () => Promise<unknown>): Row[] =>
  rows(kind, what, verdicts, async () => {
    stage.headers = new Headers({ host: 'app.example', cookie: await cookieOf() })
    stage.set.length = 0
    await check()
  })

const isAnn = (session: unknown) => expect(session).toMatchObject({ user: { name: 'ann' } })
const page = (cookie = '', path = '/inside') => new NextRequest(`${origin}${path}`, { headers: { host: 'app.example', cookie } })
const caught = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Any) => error,
  )

export const server: Row[] = [
  // The handler.
  ...row('`NextAuth(options)` in `pages/api/auth/[...nextauth]`', older, async () => {
    const { request, response } = pages('/api/auth/session', await cookieOf(), { query: { nextauth: ['session'] } })
    await NextAuth(config())(request, response)
    isAnn(JSON.parse(response.body ?? ''))
  }),
  ...row('`NextAuth(req, res, options)`', older, async () => {
    const { request, response } = pages('/api/auth/session', await cookieOf(), { query: { nextauth: ['session'] } })
    await NextAuth(request, response, config())
    isAnn(JSON.parse(response.body ?? ''))
  }),
  ...row('`NextAuth(options)` as `GET` and `POST` of a route handler', v4, async () =>
    isAnn(await (await site(NextAuth(config())).send('/api/auth/session', { headers: { cookie: await cookieOf() } })).json()),
  ),
  ...row('`NextAuth(req, { params }, options)`', v4, async () => {
    const answer = await NextAuth(page(await cookieOf(), '/api/auth/session'), { params: Promise.resolve({}) }, config())
    isAnn(await answer.json())
  }),
  ...row('`handlers.GET`, `handlers.POST`', v5, async () => {
    const { handlers } = NextAuth(config())
    const someone = site((request: NextRequest) => handlers[request.method as 'GET'](request))
    await someone.post('/callback/credentials', ann)
    isAnn(await someone.session())
  }),
  ...row('`NextAuth(async (request) => config)`, `undefined` where there is no request', v5, async () => {
    const asked: unknown[] = []
    const made = NextAuth(async (request) => {
      asked.push(request && new URL(request.url).pathname)
      return config()
    })
    const someone = site(made)
    await someone.get('/csrf')
    await made.auth()
    expect(asked).toEqual(['/api/auth/csrf', undefined])
  }),

  // Who is here.
  ...row('`getServerSession(options)` in a server component', v4, async () => isAnn(await getServerSession(config()))),
  ...row('`getServerSession(req, res, options)`', v4, async () => {
    const { request, response } = pages('/', await cookieOf())
    isAnn(await getServerSession(request, response, config()))
  }),
  ...row('`getServerSession()` and `getServerSession(req, res)`, by the environment', v4, () =>
    withEnvironment({ NEXTAUTH_URL: origin, NEXTAUTH_SECRET: secret }, async () => {
      isAnn(await getServerSession())
      const { request, response } = pages('/', await cookieOf())
      isAnn(await getServerSession(request, response))
    }),
  ),
  ...row('`unstable_getServerSession`', v4, async () => isAnn(await unstable_getServerSession(config()))),
  ...row(
    '`getServerSession(options)` in a server component leaves out `expires`',
    { v4: differs('it is there, as everywhere', '0652') },
    async () => expect(await getServerSession(config())).toHaveProperty('expires'),
  ),
  ...row('`auth()`', v5, async () => isAnn(await NextAuth(config()).auth())),
  ...row('`auth()`, nobody signed in: `null`', v5, async () => {
    stage.headers = new Headers({ host: 'app.example' })
    expect(await NextAuth(config()).auth()).toBeNull()
  }),
  ...row('`auth(req, res)` and `auth(context)`', v5, async () => {
    const { auth } = NextAuth(config())
    const { request: req, response: res } = pages('/', await cookieOf())
    isAnn(await auth(req, res))
    isAnn(await auth({ req, res } as Any))
  }),
  ...row('`auth((req, context) => …)` around a route: `req.auth`', v5, async () => {
    const seen: Any[] = []
    const handler = NextAuth(config()).auth((request, context) => {
      seen.push(request.auth, context)
      return Response.json({})
    })
    expect((await handler(page(await cookieOf()), { params: 1 })).status).toBe(200)
    isAnn(seen[0])
    expect(seen[1]).toEqual({ params: 1 })
  }),
  ...row('`auth` as middleware: `callbacks.authorized`, and to the sign-in page', v5, async () => {
    const { auth } = NextAuth(config({ callbacks: { authorized: ({ auth }: Any) => Boolean(auth) } }))
    const away = await auth(page(), {} as Any)
    expect(new URL(away.headers.get('location') ?? '').pathname).toBe('/api/auth/signin')
    expect(new URL(away.headers.get('location') ?? '').searchParams.get('callbackUrl')).toBe(`${origin}/inside`)
    expect((await auth(page(await cookieOf()), {} as Any)).headers.get('x-middleware-next')).toBe('1')
  }),
  ...row('`auth((req) => …)` as middleware: what it returns counts', v5, async () => {
    const middleware = NextAuth(config()).auth((request) => (request.auth ? undefined : Response.redirect(`${origin}/welcome`)))
    expect((await middleware(page())).headers.get('location')).toBe(`${origin}/welcome`)
    expect((await middleware(page(await cookieOf()))).headers.get('x-middleware-next')).toBe('1')
  }),

  // Server actions.
  ...row('`signIn("credentials", formData)`: redirects, cookies set', v5, async () => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ ...ann, redirectTo: '/inside' })) form.set(name, value)
    const error = await caught(NextAuth(config()).signIn('credentials', form))
    expect(error?.digest).toContain(`NEXT_REDIRECT`)
    expect(error?.digest).toContain(`${origin}/inside`)
    expect(stage.set.map(([name]) => name)).toContain('__Host-next-auth.session-token')
  }),
  ...row('`signIn(…, { redirect: false })`: where it would go', v5, async () => {
    expect(await NextAuth(config()).signIn('credentials', { ...ann, redirectTo: '/inside', redirect: false })).toBe(`${origin}/inside`)
  }),
  ...row('`signIn()`: to the sign-in page', v5, async () => {
    expect((await caught(NextAuth(config()).signIn()))?.digest).toContain('/api/auth/signin?callbackUrl=')
  }),
  ...row('`signIn` of what was typed wrong throws: `error instanceof AuthError`, `CredentialsSignin`, `error.type`', v5, async () => {
    const error = await caught(NextAuth(config()).signIn('credentials', { ...ann, password: 'wrong', redirect: false }))
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toBeInstanceOf(CredentialsSignin)
    expect([error.type, error.code]).toEqual(['CredentialsSignin', 'credentials'])
  }),
  ...row('`signIn` throws a class of the application’s own as it is', v5, async () => {
    class Locked extends CredentialsSignin {
      override code = 'locked'
    }
    const made = NextAuth(config({ providers: [credentials({ authorize: () => Promise.reject(new Locked()) })] }))
    const error = await caught(made.signIn('credentials', { ...ann, redirect: false }))
    expect(error).toBeInstanceOf(Locked)
    expect(error.code).toBe('locked')
  }),
  ...row('`signIn`, an `Error` in `authorize`: `CallbackRouteError` with `error.cause.err`', v5, async () => {
    const made = NextAuth(config({ providers: [credentials({ authorize: () => Promise.reject(new Error('No such user')) })] }))
    const error = await caught(made.signIn('credentials', { ...ann, redirect: false }))
    expect([error.type, error.cause.err.message]).toEqual(['CallbackRouteError', 'No such user'])
  }),
  ...row('`signOut()`: redirects, and the cookie goes', v5, async () => {
    const error = await caught(NextAuth(config()).signOut({ redirectTo: '/bye' }))
    expect(error?.digest).toContain('/bye')
    expect(stage.set.find(([name]) => name.endsWith('session-token'))?.[1]).toBe('')
  }),
  ...row('`signOut({ redirect: false })`: `{ redirect }`', v5, async () => {
    expect(await NextAuth(config()).signOut({ redirectTo: '/bye', redirect: false })).toMatchObject({ redirect: `${origin}/bye` })
  }),
  ...row('`unstable_update(data)`: by way of `jwt`, the new session', v5, async () => {
    const made = NextAuth(
      config({ callbacks: { jwt: ({ token, trigger, session }: Any) => (trigger === 'update' ? { ...token, ...session } : token) } }),
    )
    expect(await made.unstable_update({ name: 'Bob' })).toMatchObject({ user: { name: 'Bob' } })
  }),

  // Middleware of v4.
  ...row('`export { default } from "next-auth/middleware"`', v4, () => guarded((request) => withAuth(request, { secret }))),
  ...row('`withAuth(options)`', v4, () => guarded((request) => withAuth({ secret })(request, {} as Any))),
  ...row('`withAuth(middleware, options)`: `req.nextauth.token`', v4, async () => {
    const seen: Any[] = []
    await guarded((request) => withAuth((seenRequest) => void seen.push(seenRequest.nextauth.token), { secret })(request, {} as Any))
    expect(seen[0]).toMatchObject({ name: 'ann' })
  }),
  ...row('`withAuth(options)`: `callbacks.authorized({ req, token })`', v4, async () => {
    const asked: Any[] = []
    const middleware = withAuth({ secret, callbacks: { authorized: (params) => asked.push(params) > 1 } })
    expect((await middleware(page(await cookieOf()), {} as Any))?.status).toBe(307)
    expect(await middleware(page(), {} as Any)).toBeUndefined()
    expect(asked[0]).toMatchObject({ token: { name: 'ann' } })
    expect(asked[0].req).toBeInstanceOf(NextRequest)
    expect(asked[1].token).toBeNull()
  }),
  ...row('`withAuth`: the sign-in page, Next’s files and the library’s routes stay open', v4, () =>
    withEnvironment({ NEXTAUTH_URL: origin }, async () => {
      for (const path of ['/api/auth/signin', '/api/auth/session', '/_next/static/x.js', '/favicon.ico', '/login'])
        expect(await withAuth({ secret, pages: { signIn: '/login' } })(page('', path), {} as Any), path).toBeUndefined()
    }),
  ),

  // Tokens.
  ...row('`getToken({ req, secret })`: the claims', { v3: 'same', v4: 'same', v5: 'same' }, async () => {
    expect(await getToken({ req: page(await cookieOf()), secret, secureCookie: true } as Any)).toMatchObject({
      name: 'ann',
      sub: 'user-ann',
    })
    const { request } = pages('/', await cookieOf())
    expect(await getToken({ req: request, secret, secureCookie: true } as Any)).toMatchObject({ name: 'ann' })
  }),
  ...row('`getToken({ raw: true })`: the token', { v3: 'same', v4: 'same', v5: 'same' }, async () => {
    expect(await getToken({ req: page(await cookieOf()), secret, secureCookie: true, raw: true } as Any)).toMatch(/\./)
  }),
  ...row(
    '`getToken`, a token that is none: `null`',
    { v3: differs('`null`, where v3 rejects', '0652'), v4: 'same', v5: 'same' },
    async () => {
      expect(await getToken({ req: page('__Host-next-auth.session-token=x'), secret, secureCookie: true } as Any)).toBeNull()
    },
  ),
  ...row('`encode` and `decode`: what one makes the other reads', { v3: 'same', v4: 'same', v5: 'same' }, async () => {
    const token = await encode({ token: { sub: '7', name: 'Ann' }, secret, salt: '' })
    expect(await decode({ token, secret, salt: '' })).toMatchObject({ sub: '7', name: 'Ann' })
    expect(await decode({ token: 'x', secret, salt: '' })).toBeNull()
  }),

  // What `authorize` is handed.
  ...row('`authorize(credentials, req)`: `req.headers`, `req.body`, `req.query`, `req.method` of v3 and v4', older, async () => {
    const seen: Any[] = []
    const someone = site(
      NextAuth(config({ providers: [credentials({ authorize: (_typed: Any, request: Any) => void seen.push(request) })] })),
    )
    await someone.post('/callback/credentials?from=here', ann, { 'user-agent': 'Test/1.0' })
    expect(seen[0].headers['user-agent']).toBe('Test/1.0')
    expect([seen[0].method, seen[0].query.from, seen[0].body.password]).toEqual(['POST', 'here', 'right'])
  }),
  ...row('`authorize(credentials, request)`: a `Request` with what was posted as JSON', v5, async () => {
    const seen: Any[] = []
    const authorize = async (_typed: Any, request: Request) => void seen.push(request.headers.get('user-agent'), await request.json())
    const someone = site(NextAuth(config({ providers: [credentials({ authorize })] })))
    await someone.post('/callback/credentials', ann, { 'user-agent': 'Test/1.0' })
    expect(seen[0]).toBe('Test/1.0')
    expect(seen[1]).toMatchObject(ann)
  }),
  ...row('`authorize` returns an `id` that is a whole number', { v3: 'same', v4: 'same' }, async () => {
    const someone = site(NextAuth(config({ providers: [credentials({ authorize: () => ({ id: 7, name: 'ann' }) })] })))
    await someone.post('/callback/credentials', ann)
    expect(await someone.session()).toMatchObject({ user: { id: '7' } })
  }),
  ...row(
    '`authorize` returns a user without an `id`',
    {
      v3: differs('refused, with a sentence in the log: nothing would name the user', '0651'),
      v4: differs('refused, with a sentence in the log: nothing would name the user', '0651'),
      v5: differs('refused, with a sentence in the log, where v5 makes another id each time', '0651'),
    },
    async () => {
      const someone = site(NextAuth(config({ providers: [credentials({ authorize: () => ({ name: 'ann' }) })] })))
      await someone.post('/callback/credentials', ann)
      expect(await someone.session()).toBeNull()
    },
  ),
  ...row(
    '`session.accessToken` of a database session',
    { ...pick(v3, differs('there is none: a second secret that every script could read', '0653')) },
    async () => {
      const someone = site(NextAuth(config({ adapter: memory(), session: { strategy: 'database' } })))
      await someone.post('/callback/credentials', ann)
      const session = await someone.session()
      isAnn(session)
      expect(session).not.toHaveProperty('accessToken')
      expect(JSON.stringify(session)).not.toContain(someone.cookies.get('__Host-next-auth.session-token'))
    },
  ),
]

function pick(generations: object, verdict: Verdict): Partial<Record<Generation, Verdict>> {
  return Object.fromEntries(Object.keys(generations).map((generation) => [generation, verdict]))
}

async function guarded(middleware: (request: NextRequest) => Promise<Response | undefined>): Promise<void> {
  await withEnvironment({ NEXTAUTH_URL: origin }, async () => {
    const away = await middleware(page())
    expect(new URL(away?.headers.get('location') ?? '').pathname).toBe('/api/auth/signin')
    expect(await middleware(page(await cookieOf()))).toBeUndefined()
  })
}
