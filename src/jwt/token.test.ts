import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { NextApiRequest } from 'next'
import { NextRequest } from 'next/server.js'
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from 'vitest'
import { splitChunks } from '../http/cookies.js'
import { decode, encode, getToken, type JWT, type TokenRequest } from './index.js'

declare module 'next-auth/jwt' {
  interface JWT {
    claimOfAnApplication?: 'admin'
  }
}

const secret = 'a secret for tests, and for nothing else'
const plain = 'next-auth.session-token'
const host = `__Host-${plain}`
const secure = `__Secure-${plain}`

const request = (cookie: string, more: Record<string, string> = {}): Request =>
  new Request('https://app.example/', { headers: { cookie, ...more } })
const made = (token: JWT = { sub: 'u1' }): Promise<string> => encode({ token, secret })

beforeEach(() => {
  for (const name of ['AUTH_URL', 'NEXTAUTH_URL', 'VERCEL', 'AUTH_SECRET', 'NEXTAUTH_SECRET', 'AUTH_SECRET_1']) vi.stubEnv(name, undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('from every kind of request', () => {
  async function kinds(token: string): Promise<Record<string, TokenRequest>> {
    const cookie = `other=1; ${host}=${token}`
    const node = new IncomingMessage(new Socket())
    node.headers.cookie = cookie
    const api = Object.assign(new IncomingMessage(new Socket()), {
      query: {},
      body: undefined,
      env: {},
      cookies: { other: '1', [host]: token },
    }) as unknown as NextApiRequest
    const next = new NextRequest('https://app.example/', { headers: { cookie } })
    const set = new NextRequest('https://app.example/')
    set.cookies.set(host, token)
    return {
      Request: request(cookie),
      NextRequest: next,
      'NextRequest, a cookie set later': set,
      IncomingMessage: node,
      NextApiRequest: api,
      'headers()': { headers: Promise.resolve(new Headers({ cookie })) },
      'cookies()': { headers: Promise.resolve(new Headers()), cookies: Promise.resolve(next.cookies) },
      Map: { cookies: new Map([[host, token]]) },
      'plain objects': { headers: { cookie: [cookie] } },
    }
  }

  test('the claims are read', async () => {
    for (const [name, req] of Object.entries(await kinds(await made()))) {
      expect(await getToken({ req, secret }), name).toMatchObject({ sub: 'u1' })
    }
  })

  test('SJ-14 a bad token is null in all of them', async () => {
    for (const bad of ['%', '%E0%A4%A', 'a;b', 'undefined', '\uD800', '']) {
      for (const [name, req] of Object.entries(await kinds('x'))) expect(await getToken({ req, secret }), name).toBeNull()
      expect(await getToken({ req: { cookies: { [host]: bad } }, secret })).toBeNull()
      expect(await getToken({ req: { headers: { cookie: `${host}=${bad}` } }, secret })).toBeNull()
    }
  })
})

test('the parts of a long token are put together, a missing one is null', async () => {
  const token = await made({ sub: 'u1', note: 'a'.repeat(6000) })
  const parts = splitChunks(host, token)
  expect(parts.length).toBeGreaterThan(1)
  expect(await getToken({ req: request(parts.map((part) => part.join('=')).join('; ')), secret })).toMatchObject({ sub: 'u1' })
  expect(await getToken({ req: { cookies: Object.fromEntries(parts) }, secret })).toMatchObject({ sub: 'u1' })
  expect(await getToken({ req: request((parts[1] ?? []).join('=')), secret })).toBeNull()
})

describe('which cookie', () => {
  test('the safest name that is there counts, and no weaker one stands in for it', async () => {
    const [good, other] = [await made(), await made({ sub: 'planted' })]
    expect(await getToken({ req: request(`${plain}=${other}; ${secure}=${other}; ${host}=${good}`), secret })).toMatchObject({ sub: 'u1' })
    expect(await getToken({ req: request(`${plain}=${other}; ${host}=broken`), secret })).toBeNull()
    expect(await getToken({ req: request(`${secure}=${other}; ${host}=${good}; ${host}=${good}`), secret })).toBeNull()
    expect(await getToken({ req: request(`${secure}=${other}; ${host}.1=${good}`), secret })).toBeNull()
    expect(await getToken({ req: request(`${plain}=${good}`), secret })).toMatchObject({ sub: 'u1' })
  })

  test('CK-04 an https site takes no cookie of an http one', async () => {
    const req = request(`${plain}=${await made()}`)
    expect(await getToken({ req, secret, secureCookie: true })).toBeNull()
    vi.stubEnv('NEXTAUTH_URL', 'https://app.example')
    expect(await getToken({ req, secret })).toBeNull()
    vi.stubEnv('AUTH_URL', 'app.example')
    expect(await getToken({ req, secret })).toBeNull()
    vi.stubEnv('AUTH_URL', 'http://localhost:3000')
    expect(await getToken({ req, secret })).toMatchObject({ sub: 'u1' })
    expect(await getToken({ req: request(`${host}=${await made()}`), secret, secureCookie: false })).toBeNull()
  })

  test('a name of the site’s own, with v5’s salt or without', async () => {
    const req = request(`mine=${await made()}`)
    expect(await getToken({ req, secret })).toBeNull()
    expect(await getToken({ req, secret, cookieName: 'mine' })).toMatchObject({ sub: 'u1' })
    expect(await getToken({ req, secret, cookieName: 'mine', salt: 'mine' })).toMatchObject({ sub: 'u1' })
    expect(await getToken({ req, secret, cookieName: 'mine', salt: 'other' })).toBeNull()
  })

  test('CK-09 two of one name are none', async () => {
    const token = await made()
    expect(await getToken({ req: request(`${host}=${token}; ${host}=${token}`), secret })).toBeNull()
  })
})

describe('SJ-15 Authorization: Bearer', () => {
  test('opens nothing unless asked for', async () => {
    const token = await made()
    const req = request('', { authorization: `Bearer ${token}` })
    expect(await getToken({ req, secret })).toBeNull()
    expect(await getToken({ req, secret, raw: true })).toBeNull()
    expect(await getToken({ req, secret, bearer: true })).toMatchObject({ sub: 'u1' })
    expect(
      await getToken({ req: { headers: { authorization: `bearer ${encodeURIComponent(token)}` } }, secret, bearer: true }),
    ).toMatchObject({ sub: 'u1' })
  })

  test('never stands in for a cookie that is there', async () => {
    const req = request(`${host}=broken`, { authorization: `Bearer ${await made()}` })
    expect(await getToken({ req, secret, bearer: true })).toBeNull()
  })

  test('SJ-14 a bad one is null', async () => {
    for (const authorization of [
      'Bearer %',
      'Bearer %E0%A4%A',
      'Bearer',
      'Bearer ',
      'Basic dTpw',
      `Bearer ${await made()} more`,
      'bearer undefined',
    ]) {
      expect(await getToken({ req: request('', { authorization }), secret, bearer: true }), authorization).toBeNull()
    }
  })
})

test('a cookie somebody has read already is one cookie, whatever is in it', async () => {
  const token = await made()
  expect(await getToken({ req: { cookies: { other: `x; ${host}=${token}` } }, secret })).toBeNull()
  expect(await getToken({ req: { cookies: { [`other=x; ${host}`]: token } }, secret })).toBeNull()
  expect(await getToken({ req: { cookies: { [host]: '100%;' } }, raw: true })).toBe('100%;')
})

test('raw gives the token as it came, and needs no secret', async () => {
  const token = await made()
  expect(await getToken({ req: request(`${host}=${token}`), raw: true })).toBe(token)
  expect(await getToken({ req: request('a=b'), raw: true })).toBeNull()
})

test('the secret comes from the environment, several while it changes; none is an error', async () => {
  const req = request(`${host}=${await made()}`)
  await expect(getToken({ req })).rejects.toMatchObject({ type: 'MissingSecret' })
  vi.stubEnv('NEXTAUTH_SECRET', secret)
  expect(await getToken({ req })).toMatchObject({ sub: 'u1' })
  vi.stubEnv('AUTH_SECRET', 'another secret for tests, and for nothing else')
  expect(await getToken({ req })).toBeNull()
  vi.stubEnv('AUTH_SECRET_1', secret)
  expect(await getToken({ req })).toMatchObject({ sub: 'u1' })
  expect(await getToken({ req, secret: ['another secret', secret] })).toMatchObject({ sub: 'u1' })
})

test('CK-30 a token for another site is null when the site is told', async () => {
  const audience = 'https://app.example/api/auth'
  const req = request(`${host}=${await encode({ token: { sub: 'u1' }, secret, audience })}`)
  expect(await getToken({ req, secret, audience })).toMatchObject({ sub: 'u1' })
  expect(await getToken({ req, secret, audience: 'https://other.example/api/auth' })).toBeNull()
  expect(await getToken({ req: request(`${host}=${await made()}`), secret, audience })).toBeNull()
})

test('a decode of the site’s own is asked, and its failures are null', async () => {
  const req = request(`${host}=opaque`)
  const asked = vi.fn(async () => ({ sub: 'u2' }))
  expect(await getToken({ req, secret, decode: asked })).toEqual({ sub: 'u2' })
  expect(asked).toHaveBeenCalledWith({ token: 'opaque', secret, salt: plain })
  const failing = () => {
    throw new Error('no')
  }
  expect(await getToken({ req, secret, decode: failing })).toBeNull()
  expect(await getToken({ req, secret, decode: async () => ({ sub: 'u2', exp: 1 }) })).toBeNull()
  expect(await getToken({ req, secret, decode: async () => null })).toBeNull()
})

describe('encode and decode', () => {
  test('give back the claims, unfrozen, encrypted unless asked otherwise', async () => {
    const token = await encode({ token: { sub: 'u1' }, secret, maxAge: 60 })
    expect(token.split('.')).toHaveLength(5)
    const claims = await decode({ token, secret })
    expect(claims).toMatchObject({ sub: 'u1', jti: expect.any(String) })
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(60)
    Object.assign(claims ?? {}, { sub: 'u2' })
    const readable = await encode({ token: { sub: 'u1' }, secret, encryption: false })
    expect(readable.split('.')).toHaveLength(3)
    expect(await decode({ token: readable, secret })).toMatchObject({ sub: 'u1' })
    expect(await decode({ token: readable, secret, encryption: true })).toBeNull()
  })

  test('SJ-06 a token with a salt is no session, and the other way round; a session cookie’s name is none', async () => {
    const invitation = await encode({ token: { sub: 'u1' }, secret, salt: 'invitation' })
    expect(await decode({ token: invitation, secret, salt: 'invitation' })).toMatchObject({ sub: 'u1' })
    for (const salt of [undefined, '', 'invite', plain]) expect(await decode({ token: invitation, secret, salt })).toBeNull()
    for (const salt of ['', plain, host, secure, 'authjs.session-token', '__Secure-authjs.session-token'])
      expect(await decode({ token: await made(), secret, salt })).toMatchObject({ sub: 'u1' })
    expect(await decode({ token: await made(), secret, salt: 'invitation' })).toBeNull()
  })

  test('nothing, or what is none, is null; no secret is an error', async () => {
    expect(await decode({ secret })).toBeNull()
    expect(await decode({ token: 'x', secret })).toBeNull()
    expect(await decode({ token: await encode({ secret }), secret })).toMatchObject({ exp: expect.any(Number) })
    await expect(decode({ token: 'x' })).rejects.toMatchObject({ type: 'MissingSecret' })
    await expect(encode({ secret: [] })).rejects.toMatchObject({ type: 'MissingSecret' })
    await expect(encode({ secret, maxAge: -1 })).rejects.toMatchObject({ type: 'InvalidOption' })
  })
})

test('types: claims that an application declares are known wherever a token is', async () => {
  expectTypeOf<JWT['claimOfAnApplication']>().toEqualTypeOf<'admin' | undefined>()
  const claims = await getToken({ req: request(`${host}=${await made({ claimOfAnApplication: 'admin' })}`), secret })
  expectTypeOf(claims?.claimOfAnApplication).toEqualTypeOf<'admin' | undefined>()
  expectTypeOf(claims?.sub).toEqualTypeOf<string | undefined>()
  expectTypeOf(await getToken({ req: request(''), raw: true })).toEqualTypeOf<string>()
  expect(claims?.claimOfAnApplication).toBe('admin')
})
