import { describe, expect, test } from 'vitest'
import { AuthError } from '../base/errors.js'
import { deepFreeze, holdsNow, parseClaims } from './claims.js'
import { writeClaims } from './write-claims.js'

const now = Date.UTC(2026, 10, 23)
const seconds = now / 1000

describe('reading', () => {
  test('SJ-03 what has no end, or one that is no number or absurd, is nothing', () => {
    for (const exp of ['missing', '"1e9"', 'null', 'true', '[]', '{}', '1e999', '-1', String(now), '253402300800']) {
      expect(parseClaims(exp === 'missing' ? '{"sub":"u1"}' : `{"sub":"u1","exp":${exp}}`), exp).toBeNull()
    }
    expect(parseClaims(`{"exp":${seconds}}`)).toEqual({ exp: seconds })
  })

  test('SJ-03 nbf and iat are numbers where they are', () => {
    for (const name of ['nbf', 'iat']) {
      for (const value of ['"1"', 'null', '1e999', '-1'])
        expect(parseClaims(`{"exp":${seconds},"${name}":${value}}`), `${name} ${value}`).toBeNull()
    }
  })

  test('SJ-02 what is no object is nothing', () => {
    for (const text of ['null', '1', '"a"', '[]', '[{"exp":9999999999}]', 'true']) expect(parseClaims(text)).toBeNull()
    expect(() => parseClaims('{')).toThrow(SyntaxError)
  })

  test('__proto__ is dropped at any depth, however it is spelled, and changes nothing', () => {
    const claims = parseClaims(
      `{"exp":${seconds},"__proto__":{"admin":true},"a":{"\\u005f_proto__":{"admin":true},"b":[{"__proto__":1,"c":2}]}}`,
    )
    expect(claims).toEqual({ exp: seconds, a: { b: [{ c: 2 }] } })
    expect(Object.keys(claims ?? {})).toEqual(['exp', 'a'])
    expect(Object.assign({}, claims).admin).toBeUndefined()
    expect(parseClaims(`{"__proto__":{"exp":${seconds}}}`)).toBeNull()
  })

  test('J-04 of a claim that comes twice the last one counts', () => {
    expect(parseClaims(`{"exp":1,"sub":"a","sub":"b","exp":${seconds}}`)).toEqual({ exp: seconds, sub: 'b' })
  })
})

describe('judging', () => {
  test('J-05 a token holds from nbf until before exp, to the millisecond', () => {
    const claims = { nbf: seconds, exp: seconds + 10 }
    expect(holdsNow(claims, { now: now - 1 })).toBe(false)
    expect(holdsNow(claims, { now })).toBe(true)
    expect(holdsNow(claims, { now: now + 9999 })).toBe(true)
    expect(holdsNow(claims, { now: now + 10_000 })).toBe(false)
    expect(holdsNow(claims, { now: Number.NaN })).toBe(false)
    expect(holdsNow({}, { now })).toBe(false)
  })

  test('J-07 the audience is the expected one, and not in a list', () => {
    const exp = seconds + 10
    const audience = 'https://app.example/api/auth'
    expect(holdsNow({ exp, aud: audience }, { now, audience })).toBe(true)
    for (const aud of [undefined, null, '', 'https://app.example', `${audience}/`, [audience], true])
      expect(holdsNow({ exp, aud }, { now, audience })).toBe(false)
    expect(holdsNow({ exp, aud: audience }, { now, audience: '' })).toBe(false)
    expect(holdsNow({ exp, aud: 'anybody' }, { now })).toBe(true)
  })
})

describe('writing', () => {
  test('the protocol has the last word; iat is kept', () => {
    const claims = JSON.parse(
      writeClaims({ sub: 'u1', iat: 5, exp: 9, jti: 'mine', aud: 'other' }, { now: now + 999, maxAge: 60, audience: 'here' }),
    )
    expect(claims).toEqual({ sub: 'u1', iat: 5, exp: seconds + 60, jti: expect.stringMatching(/^[\w-]{22}$/), aud: 'here' })
    expect(JSON.parse(writeClaims({ aud: 'other' }, { now, maxAge: 60 }))).toMatchObject({ iat: seconds, aud: 'other' })
  })

  test('SJ-24 no lifetime is zero, negative, endless or none', () => {
    for (const maxAge of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e12])
      expect(() => writeClaims({}, { now, maxAge })).toThrow(AuthError)
    expect(() => writeClaims({}, { now: Number.NaN, maxAge: 1 })).toThrow(AuthError)
  })

  test('claims that nobody could read again are refused, not written', () => {
    expect(() => writeClaims({ iat: 'now' as unknown as number }, { now, maxAge: 60 })).toThrow(/`iat` and `nbf`/)
    expect(() => writeClaims({ nbf: Number.NaN }, { now, maxAge: 60 })).toThrow(/`iat` and `nbf`/)
    expect(() => writeClaims({ big: 1n }, { now, maxAge: 60 })).toThrow(/BigInt/)
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(() => writeClaims({ cycle }, { now, maxAge: 60 })).toThrow(AuthError)
  })
})

test('what is frozen is frozen to the ground', () => {
  const claims = deepFreeze({ a: { b: [{ c: 1 }] } })
  expect(() => Object.assign(claims.a.b[0] ?? {}, { c: 2 })).toThrow(TypeError)
  expect(() => claims.a.b.push({ c: 3 })).toThrow(TypeError)
})
