import { describe, expect, test } from 'vitest'
import { site } from '../site.js'
import { visitor } from '../visitor.js'

const { auth, calls } = site()
const at = (path: string, init?: RequestInit): Promise<Response> => visitor(auth).send(path, init)

describe('paths', () => {
  test.each([
    '/api/auth/nonsense',
    '/api/auth/',
    '/api/auth',
    '/x/api/auth/session',
    '/api/authx/session',
  ])('RT-01 RT-12 %s is not found', async (path) => {
    const response = await at(path)
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ error: 'NotFound' })
  })

  const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']
  test.each(inherited)('RT-02 RT-03 %s is neither a provider nor an action', async (name) => {
    for (const path of [`/signin/${name}`, `/callback/${name}`, `/${name}`]) expect((await visitor(auth).get(path)).status).toBe(404)
    expect((await visitor(auth).post(`/signin/${name}`)).status).toBe(404)
  })

  test.each(['//session', '/session//', '///session', '/signin//service', '//signin/service'])('RT-04 %s never matches', async (path) => {
    expect((await visitor(auth).post(path)).status).toBe(404)
    expect((await visitor(auth).get(path)).status).toBe(404)
  })

  test.each([
    '/signin%2Fservice',
    '/signin%252Fservice',
    '/signin%5Cservice',
    '/%73ession',
    '/signin/%2e%2e',
    '/callback/ser%76ice',
  ])('RT-05 %s: nothing inside a segment is decoded into a name', async (path) => {
    // The URL parser itself resolves a segment of encoded dots.
    expect([302, 404, 405, 200]).toContain((await visitor(auth).get(path)).status)
    if (!path.includes('%2e')) expect((await visitor(auth).get(path)).status).toBe(404)
  })

  test('RT-06 dot segments are what the URL parser makes of them', async () => {
    expect((await visitor(auth).get('/signin/../session')).status).toBe(200)
    expect((await visitor(auth).get('/./session')).status).toBe(200)
    expect((await visitor(auth).get('/../../session')).status).toBe(404)
  })

  test.each([
    '/signin/%',
    '/signin/%ZZ',
    '/signin/%E0%A4%A',
    '/%00',
    '/session%0d%0a',
    '/session;x',
    '/session:80',
    '/session@evil',
  ])('RT-07 RT-08 RT-09 %s is not found', async (path) => {
    expect((await visitor(auth).get(path)).status).toBe(404)
  })

  test('RT-10 names are lower-case, and one slash at the end is the same route', async () => {
    expect((await visitor(auth).get('/SESSION')).status).toBe(404)
    expect((await visitor(auth).get('/session/')).status).toBe(200)
    const unprotected = await visitor(auth).send('/api/auth/signout/', {
      method: 'POST',
      body: new URLSearchParams(),
      headers: { origin: 'https://app.example' },
    })
    expect(unprotected.headers.get('location')).toContain('error=MissingCSRF')
  })

  test('RT-11 further segments are not found', async () => {
    expect((await visitor(auth).get('/callback/service/x')).status).toBe(404)
    expect((await visitor(auth).get('/session/x')).status).toBe(404)
  })

  test.each([
    'nextauth=signout',
    'nextauth[]=signout',
    'action=signout',
    'providerId=service',
    'nxtPnextauth=signout',
    'error=x',
  ])('RT-14 ?%s routes nothing', async (query) => {
    const response = await visitor(auth).get(`/session?${query}`)
    expect(response.status).toBe(200)
    expect(await response.json()).toBeNull()
  })
})

describe('methods', () => {
  const table: Record<string, string> = {
    '/session': 'GET, HEAD, POST',
    '/csrf': 'GET, HEAD',
    '/providers': 'GET, HEAD',
    '/signin': 'GET, HEAD',
    '/signin/service': 'GET, HEAD, POST',
    '/callback/service': 'GET, POST',
    '/signout': 'GET, HEAD, POST',
    '/verify-request': 'GET, HEAD',
    '/error': 'GET, HEAD',
  }
  // TRACE cannot be made with `Request`; servers refuse it before us.
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  test.each(Object.entries(table))('RT-15 %s takes %s and nothing else', async (path, allowed) => {
    for (const method of methods) {
      const response = await at(`/api/auth${path}`, { method })
      if (allowed.split(', ').includes(method)) expect(response.status, method).not.toBe(405)
      else {
        expect(response.status, method).toBe(405)
        expect(response.headers.get('allow')).toBe(allowed)
        expect(response.headers.getSetCookie()).toEqual([])
      }
    }
    expect(calls).toEqual([])
  })

  test('RT-15 HEAD has the headers and no body', async () => {
    const response = await at('/api/auth/session', { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

describe('bodies', () => {
  const post = (body: BodyInit, type: string | undefined, path = '/callback/credentials'): Promise<Response> =>
    at(`/api/auth${path}`, { method: 'POST', body, headers: { origin: 'https://app.example', ...(type ? { 'content-type': type } : {}) } })

  test.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded; charset=latin1',
  ])('RT-18 CS-12 %s is refused with 415', async (type) => {
    expect((await post('{"csrfToken":"x"}', type)).status).toBe(415)
  })

  test('RT-18 a body without a type is refused', async () => {
    const response = await at('/api/auth/signout', { method: 'POST', body: new Uint8Array([123, 125]) })
    expect(response.status).toBe(415)
  })

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/x-www-form-urlencoded;charset=UTF-8',
  ])('RT-18 %s is read', async (type) => {
    expect((await post(type.includes('json') ? '{}' : 'a=b', type)).status).not.toBe(415)
  })

  test('RT-19 one octet over the limit is refused, declared or not', async () => {
    expect((await post(`a=${'x'.repeat(64 * 1024)}`, 'application/x-www-form-urlencoded')).status).toBe(413)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384
        controller.enqueue(new Uint8Array(16_384).fill(97))
      },
    })
    const request = new Request('https://app.example/api/auth/signout', {
      method: 'POST',
      body: endless,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      duplex: 'half',
    } as RequestInit)
    expect((await auth.handle(request)).status).toBe(413)
    expect(sent).toBeLessThan(200_000)
  })

  test('RT-20 many fields, deep nesting and bracket keys are refused', async () => {
    expect((await post(Array.from({ length: 5000 }, (_, i) => `f${i}=1`).join('&'), 'application/x-www-form-urlencoded')).status).toBe(400)
    expect((await post(`{"data":${'['.repeat(10_000)}${']'.repeat(10_000)},"email":[]}`, 'application/json')).status).toBe(400)
    expect((await post('{"a":{"b":{"c":1}}}', 'application/json')).status).toBe(400)
  })

  test.each([
    'email',
    'code',
    'state',
    'csrfToken',
    'callbackUrl',
  ])('RT-22 a second %s, or one that is no text, is refused', async (name) => {
    const before = calls.length
    expect((await post(`${name}=a&${name}=b`, 'application/x-www-form-urlencoded')).status).toBe(400)
    for (const value of [[], {}, 1, true, null])
      expect((await post(JSON.stringify({ [name]: value }), 'application/json')).status).toBe(400)
    expect(calls.length).toBe(before)
  })

  test('RT-22 a second parameter of a callback is refused', async () => {
    expect((await visitor(auth).get('/callback/service?state=a&state=b')).status).toBe(400)
  })

  test('RT-24 a query of 64 kB or 10 000 parameters is refused', async () => {
    expect((await visitor(auth).get(`/signin?x=${'y'.repeat(65_536)}`)).status).toBe(400)
    expect((await visitor(auth).get(`/signin?${Array.from({ length: 10_000 }, (_, i) => `p${i}`).join('&')}`)).status).toBe(400)
  })

  test('RT-20 a field named __proto__ is a field', async () => {
    expect((await post('__proto__=x&constructor=y', 'application/x-www-form-urlencoded')).status).not.toBe(500)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})

describe('failures', () => {
  const broken = () => {
    throw new Error('broken callback')
  }
  const rejected = () => Promise.reject(new Error('rejected callback'))

  test.each([
    ['signIn', broken],
    ['signIn', rejected],
    ['jwt', broken],
    ['jwt', rejected],
    ['redirect', broken],
    ['redirect', rejected],
  ])('RT-23 a %s callback that fails gives exactly one answer', async (name, callback) => {
    const { auth } = site({ callbacks: { [name]: callback } })
    const someone = visitor(auth)
    const response = await someone.post('/callback/credentials', { username: 'ann', password: 'right' })
    expect([302, 303]).toContain(response.status)
    if (name !== 'redirect') expect(await someone.session()).toBeNull()
  })

  test('RT-23 events that fail change nothing', async () => {
    const { auth, errors } = site({ events: { signIn: broken, session: rejected } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', { username: 'ann', password: 'right' })
    expect((await someone.session()).user.name).toBe('ann')
    expect(errors.map((error) => error.name)).toContain('EventError')
  })

  test('RT-23 a session callback that fails is no session, and the cookie stays', async () => {
    const { auth } = site({ callbacks: { session: broken } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', { username: 'ann', password: 'right' })
    const response = await someone.get('/session')
    expect(response.status).toBe(200)
    expect(await response.json()).toBeNull()
    expect(response.headers.getSetCookie()).toEqual([])
  })

  test('RT-28 without a store that answers, nobody counts as signed in', async () => {
    const { auth } = site({ session: { strategy: 'database' } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', { username: 'ann', password: 'right' })
    auth.settings.adapter!.getSessionAndUser = () => {
      // the site was made with a store
      throw new Error('connection refused')
    }
    const response = await someone.get('/session')
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ error: 'Configuration' })
    const headers = new Headers({ host: 'app.example', cookie: [...someone.cookies].map((pair) => pair.join('=')).join('; ') })
    await expect((async () => auth.read(headers))()).rejects.toThrow('getSessionAndUser')
  })
})
