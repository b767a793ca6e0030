import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NextRequest } from 'next/server.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, memory } from '../../src/adapters/index.js'
import { type AuthOptions, createAuth } from '../../src/engine/index.js'
import { decode, encode, getToken, type JWTDecodeParams, type JWTEncodeParams } from '../../src/jwt/index.js'
import NextAuth from '../../src/next/index.js'
import { withAuth } from '../../src/next/middleware.js'
import oidc from '../../src/providers/oidc.js'
import { type Identity, startIdentity } from '../identity.js'
import { credentialsProvider, secret } from '../site.js'
import { location, throughService, type Visitor, visitor } from '../visitor.js'

/** What applications of v4 and v5 do with the parts of the library themselves. */
const origin = 'http://localhost:3000'
let identity: Identity
beforeAll(async () => {
  identity = await startIdentity()
})
afterAll(() => identity?.close())

function siteWith(options: Partial<AuthOptions> = {}): Visitor {
  const provider = oidc({
    id: 'idp',
    issuer: identity.issuer,
    clientId: 'next-app',
    clientSecret: 'next-app-secret-for-tests-only',
    dangerouslyAllowInsecureRequests: true,
  })
  const auth = createAuth({ url: origin, secret, providers: [credentialsProvider(), provider], ...options })
  return visitor(auth, origin)
}

const withPassword = (someone: Visitor): Promise<Response> => someone.post('/callback/credentials', { username: 'ann', password: 'right' })
const cookiesOf = ({ cookies }: Visitor): string => [...cookies].map((pair) => pair.join('=')).join('; ')
const requestOf = (someone: Visitor): Request => new Request(`${origin}/account`, { headers: { cookie: cookiesOf(someone) } })

test.each([
  ['with every parameter handed on', {}],
  ['with the session’s cookie renamed, which v5 gives as the salt', { cookies: { sessionToken: { name: 'my-app.session' } } }],
])('`jwt.encode` and `jwt.decode` of the application around ours, %s', async (_how, options: Partial<AuthOptions>) => {
  const seen: unknown[] = []
  const jwt = {
    encode: (params: JWTEncodeParams) => {
      seen.push(params.salt)
      return encode({ ...params, token: { ...params.token, stamped: true } })
    },
    decode: async (params: JWTDecodeParams) => {
      const token = await decode(params)
      return token?.stamped ? token : null
    },
  }
  const someone = siteWith({ ...options, jwt })
  await withPassword(someone)
  expect((await someone.session()).user.name).toBe('ann')
  const cookieName = options.cookies?.sessionToken?.name
  expect(new Set(seen)).toEqual(new Set([cookieName ?? 'next-auth.session-token']))
  const asked = { req: requestOf(someone), secret, ...(cookieName && { cookieName }) }
  expect(await getToken(asked)).toMatchObject({ name: 'ann', stamped: true })
  expect(await getToken({ ...asked, ...(cookieName && { salt: cookieName }) })).toMatchObject({ name: 'ann' })
})

test('every cookie of v4 and v5 renamed: beside them only that of a sign-in under way is set, and whoever is told the name finds the session', async () => {
  const names = {
    sessionToken: 'a.session',
    callbackUrl: 'a.back',
    csrfToken: 'a.csrf',
    pkceCodeVerifier: 'a.pkce',
    state: 'a.state',
    nonce: 'a.nonce',
  }
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: false } as const
  const cookies = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, { name, options }]))
  const set = new Set<string>()
  const someone = siteWith({ cookies })
  const send = someone.send
  const watched = Object.assign(someone, {
    send: async (...call: Parameters<typeof send>) => {
      const answer = await send(...call)
      for (const line of answer.headers.getSetCookie()) set.add(line.slice(0, line.indexOf('=')))
      return answer
    },
  })
  const back = await throughService(location(await watched.post('/signin/idp', { callbackUrl: '/account' })))
  await watched.send(back.pathname + back.search)
  expect((await watched.session()).user.name).toBe('Ann Example')
  for (const name of someone.cookies.keys()) set.add(name)
  expect([...set].filter((name) => !/^(a\.|next-auth\.transaction\.)/.test(name))).toEqual([])
  expect(await getToken({ req: requestOf(someone), secret, cookieName: names.sessionToken })).toMatchObject({ name: 'Ann Example' })
  const guard = withAuth({ secret, cookies: { sessionToken: { name: names.sessionToken } } })
  const asked = new NextRequest(`${origin}/account`, { headers: { cookie: cookiesOf(someone), host: 'localhost:3000' } })
  expect(await guard(asked, {} as never)).toBeUndefined()
})

test('an adapter called by the application: what it finds and changes is what the library knows', async () => {
  const adapter = connect('sqlite::memory:')
  const someone = siteWith({ adapter, session: { strategy: 'database' } })
  const back = await throughService(location(await someone.post('/signin/idp')))
  await someone.send(back.pathname + back.search)
  const user = await adapter.getUserByAccount({ provider: 'idp', providerAccountId: 'ann' })
  expect(user).toMatchObject({ id: (await someone.session()).user.id, email: 'ann@idp.example.com' })
  await adapter.updateUser({ id: user?.id as string, name: 'Ann of the application' })
  expect((await someone.session()).user.name).toBe('Ann of the application')
  await adapter.deleteUser(user?.id as string)
  expect(await someone.session()).toBeNull()
})

test('a session that the application itself writes by an adapter of v4, as its end-to-end tests do', async () => {
  const { createUser, getUser, getUserByEmail, getUserByAccount, updateUser, linkAccount, ...rest } = memory()
  const { createSession, getSessionAndUser, updateSession, deleteSession } = rest
  const users = { createUser, getUser, getUserByEmail, getUserByAccount, updateUser, linkAccount }
  const adapter = { ...users, createSession, getSessionAndUser, updateSession, deleteSession }
  const user = await adapter.createUser({ id: 'user-1', name: 'Ann', email: 'ann@app.example', emailVerified: null })
  const sessionToken = crypto.randomUUID()
  await adapter.createSession({ sessionToken, userId: user.id, expires: new Date(Date.now() + 60_000) })
  const someone = siteWith({ adapter, session: { strategy: 'database' } })
  someone.cookies.set('next-auth.session-token', sessionToken)
  expect((await someone.session()).user.name).toBe('Ann')
})

test('NextAuth(request, response, options) in an API route of the Pages Router: options made for each request', async () => {
  const server = createServer((request, response) => {
    const tenant = new URL(request.url ?? '/', origin).searchParams.get('tenant') ?? 'none'
    const options = { secret, trustHost: true, providers: [credentialsProvider()], callbacks: { session: () => ({ tenant, expires: '' }) } }
    void NextAuth(request as never, response as never, options)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://localhost:${(server.address() as AddressInfo).port}`
  try {
    const someone = visitor({ handle: (request) => fetch(request, { redirect: 'manual' }) }, at)
    expect((await withPassword(someone)).status).toBe(303)
    for (const tenant of ['one', 'two']) expect(await (await someone.get(`/session?tenant=${tenant}`)).json()).toMatchObject({ tenant })
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
