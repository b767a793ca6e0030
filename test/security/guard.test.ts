import { NextRequest } from 'next/server.js'
import { describe, expect, test } from 'vitest'
import NextAuth, { type NextAuthConfig } from '../../src/next/index.js'
import { withAuth } from '../../src/next/middleware.js'
import { credentialsProvider, secret } from '../site.js'
import { visitor } from '../visitor.js'

type Init = ConstructorParameters<typeof NextRequest>[1]

const config: NextAuthConfig = {
  url: 'https://app.example',
  secret,
  providers: [credentialsProvider()],
  logger: { error: () => {}, warn: () => {}, debug: () => {} },
  callbacks: { authorized: ({ auth }) => auth !== null },
}

/** What the proxy says to somebody who is not signed in: where to go, or `undefined` for "go on". */
async function told(url: string, options: Partial<NextAuthConfig> = {}, init: Init = {}): Promise<string | undefined> {
  const { auth } = NextAuth({ ...config, ...options })
  return answerOf(await auth(new NextRequest(url, init), {} as never))
}

function answerOf(response: Response | undefined): string | undefined {
  if (!response || response.headers.get('x-middleware-next') === '1') return undefined
  return response.headers.get('location') ?? `status ${response.status}`
}

/** The same of v4's `withAuth`, which reads the site from the environment. */
async function toldByWithAuth(url: string, pages = {}, init: Init = {}, site = 'https://app.example'): Promise<string | undefined> {
  const before = process.env.AUTH_URL
  process.env.AUTH_URL = site
  try {
    return answerOf(await withAuth(new NextRequest(url, init), { secret, pages }))
  } finally {
    if (before === undefined) delete process.env.AUTH_URL
    else process.env.AUTH_URL = before
  }
}

const signIn = 'https://app.example/api/auth/signin?callbackUrl='

describe('the guard', () => {
  test.each([
    told,
    toldByWithAuth,
  ])('RT-27 what an application keeps below the base path is guarded, the library’s routes are not', async (ask) => {
    for (const path of ['/api/auth/admin', '/api/auth/', '/api/auth/session/of/all', '/api/auth//session', '/api/authority'])
      expect(await ask(`https://app.example${path}`), path).toMatch(signIn)
    for (const path of ['/api/auth/signin', '/api/auth/callback/credentials', '/api/auth/session/'])
      expect(await ask(`https://app.example${path}`), path).toBeUndefined()
  })

  test.each([
    told,
    toldByWithAuth,
  ])('HP-13 under the `basePath` of Next nobody is sent in circles, and back to where they were', async (ask) => {
    const init = { nextConfig: { basePath: '/shop' } }
    const seen = (path: string) =>
      ask === told
        ? told(`https://app.example${path}`, { url: 'https://app.example/shop/api/auth' }, init)
        : toldByWithAuth(`https://app.example${path}`, {}, init, 'https://app.example/shop/api/auth')
    expect(await seen('/shop/api/auth/signin')).toBeUndefined()
    const to = new URL((await seen('/shop/cart?page=2')) as string)
    expect(to.pathname).toBe('/shop/api/auth/signin')
    expect(new URL(to.searchParams.get('callbackUrl') as string, to).href).toBe('https://app.example/shop/cart?page=2')
  })

  test.each(['/login', '/login?from=guard'])('a sign-in page at %s does not lead to itself', async (page) => {
    for (const path of ['/login', '/login/', '/login?error=AccessDenied']) {
      const init = { nextConfig: { trailingSlash: path.endsWith('/') } }
      expect(await told(`https://app.example${path}`, { pages: { signIn: page } }, init), path).toBeUndefined()
      expect(await toldByWithAuth(`https://app.example${path}`, { signIn: page }, init), path).toBeUndefined()
    }
  })

  test('a sign-in page of another site opens no page of this one', async () => {
    const signIn = 'https://accounts.example.com/'
    expect(await told('https://app.example/', { pages: { signIn } })).toMatch(signIn)
    expect(await toldByWithAuth('https://app.example/', { signIn })).toMatch(signIn)
  })

  test('RD-27 what is posted to a guarded page is not posted on to the sign-in page', async () => {
    const { auth } = NextAuth(config)
    const ask = (method: string) => auth(new NextRequest('https://app.example/cart', { method }), {} as never)
    expect((await ask('POST')).status).toBe(303)
    expect((await ask('GET')).status).toBe(307)
  })

  test('HP-02 behind a proxy the way to the sign-in page is by the host that is vouched for', async () => {
    const init = { headers: { host: 'app.example' } }
    const { url: _none, ...withoutUrl } = config
    const { auth } = NextAuth({ ...withoutUrl, allowedHosts: ['app.example'] })
    const to = answerOf(await auth(new NextRequest('http://localhost:3000/cart', init), {} as never))
    expect(to).toBe(`${signIn}${encodeURIComponent('https://app.example/cart')}`)
  })

  test('a handler is told who is there on the library’s own routes as well, and no cookie is set twice', async () => {
    const { auth, handlers } = NextAuth({ ...config, session: { strategy: 'jwt', updateAge: 0 } })
    const ann = visitor({ handle: (request) => handlers[request.method as 'GET'](request as never) })
    await ann.post('/callback/credentials', { username: 'ann', password: 'right' })
    const cookie = [...ann.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    let seen: unknown
    const look = auth((request) => {
      seen = request.auth?.user?.name
    })
    const response = await look(new NextRequest('https://app.example/api/auth/signout', { headers: { cookie } }))
    expect(seen).toBe('ann')
    expect(response.headers.getSetCookie()).toEqual([])
  })
})
