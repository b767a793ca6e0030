import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { getCsrfToken, getProviders, getSession } from './read.js'

const servers: Server[] = []

afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers.splice(0)) server.close()
})

async function listen(answer: RequestListener): Promise<{ origin: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = []
  const server = createServer((req, res) => {
    asked.push(req)
    answer(req, res)
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const session = { user: { name: 'Ann' }, expires: '2030-01-01T00:00:00.000Z' }

test('HP-14 a server asks where it is configured to, never the Host of the request, and sends the cookies alone', async () => {
  const inside = await listen((_req, res) => res.end(JSON.stringify(session)))
  const evil = await listen((_req, res) => res.end(JSON.stringify({ user: { name: 'Eve' } })))
  vi.stubEnv('NEXTAUTH_URL', 'https://app.example')
  vi.stubEnv('NEXTAUTH_URL_INTERNAL', inside.origin)
  const host = new URL(evil.origin).host
  const headers = { host, 'x-forwarded-host': host, cookie: 'a=1; b=2', authorization: 'Bearer x' }
  await expect(getSession({ req: { headers } })).resolves.toEqual(session)
  await expect(getSession({ ctx: { req: new Request('http://app.example', { headers }) } })).resolves.toEqual(session)
  expect(evil.asked).toEqual([])
  expect(inside.asked.map(({ url, headers }) => [url, headers.cookie, headers.authorization, headers['x-forwarded-host']])).toEqual([
    ['/api/auth/session', 'a=1; b=2', undefined, undefined],
    ['/api/auth/session', 'a=1; b=2', undefined, undefined],
  ])
})

test('HP-14 a redirect is followed on the configured origin only', async () => {
  const evil = await listen((_req, res) => res.end(JSON.stringify(session)))
  const inside = await listen((req, res) => {
    if (req.url === '/api/auth/session') res.writeHead(308, { location: '/api/auth/session/' }).end()
    else if (req.url === '/api/auth/session/') res.end(JSON.stringify(session))
    else res.writeHead(302, { location: `${evil.origin}/` }).end()
  })
  vi.stubEnv('AUTH_URL', inside.origin)
  await expect(getSession({ req: { headers: { cookie: 'a=1' } } })).resolves.toEqual(session)
  await expect(getProviders()).resolves.toBeNull()
  expect(evil.asked).toEqual([])
})

test('the base path comes from the configured URL, of the outside one if the inside one has none', async () => {
  const inside = await listen((req, res) => res.end(JSON.stringify({ csrfToken: req.url })))
  vi.stubEnv('NEXTAUTH_URL', 'https://app.example/custom/auth')
  vi.stubEnv('NEXTAUTH_URL_INTERNAL', inside.origin)
  await expect(getCsrfToken()).resolves.toBe('/custom/auth/csrf')
  vi.stubEnv('NEXTAUTH_URL_INTERNAL', `${inside.origin}/own/`)
  await expect(getCsrfToken()).resolves.toBe('/own/csrf')
})

test('null, {} and every kind of failure are nobody', async () => {
  for (const body of ['null', '{}', '<html>', '"text"', '']) {
    const { origin } = await listen((_req, res) => res.end(body))
    vi.stubEnv('NEXTAUTH_URL', origin)
    await expect(getSession()).resolves.toBeNull()
  }
  const broken = await listen((_req, res) => res.writeHead(500).end(JSON.stringify(session)))
  vi.stubEnv('NEXTAUTH_URL', broken.origin)
  await expect(getSession()).resolves.toBeNull()
  vi.stubEnv('NEXTAUTH_URL', 'http://127.0.0.1:1')
  await expect(getSession()).resolves.toBeNull()
})
