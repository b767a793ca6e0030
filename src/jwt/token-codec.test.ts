import { createHmac } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { createKeyring } from '../crypto/keys.js'
import { createTokenCodec, type TokenCodec } from './token-codec.js'

const secret = 'a secret for tests, and for nothing else'
const audience = 'https://app.example/api/auth'
const now = Date.UTC(2026, 10, 23)
const how = { now, maxAge: 3600, audience }
const claims = { sub: 'u1', name: 'Änn', email: 'ann@example.com' }
const here = { now, audience }

/** A token of another issuer's making. */
function signedElsewhere(): string {
  const signed = ['{"alg":"HS256"}', '{"sub":"somebody"}'].map((text) => Buffer.from(text).toString('base64url')).join('.')
  return `${signed}.${createHmac('sha256', 'the key of another issuer').update(signed).digest('base64url')}`
}

function codecOn(runtime: 'node' | 'web', { encryption }: { readonly encryption: boolean }): TokenCodec {
  return createTokenCodec({ keyring: createKeyring([secret], { runtime }), encryption })
}

describe.each(['node', 'web'] as const)('on %s', (runtime) => {
  test('a provider’s token is encrypted whatever the option says, and read again', async () => {
    const ours = codecOn(runtime, { encryption: false })
    const jws = signedElsewhere()
    for (const more of [{ access_token: 'opaque' }, { deep: [{ refreshToken: 'opaque' }] }, { note: jws }]) {
      const token = await ours.encode({ ...claims, ...more }, how)
      expect(token.split('.'), JSON.stringify(more).slice(0, 40)).toHaveLength(5)
      expect(await ours.decode(token, here)).toMatchObject(more)
    }
    // What JSON leaves out is not there.
    const token = await ours.encode({ ...claims, access_token: undefined }, how)
    expect(token.split('.')).toHaveLength(3)
    expect(await ours.decode(token, here)).toMatchObject(claims)
  })

  test('one that was encrypted on demand stays so when it is renewed', async () => {
    const ours = codecOn(runtime, { encryption: false })
    const token = await ours.encode(claims, { ...how, encrypt: true })
    const { jti: _, ...read } = (await ours.decode(token, here)) ?? {}
    expect(read).toMatchObject({ ...claims, encrypted: true })
    const renewed = await ours.encode(read, how)
    expect(renewed.split('.')).toHaveLength(5)
    expect(await ours.decode(renewed, here)).toMatchObject(claims)
  })

  test('V20 keys that cannot be made are an error, and not a session that has ended', async () => {
    const keyring = createKeyring([secret], { runtime })
    const failing = { ...keyring.newest, hmac: () => Promise.reject(new Error('out of memory')) }
    const ours = createTokenCodec({ keyring: { ...keyring, newest: failing, keys: [failing] }, encryption: false })
    await expect((async () => ours.decode(signedElsewhere(), here))()).rejects.toThrow('out of memory')
  })
})

test('CF-08 the same token is read on both runtimes', async () => {
  for (const encryption of [false, true]) {
    const [node, web] = [codecOn('node', { encryption }), codecOn('web', { encryption })]
    expect(await web.decode(await node.encode(claims, how), here)).toMatchObject(claims)
    expect(await node.decode(await web.encode(claims, how), here)).toMatchObject(claims)
  }
})

test('CF-02 CF-08 a token made long ago is still read', async () => {
  const then = { now: Date.UTC(2026, 10, 23), audience }
  for (const runtime of ['node', 'web'] as const) {
    expect(
      await codecOn(runtime, { encryption: false }).decode(
        'eyJhbGciOiJIUzUxMiIsInR5cCI6InNlc3Npb24rand0Iiwia2lkIjoiTlJiNFpDWDNLbU96In0.eyJzdWIiOiJ1MSIsIm5hbWUiOiLDhG5uIiwiZW1haWwiOiJhbm5AZXhhbXBsZS5jb20iLCJpYXQiOjE3OTUzOTIwMDAsImV4cCI6MTc5NTM5NTYwMCwianRpIjoiT1l4YXdNb29SUzRhZVItOElNMmUydyIsImF1ZCI6Imh0dHBzOi8vYXBwLmV4YW1wbGUvYXBpL2F1dGgifQ.YiiBd-MbZ4SW5ASdYBj4MISq3bPK7jDNjieHbRVE91-vhT0SnRa9mdISg64m_ATlXx0d7cgHsvTGvukFR1pTMQ',
        then,
      ),
    ).toMatchObject(claims)
    expect(
      await codecOn(runtime, { encryption: true }).decode(
        'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoic2Vzc2lvbitqd3QiLCJraWQiOiJOUmI0WkNYM0ttT3oiLCJzYWx0IjoiNENfSUdVSGRlMWZ1UEVoajc1NDJzdyJ9..U3sjHb98qOuyymmM.qVI5xGZuXuIM8P9l7bOpGLVyhkuCAPWdR3LWQOvqSQ8iLWA0OnjNpH1t1ZMn6baHvSuMoz-AiKV-RqK3h2IcnD03t_AhnqdrGwhuAGJ_6H_YLcGKCyzedTnGg68lCeFXuJSRoyQ1kk5286h943Ooq2msAmGbR3xP2XFVVdiZD0fTCpexkkLW_J5vHBhDEscB-XPONrmJdmcRZw.Ef6INQSGr6FwRVRjzttBFg',
        then,
      ),
    ).toMatchObject(claims)
  }
})
describe('what is remembered', () => {
  const spied = (): { ours: TokenCodec; sign: ReturnType<typeof vi.fn> } => {
    const keyring = createKeyring([secret])
    const sign = vi.fn()
    const key = {
      ...keyring.newest,
      hmac: (...call: Parameters<typeof keyring.newest.hmac>) => {
        const hmac = keyring.newest.hmac(...call) as (data: string) => Uint8Array
        return (data: string) => {
          sign()
          return hmac(data)
        }
      },
    }
    return { ours: createTokenCodec({ keyring: { ...keyring, newest: key, keys: [key] }, encryption: false }), sign }
  }

  test('on Node nothing is promised, and a token is verified once in half a minute', () => {
    const { ours, sign } = spied()
    const token = ours.encode(claims, how) as string
    sign.mockClear()
    const first = ours.decode(token, here)
    expect(first).toMatchObject(claims)
    expect(ours.decode(token, { audience, now: now + 29_999 })).toBe(first)
    expect(sign).toHaveBeenCalledTimes(1)
    ours.decode(token, { audience, now: now + 30_000 })
    expect(sign).toHaveBeenCalledTimes(2)
  })

  test('it is frozen, judged anew each time, and gone after sign-out', () => {
    const { ours, sign } = spied()
    const token = ours.encode({ ...claims, list: [{ a: 1 }] }, { ...how, maxAge: 10 }) as string
    const found = ours.decode(token, here) as { list: { a: number }[] }
    expect(() => Object.assign(found, { sub: 'u2' })).toThrow(TypeError)
    expect(() => found.list.push({ a: 2 })).toThrow(TypeError)
    expect(ours.decode(token, { now, audience: 'https://other.example' })).toBeNull()
    expect(ours.decode(token, { audience, now: now + 10_000 })).toBeNull()
    expect(ours.decode(token, here)).not.toBeNull()
    sign.mockClear()
    ours.forget(token)
    ours.decode(token, here)
    expect(sign).toHaveBeenCalledTimes(1)
  })

  test('SJ-24 a clock that is set back has it verified again', () => {
    const { ours, sign } = spied()
    const token = ours.encode(claims, how) as string
    ours.decode(token, here)
    sign.mockClear()
    expect(ours.decode(token, { audience, now: now - 3_600_000 })).toMatchObject(claims)
    expect(sign).toHaveBeenCalledTimes(1)
  })

  test('SJ-24 no token lives without end, whatever the clock does', () => {
    const { ours } = spied()
    const token = ours.encode(claims, how) as string
    const { iat = 0, exp = 0 } = ours.decode(token, { audience, now: now - 3_600_000 }) as { iat?: number; exp?: number }
    expect(exp - iat).toBe(3600)
    for (const maxAge of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => ours.encode(claims, { ...how, maxAge })).toThrow(/above 0/)
  })

  test('a change of one character is not what is remembered', () => {
    const { ours } = spied()
    const token = ours.encode(claims, how) as string
    expect(ours.decode(token, here)).not.toBeNull()
    expect(ours.decode(`${token.slice(0, -2)}AA`, here)).toBeNull()
  })
})
