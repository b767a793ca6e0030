import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CookiesOptions } from '../../src/config/options.js'
import { readCookies, splitChunks } from '../../src/http/cookies.js'
import { createJar } from '../../src/http/jar.js'
import { serialize, takeApart } from '../../src/http/set-cookie.js'
import { secret, site } from '../site.js'
import { location, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }
const host = '__Host-next-auth.session-token'

describe('what is set', () => {
  test('CK-01 on https every cookie is Secure, HttpOnly, SameSite, Path=/, __Host- and without Domain', async () => {
    const { auth } = site()
    const someone = visitor(auth)
    const lines = [
      ...(await someone.get('/signin?callbackUrl=/x')).headers.getSetCookie(),
      ...(await someone.post('/callback/credentials', ann)).headers.getSetCookie(),
      ...(await someone.post('/signin/email', { email: 'a@app.example' })).headers.getSetCookie(),
    ]
    const names = new Set(lines.map((line) => takeApart(line).name))
    expect([...names].sort()).toEqual(
      expect.arrayContaining([host, '__Host-next-auth.callback-url', '__Host-next-auth.csrf-token', '__Host-next-auth.transaction.mail']),
    )
    for (const line of lines) {
      const { name, options } = takeApart(line)
      expect(name).toMatch(/^__Host-/)
      expect(options).toMatchObject({ secure: true, httpOnly: true, sameSite: 'lax', path: '/' })
      expect(options.domain).toBeUndefined()
    }
  })

  test('CK-02 on http there is no prefix and no Secure, and HttpOnly stays', async () => {
    const { auth } = site({ url: 'http://localhost:3000' })
    const someone = visitor(auth, 'http://localhost:3000')
    await someone.csrfToken()
    const lines = (await someone.post('/callback/credentials', ann)).headers.getSetCookie()
    expect(lines.map((line) => takeApart(line).name)).toContain('next-auth.session-token')
    for (const line of lines) {
      expect(takeApart(line).options).toMatchObject({ httpOnly: true, sameSite: 'lax' })
      expect(takeApart(line).options.secure ?? false).toBe(false)
    }
  })

  test('CK-01 a configured domain turns __Host- into __Secure-', async () => {
    const { auth } = site({ cookies: { sessionToken: { options: { domain: 'app.example' } } } })
    const lines = (await visitor(auth).post('/callback/credentials', ann)).headers.getSetCookie().map(takeApart)
    expect(lines.find(({ name }) => name === '__Secure-next-auth.session-token')?.options.domain).toBe('app.example')
  })

  test.each<[id: string, cookies: CookiesOptions]>([
    ['CK-22', { sessionToken: { name: '__Host-x', options: { domain: 'app.example' } } }],
    ['CK-23', { sessionToken: { options: { sameSite: 'none', secure: false } } }],
    ['CK-11', { csrfToken: { name: 'a;b' } }],
    ['CK-11', { csrfToken: { name: 'a\r\nb' } }],
    ['CK-11', { sessionToken: { options: { domain: 'a;b' } } }],
    ['CK-11', { sessionToken: { options: { path: '/\u0000' } } }],
  ])('%s %j is refused at start', (_id, cookies) => {
    expect(() => site({ cookies })).toThrow(/cookies\./)
  })

  test('CK-11 nothing forged leaves the jar', () => {
    for (const [name, value] of [
      ['a\r\nb', 'x'],
      ['a;b', 'x'],
      ['ä', 'x'],
      ['', 'x'],
    ] as const)
      expect(() => {
        const jar = createJar()
        jar.set(name, value, {})
        serialize(jar.cookies())
      }).toThrow()
    const jar = createJar()
    jar.set('a', 'x\r\nSet-Cookie: b=c; Domain=evil', {})
    expect(serialize(jar.cookies())[0]).toBe('a=x%0D%0ASet-Cookie%3A%20b%3Dc%3B%20Domain%3Devil; Path=/')
    for (const options of [{ domain: 'a;b' }, { path: '/;b' }])
      expect(() => serialize([{ name: 'a', value: 'b', options, maxAge: 1 }])).toThrow()
  })

  test('CK-25 CK-28 each cookie has a line of its own', async () => {
    const { auth } = site()
    const someone = visitor(auth)
    const response = await someone.post('/callback/credentials', ann)
    expect(response.headers.getSetCookie().length).toBeGreaterThan(1)
    for (const line of response.headers.getSetCookie()) expect(line.split(';').filter((part) => part.includes('=')).length).toBeLessThan(6)
  })

  test('CK-26 every answer is private', async () => {
    const { auth } = site()
    const someone = visitor(auth)
    const answers = [
      await someone.get('/session'),
      await someone.get('/csrf'),
      await someone.get('/signin'),
      await someone.get('/nothing'),
      await someone.post('/signout'),
      await someone.send('/api/auth/session', { method: 'PUT' }),
      await someone.post('/callback/credentials', ann),
    ]
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('private, no-store')
      expect(headers.get('vary')).toContain('Cookie')
    }
  })

  test('CK-27 no lifetime beyond 400 days', async () => {
    const { auth, warnings } = site({ session: { strategy: 'jwt', maxAge: 1000 * 86_400, absoluteMaxAge: 1000 * 86_400 } })
    const lines = (await visitor(auth).post('/callback/credentials', ann)).headers.getSetCookie().map(takeApart)
    expect(lines.find(({ name }) => name === host)?.options.maxAge).toBe(400 * 86_400)
    expect(warnings).toContain('SESSION_TOO_LONG')
  })

  test('CK-17 SJ-21 a session beyond the budget is an error for the developer, and sets nothing', async () => {
    const { auth, errors } = site({ callbacks: { jwt: ({ token, user }) => (user ? { ...token, big: 'x'.repeat(8000) } : token) } })
    const someone = visitor(auth)
    const response = await someone.post('/callback/credentials', ann)
    expect(location(response).searchParams.get('error')).toBe('Configuration')
    expect(errors.map((error) => error.name)).toContain('SessionTooLarge')
    expect(someone.cookies.has(host)).toBe(false)
  })

  test('CK-17 SJ-21 a long session travels in parts and comes back whole; a shorter one clears the rest', async () => {
    let size = 3300
    const { auth } = site({
      session: { strategy: 'jwt', updateAge: 0 },
      callbacks: {
        jwt: ({ token, trigger }) => ({ ...token, big: 'x'.repeat(trigger === 'update' ? 10 : size) }),
        session: ({ session, token }) => ({ ...session, big: (token.big as string).length }),
      },
    })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    expect([...someone.cookies.keys()].filter((name) => name.startsWith(host))).toEqual([`${host}.0`, `${host}.1`])
    expect((await someone.session()).big).toBe(3300)
    size = 10
    expect((await someone.session()).big).toBe(10)
    expect([...someone.cookies.keys()].filter((name) => name.startsWith(host))).toEqual([host])
  })
})

describe('what is read', () => {
  test('CK-06 CK-07 CK-08 a name is its bytes', () => {
    const header = (name: string) => `${name}=evil`
    for (const name of [
      '\u00a0__Host-a',
      '\ufeff__Host-a',
      '\u2000__Host-a',
      '__Host-a\u00a0',
      '\u000b__Host-a',
      '\u000c__Host-a',
      '=__Host-a',
      '__HOST-a',
      '__host-a',
    ]) {
      expect(readCookies(header(name)).get('__Host-a'), JSON.stringify(name)).toBeUndefined()
    }
    expect(readCookies('__Host-a').get('__Host-a')).toBeUndefined()
    expect(readCookies('=__Host-a=evil').get('__Host-a')).toBeUndefined()
    expect(readCookies('$Version=1; x="a; __Host-a=evil"').get('x')).toBe('"a')
    expect(readCookies(' \t__Host-a\t = good \t;b=c').get('__Host-a')).toBe('good')
  })

  test('CK-12 inherited names are names', () => {
    const cookies = readCookies('__proto__=a; constructor=b')
    expect(cookies.get('__proto__')).toBe('a')
    expect(cookies.get('constructor')).toBe('b')
    expect(readCookies('a=b').get('toString')).toBeUndefined()
  })

  test('CK-15 CK-16 parts that do not fit together are nothing', () => {
    const whole = (header: string) => readCookies(header).getChunked('s').value
    expect(whole('s.0=a; s.1=b')).toBe('ab')
    expect(whole('s.1=b; s.0=a')).toBe('ab')
    for (const header of ['s.1=b', 's.0=a; s.2=c', 's=x; s.0=a', 's.0=a; s.0=a', 's.0=a; s.1=b; s.1=b', 's=x; s=y', 's=x; s.3=d'])
      expect(whole(header), header).toBeUndefined()
    for (const header of ['s.1e3=a', 's.-1=a', 's.01=a', 's.__proto__=a', 's.99=a'])
      expect(readCookies(`s=x; ${header}`).getChunked('s').value, header).toBe('x')
  })

  test('CK-19 long headers are read in linear time', () => {
    const time = (count: number): number => {
      const header = Array.from({ length: count }, (_, i) => `foreign${i}=${'x'.repeat(40)}`).join('; ')
      const begun = performance.now()
      for (let i = 0; i < 50; i++) readCookies(header).get('foreign1')
      return performance.now() - begun
    }
    time(200)
    expect(time(2000)).toBeLessThan(60 * Math.max(time(200), 1))
  })

  test('FZ-02 what was split comes back, and reading never throws', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_.-]*$/, { maxLength: 20_000 }), (value) => {
        const header = splitChunks('s', value)
          .map((pair) => pair.join('='))
          .join('; ')
        return value === '' || readCookies(header).getChunked('s').value === value
      }),
    )
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => typeof readCookies(header).getChunked('s') === 'object'))
  })

  const signedIn = async () => {
    const { auth, someone } = { ...site(), someone: undefined as never as ReturnType<typeof visitor> }
    const visiting = someone ?? visitor(auth)
    await visiting.post('/callback/credentials', ann)
    return { auth, token: visiting.cookies.get(host) as string }
  }
  const as = async (auth: Awaited<ReturnType<typeof signedIn>>['auth'], cookie: string) => {
    const response = await auth.handle(new Request('https://app.example/api/auth/session', { headers: { host: 'app.example', cookie } }))
    return {
      session: await response.json(),
      cleared: response.headers
        .getSetCookie()
        .map(takeApart)
        .filter(({ options }) => options.maxAge === 0)
        .map(({ name }) => name),
    }
  }

  test('CK-04 CK-05 other names are not the session', async () => {
    const { auth, token } = await signedIn()
    for (const name of [
      'next-auth.session-token',
      '__Host-Next-auth.session-token',
      '__host-next-auth.session-token',
      '__Secure-next-auth.session-token',
    ])
      expect((await as(auth, `${name}=${token}`)).session, name).toBeNull()
    expect((await as(auth, `${host}=${token}`)).session.user.name).toBe('ann')
  })

  test('CK-09 two of one name are no session, and both go', async () => {
    const { auth, token } = await signedIn()
    expect(await as(auth, `${host}=${token}; ${host}=${token}`)).toEqual({ session: null, cleared: [host] })
  })

  test('CK-15 a broken set is cleared', async () => {
    const { auth, token } = await signedIn()
    const { session, cleared } = await as(auth, `${host}.0=${token.slice(0, 50)}; ${host}.2=${token.slice(50)}`)
    expect(session).toBeNull()
    expect(cleared).toEqual([`${host}.0`, `${host}.2`])
  })
})

describe('what is deleted', () => {
  test.each([
    {},
    { sessionToken: { name: 'mine' } },
    { sessionToken: { options: { domain: 'app.example' } } },
  ])('CK-21 sign-out deletes with the attributes it was set with (%j)', async (cookies) => {
    const { auth } = site({ cookies })
    const someone = visitor(auth)
    const set = (await someone.post('/callback/credentials', ann)).headers
      .getSetCookie()
      .map(takeApart)
      .find(({ name, value }) => value.length > 50 && !name.includes('csrf'))
    const cleared = (await someone.post('/signout')).headers
      .getSetCookie()
      .map(takeApart)
      .find(({ name }) => name === set?.name)
    const { maxAge, expires: _expires, ...attributes } = cleared?.options ?? {}
    expect(maxAge).toBe(0)
    expect(set).toBeDefined()
    const { maxAge: _maxAge, expires: _ends, ...as } = set?.options ?? {}
    expect(attributes).toEqual(as)
    expect(await someone.session()).toBeNull()
  })
})

describe('whose it is', () => {
  test('CK-29 no cookie’s value is good under another name', async () => {
    const { auth, calls } = site()
    const someone = visitor(auth)
    await someone.get('/signin?callbackUrl=/x')
    await someone.post('/signin/email', { email: 'a@app.example' })
    await someone.post('/signin/service', { callbackUrl: '/x' })
    await someone.post('/callback/credentials', ann)
    await someone.csrfToken()
    const all = [...someone.cookies]
    expect(all.length).toBeGreaterThanOrEqual(5)
    for (const [from, value] of all) {
      for (const [name] of all) {
        if (from === name) continue
        const swapped = visitor(auth)
        swapped.cookies.set(name, value)
        expect(await swapped.session(), `${from} as ${name}`).toBeNull()
        const state = name.includes('.transaction.') ? name.slice(name.lastIndexOf('.') + 1) : 'state'
        const response = await swapped.get(`/callback/service?code=c&state=${state}`)
        expect(response.headers.get('location')).toContain('error=')
      }
    }
    expect(calls.filter((call) => call.startsWith('fetch'))).toEqual([])
  })

  test('CK-30 SJ-06 a session of another site with the same secret is nobody’s here', async () => {
    const there = visitor(site({ url: 'https://other.example' }).auth, 'https://other.example')
    await there.post('/callback/credentials', ann)
    const here = visitor(site({ secret }).auth)
    here.cookies.set(host, there.cookies.get(host) as string)
    expect(await here.session()).toBeNull()
    expect((await there.session()).user.name).toBe('ann')
  })
})
