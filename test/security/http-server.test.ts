import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import type { AuthOptions } from '../../src/engine/index.js'
import { type Listening, listen } from '../providers/listen.js'
import { type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { ask, begin, bring } from '../providers/walk.js'
import { credentialsProvider, emailProvider, site, type Watched } from '../site.js'
import { type Visitor, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }

/** A site behind a plain server of Node, as any framework would put it there. */
interface Served extends Watched {
  readonly server: Listening
  readonly origin: string
  readonly someone: Visitor
  /** Settles when no request is being handled any more. */
  idle(): Promise<void>
}

const unhandled: unknown[] = []
const open: Served[] = []
let op: Misbehaving
beforeAll(async () => {
  process.on('unhandledRejection', note)
  op = await misbehaving()
})
afterAll(async () => {
  process.off('unhandledRejection', note)
  await op.close()
})
afterEach(async () => {
  for (const { server } of open.splice(0)) await server.close()
  await turns(3)
  expect(unhandled.splice(0)).toEqual([])
})

function note(reason: unknown): void {
  unhandled.push(reason)
}

async function serve(options: (origin: string) => Partial<AuthOptions>): Promise<Served> {
  const working = new Set<Promise<void>>()
  let handle: Watched['auth']['handle'] = async () => new Response(null, { status: 503 })
  const server = await listen((incoming, outgoing) => {
    const work = answer(handle, incoming, outgoing).finally(() => working.delete(work))
    working.add(work)
  })
  const watched = site({ url: server.url, ...options(server.url) })
  handle = watched.auth.handle
  const someone = visitor({ handle: (request) => fetch(request, { redirect: 'manual' }) }, server.url)
  const idle = async (): Promise<void> => {
    while (working.size > 0) await Promise.all(working)
  }
  const served = { ...watched, server, origin: server.url, someone, idle }
  open.push(served)
  return served
}

async function answer(handle: Watched['auth']['handle'], incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) for (const one of [value ?? []].flat()) headers.append(name, one)
  const bodiless = incoming.method === 'GET' || incoming.method === 'HEAD'
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const body = bodiless ? null : Readable.toWeb(incoming)
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method,
    headers,
    body,
    signal: gone.signal,
    duplex: 'half',
  } as RequestInit)
  const response = await handle(request)
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  outgoing.setHeader('Set-Cookie', response.headers.getSetCookie())
  const text = Buffer.from(await response.arrayBuffer())
  if (incoming.method !== 'HEAD') outgoing.setHeader('Content-Length', text.length)
  outgoing.writeHead(response.status).end(text)
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** A place in the code where a request waits until it is let on. Only the first one waits. */
function gate() {
  let arrived = (): void => {}
  let release = (): void => {}
  const reached = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const opens = new Promise<void>((resolve) => {
    release = resolve
  })
  return {
    reached,
    release: () => release(),
    async pass<T>(work: () => T): Promise<Awaited<T>> {
      arrived()
      await opens
      return await work()
    },
  }
}

type Gate = ReturnType<typeof gate>

/** A request as octets, with the cookies of a visitor. */
function octets(someone: Visitor, origin: string, line: string, body?: string, headers: Record<string, string> = {}): string {
  const { host } = new URL(origin)
  const cookie = [...someone.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const all: Record<string, string> = { Host: host, Origin: origin, ...(cookie ? { Cookie: cookie } : {}) }
  if (body !== undefined) Object.assign(all, { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(body.length) })
  Object.assign(all, headers)
  const fields = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${line} HTTP/1.1\r\n${fields.join('')}\r\n${body ?? ''}`
}

async function dial(origin: string): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

describe('RT-29 a visitor who goes away in the middle leaves nothing behind that stands in their way', () => {
  async function form(someone: Visitor, fields: Record<string, string>): Promise<string> {
    return new URLSearchParams({ csrfToken: await someone.csrfToken(), ...fields }).toString()
  }

  /** Sends a request, hangs up when the gate is reached, and waits until the server is through with it. */
  async function hangUp({ origin, idle }: Served, request: string, at: Gate): Promise<void> {
    const socket = await dial(origin)
    socket.write(request)
    await at.reached
    socket.destroy()
    await turns(3)
    at.release()
    await idle()
  }

  async function expectSignedIn({ someone, errors }: Served, name: string): Promise<void> {
    expect((await someone.session())?.user.name ?? (await someone.session())?.user.email).toBe(name)
    expect(errors).toEqual([])
  }

  test('while the form is still being sent', async () => {
    const served = await serve(() => ({}))
    const { origin, someone, idle, calls } = served
    const whole = await form(someone, ann)
    const socket = await dial(origin)
    socket.write(octets(someone, origin, 'POST /api/auth/callback/credentials', whole).slice(0, -10))
    await turns(5)
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 20))
    await idle()
    expect(calls).toEqual([])
    await someone.post('/callback/credentials', ann)
    await expectSignedIn(served, 'ann')
  })

  const checked = credentialsProvider()
  const held: [where: string, strategy: 'jwt' | 'database', options: (at: Gate) => Partial<AuthOptions>][] = [
    [
      'the password is checked',
      'jwt',
      (at) => ({ providers: [{ ...checked, authorize: (...call) => at.pass(() => checked.authorize(...call)) }] }),
    ],
    ['the signIn callback decides', 'database', (at) => ({ callbacks: { signIn: () => at.pass(() => true) } })],
    ['the token is made', 'jwt', (at) => ({ callbacks: { jwt: ({ token }) => at.pass(() => token) } })],
    ['the target is chosen', 'jwt', (at) => ({ callbacks: { redirect: ({ baseUrl }) => at.pass(() => baseUrl) } })],
    ['the application is told', 'database', (at) => ({ events: { signIn: () => at.pass(() => {}) } })],
    ['the user is stored', 'database', (at) => ({ adapter: holding('createUser', at) })],
    ['the account is stored, without transactions', 'database', (at) => ({ adapter: holding('linkAccount', at) })],
    ['the session is stored, without transactions', 'database', (at) => ({ adapter: holding('createSession', at) })],
  ]
  test.each(held)('while %s (%s)', async (_where, strategy, options) => {
    const at = gate()
    const served = await serve(() => ({ session: { strategy }, ...options(at) }))
    const { someone, origin } = served
    await hangUp(served, octets(someone, origin, 'POST /api/auth/callback/credentials', await form(someone, ann)), at)
    expect(await someone.session()).toBeNull()
    await someone.post('/callback/credentials', ann)
    await expectSignedIn(served, 'ann')
  })

  test('while the mail is sent', async () => {
    const at = gate()
    const mails: { to: string; url: string }[] = []
    const mail = emailProvider([], mails)
    const served = await serve(() => ({
      providers: [{ ...mail, sendVerificationRequest: (request) => at.pass(() => mail.sendVerificationRequest(request)) }],
    }))
    const { someone, origin } = served
    await hangUp(served, octets(someone, origin, 'POST /api/auth/signin/email', await form(someone, { email: 'ann@example.com' })), at)
    await someone.post('/signin/email', { email: 'ann@example.com' })
    // Both links are good: the first one arrived as well.
    expect(mails.length).toBe(2)
    for (const { url } of mails) {
      await someone.post('/callback/email', Object.fromEntries(new URL(url).searchParams))
      await expectSignedIn(served, 'ann@example.com')
      await someone.post('/signout')
    }
  })

  test('while a link is used up: the next link signs in, as the same person', async () => {
    const at = gate()
    const adapter = holding('useVerificationToken', at)
    const served = await serve(() => ({ adapter }))
    const { someone, origin, mails } = served
    await someone.post('/signin/email', { email: 'ann@example.com' })
    const link = Object.fromEntries(new URL(mails[0]?.url ?? '').searchParams)
    await hangUp(served, octets(someone, origin, 'POST /api/auth/callback/email', await form(someone, link)), at)
    const { id } = (await adapter.getUserByEmail?.('ann@example.com')) ?? {}
    expect(id).toBeDefined()
    await someone.post('/signin/email', { email: 'ann@example.com' })
    await someone.post('/callback/email', Object.fromEntries(new URL(mails[1]?.url ?? '').searchParams))
    await expectSignedIn(served, 'ann@example.com')
    expect((await someone.session()).user.id).toBe(id)
  })

  test.each(['/token', '/userinfo'])('while a provider is asked at %s: the next attempt signs in, as the same person', async (path) => {
    op.behave()
    const at = gate()
    const created: string[] = []
    const served = await serve(() => ({
      adapter: memory(),
      session: { strategy: 'database' },
      providers: [{ ...op.provider(), id: 'service', idToken: false }],
      events: { createUser: ({ user }) => created.push(user.id ?? '') },
      fetch: (input, init) => {
        const { pathname } = new URL(input instanceof Request ? input.url : input)
        return pathname === path ? at.pass(() => fetch(input, init)) : fetch(input, init)
      },
    }))
    const { someone, origin } = served
    const back = await ask(await begin(someone, 'service'))
    const target = `${back.path}?${new URLSearchParams(back.fields)}`
    await hangUp(served, octets(someone, origin, `GET ${target}`, undefined, { 'Sec-Fetch-Site': 'cross-site' }), at)
    // Reloading the page brings the same answer again: it is spent, here or at the provider, and nobody is signed in by it.
    await bring(someone, back)
    expect(await someone.session()).toBeNull()
    await bring(someone, await ask(await begin(someone, 'service')))
    expect((await someone.session()).user.name).toBe('Ann')
    expect(created.length).toBe(1)
  })

  test('while the answer comes', async () => {
    const served = await serve(() => ({}))
    const { origin, someone, idle } = served
    for (let i = 0; i < 20; i++) {
      const socket = await dial(origin)
      socket.write(octets(someone, origin, 'GET /api/auth/signin'))
      if (i % 2) await new Promise((resolve) => socket.once('data', resolve))
      socket.destroy()
    }
    await idle()
    await someone.post('/callback/credentials', ann)
    await expectSignedIn(served, 'ann')
  })
})

/** A store in memory, without transactions, whose verb waits at a gate. */
function holding(verb: 'createUser' | 'linkAccount' | 'createSession' | 'useVerificationToken', at: Gate) {
  const { transaction: _none, ...adapter } = memory()
  const real = adapter[verb] as (...call: unknown[]) => unknown
  return { ...adapter, [verb]: (...call: unknown[]) => at.pass(() => real(...call)) }
}

interface Answered {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** Sends requests in one piece over one connection: the answers that came, and what came besides. */
async function pipeline(origin: string, requests: readonly string[], heads: readonly boolean[] = []): Promise<Answered[]> {
  const socket = await dial(origin)
  let text = ''
  const answers: Answered[] = []
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
    socket.setEncoding('latin1').on('data', (more: string) => {
      text += more
      for (let next = takeAnswer(text, heads[answers.length]); next; next = takeAnswer(text, heads[answers.length])) {
        answers.push(next.answer)
        text = next.rest
      }
      if (answers.length >= requests.length) resolve()
    })
    socket.write(requests.join(''), 'latin1')
  })
  await turns(5)
  socket.destroy()
  expect(text, 'octets that belong to no answer').toBe('')
  return answers
}

function takeAnswer(text: string, head = false): { answer: Answered; rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0 || !/^HTTP\/1\.1 \d{3} /.test(text)) return
  const fields = text.slice(0, end)
  const length = head ? 0 : Number(/^content-length: (\d+)$/im.exec(fields)?.[1])
  if (text.length < end + 4 + length) return
  const body = text.slice(end + 4, end + 4 + length)
  return { answer: { status: Number(fields.slice(9, 12)), head: fields, body }, rest: text.slice(end + 4 + length) }
}

describe('RT-30 what goes wrong with one request of a connection is nothing to the next one', () => {
  const smuggled = 'x=1&\r\n\r\nPOST /api/auth/signout HTTP/1.1\r\nHost: app.example\r\n\r\n'
  const json = { 'Content-Type': 'application/json' }
  const wrong: [what: string, status: number, line: string, body?: string, headers?: Record<string, string>][] = [
    ['an unknown path', 404, 'GET /api/auth/nonsense'],
    ['an unknown path with a body', 404, 'POST /api/auth/nonsense', smuggled],
    ['a method that is not taken, with a body', 405, 'PUT /api/auth/session', smuggled],
    ['a body of another type', 415, 'POST /api/auth/signout', smuggled, { 'Content-Type': 'text/plain' }],
    ['a body that is too large', 413, 'POST /api/auth/signout', `x=${'y'.repeat(200_000)}${smuggled}`],
    ['a body that is no JSON', 400, 'POST /api/auth/session', smuggled, json],
    ['a field that came twice', 400, 'POST /api/auth/signout', 'a=1&a=2'],
    ['no CSRF token', 303, 'POST /api/auth/signout', 'csrfToken=wrong'],
    ['an error that nobody foresaw', 500, 'GET /api/auth/session'],
    ['a provider that is not there', 404, 'POST /api/auth/signin/nobody', smuggled],
  ]

  test.each(wrong)('%s (%i)', async (what, status, line, body, headers) => {
    const { someone, origin, auth } = await serve(() => ({}))
    await someone.post('/callback/credentials', ann)
    if (what.includes('foresaw')) breakOnce(auth)
    const requests = [
      octets(someone, origin, line, body, headers),
      octets(someone, origin, 'GET /api/auth/session'),
      octets(someone, origin, 'GET /api/auth/csrf', undefined, { Cookie: '' }),
    ]
    const [first, second, third, ...more] = await pipeline(origin, requests)
    expect(more).toEqual([])
    expect(first?.status).toBe(status)
    expect(first?.head).not.toMatch(/^set-cookie: next-auth\.session-token=/im)
    expect([second?.status, JSON.parse(second?.body ?? '').user.name]).toEqual([200, 'ann'])
    expect(second?.head).not.toMatch(/^set-cookie:/im)
    expect([third?.status, Object.keys(JSON.parse(third?.body ?? ''))]).toEqual([200, ['csrfToken']])
    expect((await someone.session()).user.name).toBe('ann')
  })

  test('HEAD has no body that the next answer could begin with', async () => {
    const { someone, origin } = await serve(() => ({}))
    const requests = ['HEAD', 'GET', 'HEAD', 'GET'].map((method) => octets(someone, origin, `${method} /api/auth/providers`))
    const answers = await pipeline(origin, requests, [true, false, true, false])
    expect(answers.map(({ status, body }) => [status, body !== ''])).toEqual([
      [200, false],
      [200, true],
      [200, false],
      [200, true],
    ])
  })

  test('a body without an end that is refused midway: an answer or the end of the connection, and nothing in between', async () => {
    const { someone, origin, server } = await serve(() => ({}))
    // Node reads no further where a body was given up; the connection ends by this.
    server.server.keepAliveTimeout = 200
    const chunk = `${(16_384).toString(16)}\r\n${'y'.repeat(16_384)}\r\n`
    const chunked = octets(someone, origin, 'POST /api/auth/signout', '', { 'Transfer-Encoding': 'chunked' }).replace(
      /Content-Length: 0\r\n/,
      '',
    )
    const answers = await pipeline(origin, [`${chunked}${chunk.repeat(10)}0\r\n\r\n`, octets(someone, origin, 'GET /api/auth/session')])
    expect(answers.map(({ status }) => status).filter((status) => status !== 413 && status !== 200)).toEqual([])
    if (answers.length === 2) expect(answers[1]?.body).toBe('null')
    expect((await someone.get('/csrf')).status).toBe(200)
  })

  test('answers of two visitors over one connection, as a proxy in front would send them, are not mixed', async () => {
    const { someone, origin } = await serve(() => ({ session: { strategy: 'database' } }))
    await someone.post('/callback/credentials', ann)
    const bob = visitor({ handle: (request) => fetch(request, { redirect: 'manual' }) }, origin)
    await bob.post('/callback/credentials', { username: 'bob', password: 'right' })
    const turn = [someone, bob, visitor({ handle: fetch }, origin)]
    const order = Array.from({ length: 30 }, (_, i) => turn[(i * 7) % 3] as Visitor)
    const answers = await pipeline(
      origin,
      order.map((one) => octets(one, origin, 'GET /api/auth/session')),
    )
    const names = answers.map(({ body }) => JSON.parse(body)?.user.name ?? null)
    expect(names).toEqual(order.map((one) => (one === someone ? 'ann' : one === bob ? 'bob' : null)))
  })

  function breakOnce({ settings }: Watched['auth']): void {
    const { clock } = settings
    const failing = (): never => {
      Object.assign(settings, { clock })
      throw new Error('unforeseen')
    }
    Object.assign(settings, { clock: failing })
  }
})
