import { describe, expect, test } from 'vitest'
import { equal } from '../../src/crypto/compare.js'
import { secret, site } from '../site.js'
import { location, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }

async function signedIn(watched = site()) {
  const someone = visitor(watched.auth)
  await someone.post('/callback/credentials', ann)
  expect((await someone.session()).user.name).toBe('ann')
  return { ...watched, someone }
}

describe('without a good token nothing starts and nothing ends', () => {
  test('CS-01 a sign-in does not begin', async () => {
    const { auth, calls } = site()
    const someone = visitor(auth)
    const response = await someone.post('/signin/service', { csrfToken: '' })
    expect(location(response).searchParams.get('error')).toBe('MissingCSRF')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(calls).toEqual([])
  })

  test.each(['jwt', 'database'] as const)('CS-02 a sign-out ends nothing (%s)', async (strategy) => {
    const { someone, calls } = await signedIn(site({ session: { strategy } }))
    const response = await someone.post('/signout', { csrfToken: '' })
    expect(location(response).searchParams.get('error')).toBe('MissingCSRF')
    expect((await someone.session()).user.name).toBe('ann')
    expect(calls).not.toContain('deleteSession')
  })

  test.each([
    ['empty', () => ''],
    ['truncated', (token: string) => token.slice(0, -1)],
    ['longer', (token: string) => `${token}A`],
    ['in other case', (token: string) => token.toUpperCase()],
    ['with a space', (token: string) => ` ${token} `],
  ])('CS-03 a token that is %s is refused', async (_what, spoil) => {
    const { someone } = await signedIn()
    const response = await someone.post('/signout', { csrfToken: spoil(await someone.csrfToken()) })
    expect(location(response).searchParams.get('error')).toBe('MissingCSRF')
    expect(await someone.session()).not.toBeNull()
  })

  test('CS-03 a token that is a list is refused', async () => {
    const { someone } = await signedIn()
    const body = JSON.stringify({ csrfToken: [await someone.csrfToken()] })
    const response = await someone.send('/api/auth/signout', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', origin: 'https://app.example' },
    })
    expect(response.status).toBe(400)
  })

  test('CS-13 a session update changes nothing', async () => {
    const { someone } = await signedIn(site({ callbacks: { jwt: ({ token, session }) => ({ ...token, ...(session as object) }) } }))
    const body = JSON.stringify({ csrfToken: 'x', data: { name: 'eve' } })
    const response = await someone.send('/api/auth/session', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    expect(response.status).toBe(403)
    expect((await someone.session()).user.name).toBe('ann')
  })

  test('CS-14 credentials are refused before `authorize` is asked', async () => {
    const { auth, calls } = site()
    await visitor(auth).post('/callback/credentials', { ...ann, csrfToken: 'wrong' })
    expect(calls).toEqual([])
  })
})

describe('whose token it is', () => {
  test('CS-05 CS-07 a pair from another browser is worth nothing to somebody signed in', async () => {
    const { auth, someone } = await signedIn()
    const attacker = visitor(auth)
    const token = await attacker.csrfToken()
    someone.cookies.set('__Host-next-auth.csrf-token', token)
    expect(location(await someone.post('/signout', { csrfToken: token })).searchParams.get('error')).toBe('MissingCSRF')
    const other = visitor(auth)
    await other.post('/callback/credentials', { username: 'bob', password: 'right' })
    const theirs = await other.csrfToken()
    someone.cookies.set('__Host-next-auth.csrf-token', theirs)
    expect(location(await someone.post('/signout', { csrfToken: theirs })).searchParams.get('error')).toBe('MissingCSRF')
  })

  test('CS-06 a token from before a sign-in is refused after it, and a new one is given', async () => {
    const { auth } = site()
    const someone = visitor(auth)
    const before = await someone.csrfToken()
    await someone.post('/callback/credentials', { ...ann, csrfToken: before })
    someone.cookies.set('__Host-next-auth.csrf-token', before)
    expect(location(await someone.post('/signout', { csrfToken: before })).searchParams.get('error')).toBe('MissingCSRF')
    const after = await someone.csrfToken()
    expect(after).not.toBe(before)
    await someone.post('/signout', { csrfToken: after })
    expect(await someone.session()).toBeNull()
  })

  test('CS-20 two tabs with one token both succeed', async () => {
    const { auth } = site()
    const someone = visitor(auth)
    const csrfToken = await someone.csrfToken()
    for (const tab of [1, 2])
      expect(location(await someone.post('/signin/email', { csrfToken, email: `a${tab}@app.example` })).pathname).toBe(
        '/api/auth/verify-request',
      )
  })

  test('CS-21 a token of an older secret is good while that secret is listed, and not after', async () => {
    const older = 'an-older-secret-for-tests-0123456789-abcdef'
    const first = visitor(site({ secret: older }).auth)
    const csrfToken = await first.csrfToken()
    for (const [secrets, good] of [
      [[secret, older], true],
      [[secret], false],
    ] as const) {
      const someone = visitor(site({ secret: secrets }).auth)
      someone.cookies.set('__Host-next-auth.csrf-token', csrfToken)
      expect(location(await someone.post('/signout', { csrfToken })).searchParams.get('error')).toBe(good ? null : 'MissingCSRF')
    }
  })
})

describe('where a request comes from', () => {
  const outcome = async (headers: Record<string, string>, allowedOrigins: string[] = []) => {
    const { someone } = await signedIn(site({ allowedOrigins }))
    const body = new URLSearchParams({ csrfToken: await someone.csrfToken() })
    const response = await someone.send('/api/auth/signout', { method: 'POST', body, headers })
    expect(response.headers.get('location')?.includes('error=')).toBe((await someone.session()) !== null)
    return (await someone.session()) === null
  }

  test('CS-09 Fetch Metadata decides first', async () => {
    expect(await outcome({ 'sec-fetch-site': 'same-origin' })).toBe(true)
    expect(await outcome({ 'sec-fetch-site': 'none' })).toBe(true)
    expect(await outcome({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).toBe(false)
    expect(await outcome({ 'sec-fetch-site': 'same-site', origin: 'https://shop.app.example' })).toBe(false)
    expect(await outcome({ 'sec-fetch-site': 'same-site', origin: 'https://shop.app.example' }, ['https://shop.app.example'])).toBe(true)
    expect(await outcome({ 'sec-fetch-site': 'same-site', origin: 'https://shop.app.example' }, ['https://*.app.example'])).toBe(true)
  })

  test.each([
    'https://app.example.evil.com',
    'https://app.example:8443',
    'http://app.example',
    'https://app.example.',
    'https://evil.example',
    'not a url',
  ])('CS-11 the origin %s is another one', async (origin) => {
    expect(await outcome({ origin })).toBe(false)
  })

  test('CS-11 an origin is compared as parsed, its host without case', async () => {
    expect(await outcome({ origin: 'https://APP.EXAMPLE' })).toBe(true)
    expect(await outcome({ origin: 'https://app.example:443' })).toBe(true)
    expect(await outcome({ referer: 'https://app.example/page?x=1' })).toBe(true)
    expect(await outcome({ referer: 'https://evil.example/app.example' })).toBe(false)
  })
})

describe('what other sites can learn', () => {
  test('CS-08 GET starts and ends nothing', async () => {
    const { someone, calls } = await signedIn()
    const before = calls.length
    expect((await someone.get('/signin/service')).headers.get('content-type')).toContain('text/html')
    expect((await someone.get('/signout')).headers.get('content-type')).toContain('text/html')
    expect(await someone.session()).not.toBeNull()
    expect(calls.length).toBe(before)
  })

  test('CS-15 CS-16 CS-17 no CORS, no JSONP, typed and private JSON', async () => {
    const { auth } = site()
    for (const path of ['/csrf?callback=jsonp_function', '/session?jsonp=jsonp_function', '/providers?callback=jsonp_function']) {
      const response = await visitor(auth).get(path, { origin: 'https://evil.example' })
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(await response.text()).not.toContain('jsonp_function')
    }
    const preflight = await visitor(auth).send('/api/auth/session', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('CS-18 a callback takes a POST without a token, and without a transaction does nothing with it', async () => {
    const { auth, calls } = site()
    const body = new URLSearchParams({ code: 'c', state: 's' })
    const response = await visitor(auth).send('/api/auth/callback/service', {
      method: 'POST',
      body,
      headers: { origin: 'null', 'sec-fetch-site': 'cross-site' },
    })
    expect(response.headers.get('location')).toContain('error=')
    expect(calls).toEqual([])
  })

  test('CS-19 the comparison takes any two texts', () => {
    expect(equal('', '')).toBe(true)
    expect(equal('a', 'ab')).toBe(false)
    expect(equal('ä', 'a')).toBe(false)
    expect(equal('same', 'same')).toBe(true)
  })

  test('CS-23 the token is in no URL', async () => {
    const { auth } = site()
    const someone = visitor(auth)
    const csrfToken = await someone.csrfToken()
    for (const [path, fields] of [
      ['/signin/email', { email: 'a@app.example' }],
      ['/callback/credentials', { username: 'ann', password: 'wrong' }],
      ['/signout', {}],
    ] as const) {
      expect((await someone.post(path, { csrfToken, ...fields })).headers.get('location')).not.toContain(csrfToken)
    }
  })
})
