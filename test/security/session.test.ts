import { describe, expect, test } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import type { AuthOptions } from '../../src/engine/index.js'
import { site } from '../site.js'
import { location, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }
const host = '__Host-next-auth.session-token'
const day = 86_400_000

/** A site with a clock to turn, and ann signed in. */
async function signedIn(options: Partial<AuthOptions> = {}) {
  let now = Date.UTC(2026, 10, 23)
  const watched = site({ clock: () => now, ...options })
  const someone = visitor(watched.auth)
  await someone.post('/callback/credentials', ann)
  return {
    ...watched,
    someone,
    turn: (ms: number) => {
      now += ms
    },
    read: () => someone.session(),
  }
}

describe('tokens', () => {
  test('SJ-01 what is seen is a name, an address, a picture, an id and an end', async () => {
    const { read } = await signedIn()
    expect(await read()).toEqual({
      user: { name: 'ann', email: 'ann@app.example', image: null, id: 'user-ann' },
      expires: new Date(Date.UTC(2026, 10, 23) + 30 * day).toISOString(),
    })
  })

  test('SJ-02 a spoilt token is nobody, and its cookie goes', async () => {
    const { someone } = await signedIn()
    const token = someone.cookies.get(host) as string
    const [header, payload, signature] = token.split('.') as [string, string, string]
    const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
    const spoilt = [
      flip(token, 3),
      flip(token, header.length + 5),
      flip(token, token.length - 5),
      token.slice(0, -1),
      token + token,
      `${token}.x`,
      header,
      `${header}.${payload}`,
      `${token}=`,
      `${header}.${payload}.`,
      `..${signature}`,
      'ä.ö.ü',
      'null',
      '.'.repeat(7),
    ]
    for (const value of spoilt) {
      someone.cookies.set(host, value)
      expect(await someone.session(), value.slice(0, 40)).toBeNull()
      expect(someone.cookies.has(host)).toBe(false)
    }
  })

  test('SJ-04 renewed at visits, ended after idleness, and at the absolute end whatever happens', async () => {
    const idle = await signedIn()
    idle.turn(30 * day + 1000)
    expect(await idle.read()).toBeNull()
    const busy = await signedIn()
    for (let days = 0; days < 88; days += 8) {
      busy.turn(8 * day)
      expect(await busy.read(), `day ${days}`).not.toBeNull()
    }
    busy.turn(3 * day)
    expect(await busy.read()).toBeNull()
  })

  test('a read inside `updateAge` sets no cookie; after it one does, and what proves the sign-in stays', async () => {
    const { someone, turn, auth } = await signedIn()
    expect((await someone.get('/session')).headers.getSetCookie()).toEqual([])
    turn(2 * day)
    const before = await claims(auth, someone.cookies.get(host) as string)
    expect((await someone.get('/session')).headers.getSetCookie().length).toBe(1)
    const after = await claims(auth, someone.cookies.get(host) as string)
    expect({ sid: after.sid, auth_time: after.auth_time, started_at: after.started_at, amr: after.amr }).toEqual({
      sid: before.sid,
      auth_time: before.auth_time,
      started_at: before.started_at,
      amr: ['pwd'],
    })
    expect(after.exp).toBe((before.exp as number) + 2 * 86_400)
  })

  test('SJ-17 under a new secret the old token is read and written anew; a removed secret ends it', async () => {
    const older = 'an-older-secret-for-tests-0123456789-abcdef'
    const newer = 'a-newer-secret-for-tests-0123456789-abcdef'
    const { someone } = await signedIn({ secret: older, clock: Date.now })
    const both = visitor(site({ secret: [newer, older], session: { strategy: 'jwt', updateAge: 0 } }).auth)
    both.cookies.set(host, someone.cookies.get(host) as string)
    expect((await both.session()).user.name).toBe('ann')
    const only = visitor(site({ secret: newer }).auth)
    only.cookies.set(host, both.cookies.get(host) as string)
    expect((await only.session()).user.name).toBe('ann')
    only.cookies.set(host, someone.cookies.get(host) as string)
    expect(await only.session()).toBeNull()
  })

  test('SJ-18 a jwt callback that throws on a read is no session and no 500; the cookie stays for better days', async () => {
    let broken = false
    const { someone } = await signedIn({
      callbacks: {
        jwt: ({ token }) => {
          if (broken) throw new Error('refresh failed')
          return token
        },
      },
    })
    broken = true
    const response = await someone.get('/session')
    expect([response.status, await response.json()]).toEqual([200, null])
    broken = false
    expect((await someone.session()).user.name).toBe('ann')
  })

  test('SJ-19 an update reaches the callback and nothing else', async () => {
    const seen: unknown[] = []
    const { someone, auth } = await signedIn({
      callbacks: {
        jwt: ({ token, trigger, session }) => {
          if (trigger === 'update') seen.push(session)
          return token
        },
      },
    })
    const before = await claims(auth, someone.cookies.get(host) as string)
    const data = { sub: 'eve', exp: 9e9, iat: 1, aud: 'x', amr: ['mfa'], sid: 'x', user: { id: 'eve' } }
    const response = await update(someone, data)
    expect((await response.json()).user.id).toBe('user-ann')
    const after = await claims(auth, someone.cookies.get(host) as string)
    for (const name of ['sub', 'sid', 'amr', 'auth_time', 'aud']) expect(after[name]).toEqual(before[name])
    expect(seen).toEqual([data])
  })

  test('SJ-19 what the callback copies is kept, and the protocol’s own claims are not moved even then', async () => {
    const { someone, auth } = await signedIn({
      callbacks: { jwt: ({ token, trigger, session }) => (trigger === 'update' ? { ...token, ...(session as object) } : token) },
    })
    await update(someone, { name: 'Ann B.', exp: 9e9, started_at: 9e9, sid: 'x' })
    const after = await claims(auth, someone.cookies.get(host) as string)
    expect(after.name).toBe('Ann B.')
    expect(after.sid).not.toBe('x')
    expect(after.exp as number).toBeLessThan(4e9)
  })

  test('a jwt callback that answers null ends the session', async () => {
    let over = false
    const { someone } = await signedIn({ callbacks: { jwt: ({ token }) => (over ? null : token) } })
    over = true
    expect(await someone.session()).toBeNull()
    expect(someone.cookies.has(host)).toBe(false)
  })

  test('SJ-18 the same for `auth()`: nobody for now, and the error is logged', async () => {
    const broken = () => {
      throw new Error('refresh failed')
    }
    for (const callbacks of [{ jwt: broken }, { session: broken }]) {
      const { someone } = await signedIn()
      const { auth, errors } = site({ clock: () => Date.UTC(2026, 10, 23), callbacks })
      const cookie = `${host}=${someone.cookies.get(host)}`
      expect(await auth.read(new Headers({ cookie }))).toBeNull()
      expect(errors.map((error) => error.name)).toEqual(['JWTSessionError'])
    }
  })

  test('CC-09 an update keeps what the read before it renewed: a provider’s refresh token is used once', async () => {
    let expired = false
    let used = 0
    const { someone, auth } = await signedIn({
      callbacks: {
        jwt: ({ token, user }) => {
          if (user) return { ...token, refreshToken: 'first' }
          if (!expired || token.refreshToken !== 'first') return token
          used += 1
          return { ...token, refreshToken: 'second' }
        },
      },
    })
    expired = true
    await update(someone, {})
    expect(used).toBe(1)
    expect((await claims(auth, someone.cookies.get(host) as string)).refreshToken).toBe('second')
  })

  test('a session callback that answers with nothing is nobody, on every page', async () => {
    const { someone, read, errors } = await signedIn({ callbacks: { session: () => null as never } })
    expect(await read()).toBeNull()
    expect((await someone.get('/new-user')).status).toBe(200)
    expect(errors).toEqual([])
  })

  test('SJ-24 a clock that goes back makes no session immortal', async () => {
    const { someone, turn, auth } = await signedIn({ session: { strategy: 'jwt', updateAge: 0 } })
    turn(-3_600_000)
    expect(await someone.session()).not.toBeNull()
    const after = await claims(auth, someone.cookies.get(host) as string)
    expect((after.exp as number) - (after.iat as number)).toBeLessThanOrEqual(30 * 86_400)
  })

  test('a token that carries a provider’s token is encrypted whatever the option says', async () => {
    const { someone, auth } = await signedIn({
      callbacks: { jwt: ({ token, user }) => (user ? { ...token, accessToken: 'provider-access-token' } : token) },
    })
    const token = someone.cookies.get(host) as string
    expect(token.split('.').length).toBe(5)
    expect((await claims(auth, token)).accessToken).toBe('provider-access-token')
    expect((await someone.session()).user.name).toBe('ann')
  })

  test('SJ-05 `encryption: true` writes what nobody can read, and reads nothing else', async () => {
    const signed = await signedIn()
    const sealed = await signedIn({ jwt: { encryption: true } })
    expect((signed.someone.cookies.get(host) as string).split('.').length).toBe(3)
    expect((sealed.someone.cookies.get(host) as string).split('.').length).toBe(5)
    sealed.someone.cookies.set(host, signed.someone.cookies.get(host) as string)
    expect(await sealed.read()).toBeNull()
  })

  test('own encode and decode are used, and an expired answer is none', async () => {
    const jwt = {
      encode: async ({ token }: { token?: object }) => btoa(JSON.stringify(token)).replaceAll('=', ''),
      decode: async ({ token }: { token?: string }) => JSON.parse(atob(token ?? '')),
    }
    const { someone } = await signedIn({ jwt })
    expect((await someone.session()).user.name).toBe('ann')
    someone.cookies.set(host, btoa(JSON.stringify({ sub: 'ann', exp: 1 })).replaceAll('=', ''))
    expect(await someone.session()).toBeNull()
    someone.cookies.set(host, 'not-base64-json')
    expect(await someone.session()).toBeNull()
  })
})

async function claims(auth: Awaited<ReturnType<typeof signedIn>>['auth'], token: string): Promise<Record<string, unknown>> {
  const { createTokenCodec } = await import('../../src/jwt/token-codec.js')
  for (const encryption of [false, true]) {
    const found = await createTokenCodec({ keyring: auth.settings.keyring, encryption }).decode(token, {
      now: auth.settings.clock(),
      audience: 'https://app.example/api/auth',
    })
    if (found) return found
  }
  throw new Error('The token cannot be read.')
}

async function update(someone: ReturnType<typeof visitor>, data: unknown): Promise<Response> {
  const body = JSON.stringify({ csrfToken: await someone.csrfToken(), data })
  return someone.send('/api/auth/session', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', origin: 'https://app.example' },
  })
}

describe('rows', () => {
  const stored = (options: Partial<AuthOptions> = {}) => signedIn({ ...options, session: { strategy: 'database', ...options.session } })

  test('credentials sign in under the database strategy as well (CR-20)', async () => {
    const { read } = await stored()
    expect((await read()).user).toMatchObject({ name: 'ann', email: 'ann@app.example' })
  })

  test('SD-01 S-03 the store holds a hash of 256 random bits', async () => {
    const keys: string[] = []
    const adapter = memory()
    const get = adapter.getSessionAndUser?.bind(adapter)
    adapter.getSessionAndUser = (key) => {
      keys.push(key)
      return get?.(key) ?? null
    }
    const { someone, read } = await stored({ adapter })
    expect(await read()).not.toBeNull()
    const token = someone.cookies.get(host) as string
    expect(Buffer.from(token, 'base64url').length).toBe(32)
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))).toString('base64url')
    expect(new Set(keys)).toEqual(new Set([hash]))
    const stolen = visitor(site({ adapter, session: { strategy: 'database' } }).auth)
    stolen.cookies.set(host, hash)
    expect(await stolen.session()).toBeNull()
  })

  test('SD-03 CR-06 a token planted before the sign-in is not adopted, and the one before is deleted', async () => {
    const { auth, someone, calls } = await stored()
    const first = someone.cookies.get(host) as string
    await someone.post('/callback/credentials', ann)
    expect(someone.cookies.get(host)).not.toBe(first)
    expect(calls).toContain('deleteSession')
    const old = visitor(auth)
    old.cookies.set(host, first)
    expect(await old.session()).toBeNull()
    const planted = visitor(auth)
    planted.cookies.set(host, 'planted-by-somebody-else-0123456789')
    await planted.post('/callback/credentials', ann)
    expect(planted.cookies.get(host)).not.toBe('planted-by-somebody-else-0123456789')
  })

  test('SD-05 at the instant of its end a session has ended', async () => {
    const { someone, turn } = await stored()
    turn(30 * day)
    expect(await someone.session()).toBeNull()
    expect(someone.cookies.has(host)).toBe(false)
  })

  test('SD-06 no write inside `updateAge`, one after it, and an absolute end', async () => {
    const { someone, turn, calls } = await stored()
    const writes = () => calls.filter((call) => call === 'updateSession').length
    for (let i = 0; i < 5; i++) expect((await someone.get('/session')).headers.getSetCookie()).toEqual([])
    expect(writes()).toBe(0)
    turn(2 * day)
    expect((await someone.get('/session')).headers.getSetCookie().length).toBe(1)
    await someone.session()
    expect(writes()).toBe(1)
    for (let days = 2; days < 86; days += 7) {
      turn(7 * day)
      expect(await someone.session(), `day ${days}`).not.toBeNull()
    }
    turn(5 * day)
    expect(await someone.session()).toBeNull()
  })

  test('SD-09 a refresh brings no revoked session back', async () => {
    const { someone, turn, auth } = await stored()
    turn(2 * day)
    auth.settings.adapter!.updateSession = async () => null // the site was made with a store
    expect(await someone.session()).toBeNull()
    expect(someone.cookies.has(host)).toBe(false)
  })

  test('SD-10 DB-13 a row without its user, or of another key, is nobody', async () => {
    const { someone, auth } = await stored()
    const adapter = auth.settings.adapter!
    const real = adapter.getSessionAndUser!.bind(adapter)
    adapter.getSessionAndUser = async (key) => ({ ...((await real(key)) as never as object), user: null }) as never
    expect(await someone.session()).toBeNull()
    const again = await stored()
    const other = again.auth.settings.adapter!
    const answer = other.getSessionAndUser!.bind(other)
    other.getSessionAndUser = async (key) => {
      const row = await answer(key)
      return row && { ...row, session: { ...row.session, sessionToken: `${key}x` } }
    }
    expect(await again.read()).toBeNull()
  })

  test('SD-13 signing in as somebody else ends the first session', async () => {
    const { someone, auth } = await stored()
    const first = someone.cookies.get(host) as string
    await someone.post('/callback/credentials', { username: 'bob', password: 'right' })
    expect((await someone.session()).user.name).toBe('bob')
    const old = visitor(auth)
    old.cookies.set(host, first)
    expect(await old.session()).toBeNull()
  })

  test('SD-15 nothing in a body or a query says who the caller is', async () => {
    const { auth } = await stored()
    const nobody = visitor(auth)
    expect(await (await nobody.get('/session?userId=user-ann&sessionToken=x')).json()).toBeNull()
    const body = JSON.stringify({ csrfToken: await nobody.csrfToken(), data: { user: { id: 'user-ann' } }, userId: 'user-ann' })
    const response = await nobody.send('/api/auth/session', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    expect(await response.json()).toBeNull()
  })

  test('LO-01 LO-02 sign-out deletes the row, and twice is as good as once', async () => {
    const { someone, auth } = await stored()
    const token = someone.cookies.get(host) as string
    for (const time of [1, 2]) expect((await someone.post('/signout')).status, `time ${time}`).toBe(303)
    const old = visitor(auth)
    old.cookies.set(host, token)
    expect(await old.session()).toBeNull()
  })

  test('LO-03 a store that fails at sign-out does not keep the cookie', async () => {
    const { someone, auth, errors } = await stored()
    auth.settings.adapter!.deleteSession = () => Promise.reject(new Error('connection refused'))
    await someone.post('/signout')
    expect(someone.cookies.has(host)).toBe(false)
    expect(errors.map((error) => error.name)).toContain('SignOutError')
  })

  test('an update reaches the session callback', async () => {
    const { someone } = await stored({
      callbacks: { session: ({ session, newSession, trigger }) => ({ ...session, told: trigger === 'update' ? newSession : undefined }) },
    })
    expect(await (await update(someone, { theme: 'dark' })).json()).toMatchObject({ told: { theme: 'dark' } })
  })
})

describe('how long a session lives', () => {
  const hour = 3_600_000

  test.each([
    ['jwt', { maxAge: 3600 }, {}],
    ['database', { maxAge: 3600 }, {}],
    ['jwt', {}, { maxAge: 3600 }],
    ['jwt', { maxAge: 3600.5 }, {}],
  ] as const)('SJ-04 SD-06 an hour (%s, %j, %j) is an hour without a visit', async (strategy, session, jwt) => {
    const { turn, read } = await signedIn({ session: { strategy, ...session }, jwt })
    for (let minutes = 0; minutes < 240; minutes += 50) {
      turn(50 * 60_000)
      expect(await read(), `${minutes} minutes`).not.toBeNull()
    }
    turn(hour + 1000)
    expect(await read()).toBeNull()
  })

  test('an `updateAge` that no session reaches is told', () => {
    expect(site({ session: { strategy: 'jwt', maxAge: 3600, updateAge: 86_400 } }).warnings).toContain('SESSION_NOT_PROLONGED')
    expect(site({ session: { strategy: 'jwt', maxAge: 3600 } }).warnings).toEqual([])
  })
})

describe('what credentials may answer', () => {
  const outcome = async (authorize: () => unknown) => {
    const watched = site({
      providers: [{ id: 'credentials', name: 'x', type: 'credentials', credentials: { username: {} }, authorize: authorize as never }],
    })
    const someone = visitor(watched.auth)
    const response = await someone.post('/callback/credentials', { username: 'ann' })
    expect(await someone.session()).toBeNull()
    return location(response).searchParams.get('error')
  }

  test.each([
    [
      () => {
        throw new Error('secret detail')
      },
    ],
    [() => Promise.reject(new Error('no'))],
    [() => undefined],
    [() => false],
    [() => 'ann'],
    [() => Promise.resolve(null)],
    [() => 0],
  ])('CR-03 CR-05 %s is a failed sign-in', async (authorize) => {
    expect(await outcome(authorize)).toBe('CredentialsSignin')
  })

  test.each([
    [() => []],
    [() => ({})],
    [() => ({ id: 7.5 })],
    [() => ({ id: Number.NaN })],
    [() => ({ id: { toString: () => '7' } })],
    [() => ({ id: '' })],
    [() => ({ id: null })],
  ])('CR-04 %s is an error of the developer', async (authorize) => {
    expect(await outcome(authorize)).toBe('Configuration')
  })

  test('CR-01 `authorize` gets the declared fields, each a text', async () => {
    let got: unknown
    const { auth } = site({
      providers: [
        {
          id: 'credentials',
          name: 'x',
          type: 'credentials',
          credentials: { username: {} },
          authorize: (fields) => {
            got = fields
            return null
          },
        },
      ],
    })
    await visitor(auth).post('/callback/credentials', { username: 'ann', role: 'admin', callbackUrl: '/' })
    expect(got).toEqual({ username: 'ann' })
  })

  test('CR-17 JSON and HTML decide alike', async () => {
    const { auth } = site()
    const wrong = await visitor(auth).post('/callback/credentials', { username: 'ann', password: 'wrong', json: 'true' })
    expect(wrong.status).toBe(401)
    expect(new URL(((await wrong.json()) as { url: string }).url).searchParams.get('error')).toBe('CredentialsSignin')
    expect(wrong.headers.getSetCookie().some((line) => line.startsWith(host))).toBe(false)
  })
})
