import { once } from 'node:events'
import { Agent, createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fetchBy } from './agent-fetch.js'

const answers: Record<string, RequestListener> = {
  '/echo': async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.end(
      JSON.stringify({ method: request.method, body, type: request.headers['content-type'], coding: request.headers['accept-encoding'] }),
    )
  },
  '/away': (_request, response) => response.writeHead(302, { location: '/echo' }).end(),
  '/nothing': (_request, response) => response.writeHead(204).end(),
  '/endless': (_request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(1024)), 1)
    response.on('close', () => {
      clearInterval(timer)
      server.emit('left')
    })
  },
  '/silent': () => {},
}
const agent = new Agent({ keepAlive: true })
let server: Server
let origin: string
beforeAll(async () => {
  server = createServer((request, response) => answers[request.url ?? '']?.(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  agent.destroy()
  server.closeAllConnections()
  server.close()
})
const ask = (path: string, init?: RequestInit): Promise<Response> => fetchBy(agent, new Request(origin + path, init))

test('a form arrives as it was sent, and the answer with all of its headers', async () => {
  const answer = await ask('/echo', { method: 'POST', body: new URLSearchParams({ code: 'ü' }) })
  const type = 'application/x-www-form-urlencoded;charset=UTF-8'
  expect(await answer.json()).toEqual({ method: 'POST', body: 'code=%C3%BC', type, coding: 'identity' })
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test('redirects are answers, and no content is none', async () => {
  const away = await ask('/away')
  expect([away.status, away.headers.get('location')]).toEqual([302, '/echo'])
  const nothing = await ask('/nothing')
  expect([nothing.status, nothing.body]).toEqual([204, null])
})

test('whoever stops reading, or waiting, ends the connection', async () => {
  const reader = (await ask('/endless')).body?.getReader()
  expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0)
  const left = once(server, 'left')
  await reader?.cancel()
  await left
  await expect(ask('/silent', { signal: AbortSignal.timeout(50) })).rejects.toThrow()
})

test('nobody there is a failure', async () => {
  await expect(fetchBy(agent, new Request('http://127.0.0.1:1/'))).rejects.toThrow('ECONNREFUSED')
})
