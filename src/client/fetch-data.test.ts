import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiBaseUrl, BroadcastChannel, fetchData, now } from './fetch-data.js'

const asked: { method: string | undefined; url: string | undefined; cookie: string | undefined; body: string }[] = []
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  asked.push({ method: request.method, url: request.url, cookie: request.headers.cookie, body })
  const answer = { '/api/auth/session': '{}', '/api/auth/csrf': '{"csrfToken":"x"}', '/api/auth/null': 'null' }[request.url ?? '']
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(answer ?? '{"error":"NotFound"}')
})
const config = { baseUrlServer: '', basePathServer: '/api/auth', basePath: '/api/auth' }
const said: unknown[][] = []
const logger = { error: (...call: unknown[]) => said.push(call) }

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  config.baseUrlServer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => new Promise((done) => server.close(done)))

test('on a server, routes are asked where the configuration says, with the cookies of the request and no other header', async () => {
  expect(apiBaseUrl(config)).toBe(`${config.baseUrlServer}/api/auth`)
  expect(await fetchData('csrf', config, logger, { req: { headers: { cookie: 'a=1' } } })).toEqual({ csrfToken: 'x' })
  expect(asked.at(-1)).toMatchObject({ method: 'GET', url: '/api/auth/csrf', cookie: 'a=1' })
  await fetchData('session', config, logger, { ctx: { req: { body: { data: 1 } } } })
  expect(asked.at(-1)).toMatchObject({ method: 'POST', body: '{"data":1}' })
})

test('nobody is `null`, in the words of v4 and of v5, and so is a failure, which the logger hears of', async () => {
  expect(await fetchData('session', config, logger)).toBeNull()
  expect(await fetchData('null', config, logger)).toBeNull()
  expect(said).toEqual([])
  expect(await fetchData('unknown', config, logger)).toBeNull()
  expect(await fetchData('csrf', { ...config, baseUrlServer: 'http://127.0.0.1:1' }, logger)).toBeNull()
  expect(said.map(([code]) => code)).toEqual(['CLIENT_FETCH_ERROR', 'CLIENT_FETCH_ERROR'])
})

test('a server has no tabs, and seconds', () => {
  expect(() => BroadcastChannel().post({ event: 'session', data: { trigger: 'signout' } })).not.toThrow()
  expect(now()).toBe(Math.floor(Date.now() / 1000))
})
