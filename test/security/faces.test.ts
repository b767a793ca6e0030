import { Readable } from 'node:stream'
import type { NextApiRequest, NextApiResponse } from 'next'
import { NextRequest } from 'next/server.js'
import { expect, test, vi } from 'vitest'
import { readCookies } from '../../src/http/cookies.js'
import NextAuth, { type NextAuthConfig } from '../../src/next/index.js'
import { credentialsProvider, oauthProvider, secret } from '../site.js'
import { visitor } from '../visitor.js'

const next = vi.hoisted(() => ({ set: [] as [name: string, value: string][], headers: new Headers({ host: 'app.example' }) }))
vi.mock('next/headers.js', () => ({
  headers: async () => next.headers,
  cookies: async () => ({ getAll: () => [], set: (name: string, value: string) => next.set.push([name, value]) }),
}))

const config: NextAuthConfig = {
  url: 'https://app.example',
  secret,
  providers: [credentialsProvider(), oauthProvider()],
  logger: { error: () => {}, warn: () => {}, debug: () => {} },
}
const ann = { username: 'ann', password: 'right' }

/** Node's two objects, as the Pages Router hands them over. */
function pages(url: string, headers: Record<string, string>, more: object = {}) {
  const sent = new Map<string, unknown>()
  const response = {
    statusCode: 200,
    body: undefined as string | undefined,
    getHeader: (name: string) => sent.get(name.toLowerCase()),
    setHeader: (name: string, value: unknown) => sent.set(name.toLowerCase(), value),
    end: (text?: string) => {
      response.body = text
    },
  }
  const request = Object.assign(Readable.from([]), { method: 'GET', url, headers, body: undefined }, more)
  return { request: request as unknown as NextApiRequest, response: response as unknown as NextApiResponse & typeof response, sent }
}

test('a cookie set by a server action is the one that was meant, whatever characters it holds', async () => {
  const { signIn } = NextAuth(config)
  await signIn('service', { redirectTo: '/search?q=caf%C3%A9%20au%20lait', redirect: false })
  const [, value = ''] = next.set.find(([name]) => name.endsWith('callback-url')) ?? []
  // As Next writes it, and as it comes back.
  const kept = readCookies(`target=${encodeURIComponent(value)}`).get('target')
  expect(kept).toBe('https://app.example/search?q=caf%C3%A9%20au%20lait')
})

test('CK-26 an answer of the Pages Router that carries a session’s cookie is kept by no cache', async () => {
  const { auth, handlers } = NextAuth({ ...config, session: { strategy: 'jwt', updateAge: 0 } })
  const someone = visitor({ handle: (request) => handlers[request.method as 'GET'](request as never) })
  await someone.post('/callback/credentials', ann)
  const cookie = [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const { request, response, sent } = pages('/api/mine', { host: 'app.example', cookie })
  response.setHeader('Cache-Control', 'public, s-maxage=600')
  expect((await auth(request, response))?.user?.name).toBe('ann')
  expect(sent.get('set-cookie')).toHaveLength(1)
  expect(sent.get('cache-control')).toBe('private, no-store')
})

test('HP-13 under the `basePath` of Next, which both routers take off, the routes answer and name themselves in full', async () => {
  const handler = NextAuth({ ...config, url: 'https://app.example/shop/api/auth' })
  const app = await handler(new NextRequest('http://localhost:3000/api/auth/providers?from=/shop/api/auth/'))
  const named = 'https://app.example/shop/api/auth/callback/service'
  expect(((await app.json()) as { service: { callbackUrl: string } }).service.callbackUrl).toBe(named)
  const { request, response } = pages('/api/auth/providers', { host: 'app.example' })
  await handler(request, response)
  expect(JSON.parse(response.body ?? '').service.callbackUrl).toBe(named)
  const someone = visitor(
    { handle: (request) => handler(new NextRequest(request.url.replace('/shop/', '/'), request)) },
    'https://app.example',
    '/shop/api/auth',
  )
  await someone.post('/callback/credentials', ann)
  expect((await someone.session()).user.name).toBe('ann')
  for (const path of ['/other/api/auth/session', '/session', '/api/authsession', '/api/auth/shop/session'])
    expect((await handler(new NextRequest(`https://app.example${path}`))).status, path).toBe(404)
})
