import { expect, test } from 'vitest'
import { carriesProviderToken } from './provider-token.js'

const header = (members: object): string => Buffer.from(JSON.stringify(members)).toString('base64url')

test('a provider’s token is found by its name, at any depth', () => {
  for (const name of [
    'access_token',
    'refresh_token',
    'id_token',
    'accessToken',
    'refreshToken',
    'idToken',
    'oauth_token',
    'oauthTokenSecret',
  ]) {
    expect(carriesProviderToken({ sub: 'u1', [name]: 'opaque' }), name).toBe(true)
    expect(carriesProviderToken({ accounts: [{ github: { [name]: null } }] }), name).toBe(true)
  }
})

test('a JWS or JWE is found whatever it is called', () => {
  const jws = `${header({ alg: 'RS256', kid: 'k' })}.e30.c2ln`
  const jwe = `${header({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`
  const spaced = `${Buffer.from('{ "typ":"JWT",\n"alg":"none"}').toString('base64url')}.e30.`
  for (const token of [jws, jwe, spaced]) {
    expect(carriesProviderToken({ note: token })).toBe(true)
    expect(carriesProviderToken({ list: ['a', [token]] })).toBe(true)
  }
})

test('what only looks like one is none', () => {
  const claims = {
    name: 'e.g. Ann',
    email: 'ann@example.com',
    picture: 'https://example.com/a.b.c',
    version: 'e1.2.3',
    a: 'eyJ.x.y',
    token_type: 'bearer',
    expires_at: 1,
    scope: 'id_token',
    n: null,
  }
  expect(carriesProviderToken(claims)).toBe(false)
  expect(
    carriesProviderToken({
      a: `${header({ typ: 'JWT' })}.e30.c2ln`,
      b: `${header({ alg: 'x' })}.b`,
      c: `${header({ alg: 'x' })}.b.c.d`,
      d: 'e.'.repeat(9),
    }),
  ).toBe(false)
})
