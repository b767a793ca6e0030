import { Agent } from 'node:http'
import { expect, test, vi } from 'vitest'
import type { OAuth1Provider, OAuthProvider } from '../providers/contract.js'
import Twitter from '../providers/twitter.js'
import { inTodaysWords } from './earlier-keys.js'
import { readEnvironment } from './env.js'
import { readProviders } from './providers.js'

const quiet = { error: () => {}, warn: () => {}, debug: () => {} }
const now = (more: object): OAuthProvider => inTodaysWords({ id: 'acme', name: 'Acme', type: 'oauth', ...more } as OAuthProvider)

test("v3's words for endpoints, parameters, headers and checks", () => {
  const provider = now({
    version: '2.0',
    scope: ['profile', 'email'],
    authorizationUrl: 'https://acme.example/authorize?response_type=code',
    authorizationParams: { prompt: 'login' },
    accessTokenUrl: 'https://acme.example/token',
    params: { grant_type: 'authorization_code' },
    profileUrl: 'https://acme.example/me',
    headers: { Authorization: 'Basic x', 'X-API-Key': 'key' },
    useAuthTokenHeader: false,
    protection: 'both',
  })
  expect(provider).toMatchObject({
    scope: 'profile email',
    authorization: { url: 'https://acme.example/authorize?response_type=code', params: { prompt: 'login' } },
    token: {
      url: 'https://acme.example/token',
      params: { grant_type: 'authorization_code' },
      headers: { Authorization: 'Basic x', 'X-API-Key': 'key' },
    },
    checks: ['pkce', 'state'],
  })
  // The header that authenticates the application is not sent to the profile: the person's token is.
  expect(provider.userinfo).toEqual({ url: 'https://acme.example/me', headers: { 'X-API-Key': 'key' }, tokenParam: 'access_token' })
})

test.each(['Authorization', 'authorization', 'AUTHORIZATION'])('the header %s is for the token request alone', (name) => {
  const headers = { [name]: 'Basic x', 'X-API-Key': 'key' }
  const { token, userinfo } = now({ headers, useAuthTokenHeader: false })
  expect([token, userinfo]).toEqual([{ headers }, { headers: { 'X-API-Key': 'key' }, tokenParam: 'access_token' }])
})

test("today's words win, and what is said in them alone stays as it is", () => {
  const today = { authorization: 'https://acme.example/a', token: { url: 'https://acme.example/t' } }
  expect(now(today)).toMatchObject(today)
  const twice = { checks: ['state'], protection: 'none', timeout: 5, httpOptions: { timeout: 7 } }
  expect(now(twice)).toMatchObject({ checks: ['state'], timeout: 5 })
  const both = now({ ...today, authorizationUrl: 'https://old.example/a', accessTokenUrl: 'https://old.example/t', params: { a: '1' } })
  expect(both.authorization).toEqual({ url: 'https://acme.example/a' })
  expect(both.token).toEqual({ url: 'https://acme.example/t', params: { a: '1' } })
})

test("an earlier name in an application's options counts over today's in our entry", () => {
  const env = readEnvironment({ NODE_ENV: 'production', AUTH_ACME_ID: 'id' })
  const entry = { id: 'acme', name: 'Acme', type: 'oauth' as const, authorization: { url: 'https://acme.example/a', params: { a: '1' } } }
  const options = { authorizationUrl: 'https://mine.example/a?prompt=consent' }
  expect(readProviders([{ ...entry, options }], env, quiet).get('acme')).toMatchObject({
    authorization: { url: 'https://mine.example/a?prompt=consent', params: { a: '1' } },
  })
})

test('so it is with OAuth 1, where the token endpoint has another name', () => {
  const keys = { clientId: 'id', clientSecret: 'secret' }
  const options = { ...keys, authorizationUrl: 'https://mine.example/a?force_login=true', accessTokenUrl: 'https://mine.example/t' }
  const [provider] = readProviders([Twitter(options)], readEnvironment({}), quiet).values()
  expect(provider).toMatchObject({
    type: 'oauth1',
    requestToken: { url: 'https://api.x.com/oauth/request_token' },
    authorization: { url: 'https://mine.example/a?force_login=true' },
    accessToken: { url: 'https://mine.example/t' },
  })
  expect(provider).not.toHaveProperty('token')
  const [timed] = readProviders([Twitter({ ...keys, httpOptions: { timeout: 7000 } })], readEnvironment({}), quiet).values()
  expect(timed).toMatchObject({ timeout: 7000 })
  const endless = Twitter({ ...keys, httpOptions: { timeout: -1 } })
  expect(() => readProviders([endless], readEnvironment({}), quiet)).toThrow('`twitter.timeout` is -1')
})

test.each([
  [{ idToken: true, issuer: 'https://acme.example' }, 'oidc'],
  [{ idToken: true, wellKnown: 'https://acme.example/.well-known/openid-configuration' }, 'oidc'],
  [{ idToken: true }, 'oauth'],
  [{ issuer: 'https://acme.example' }, 'oauth'],
  [{ idToken: false, issuer: 'https://acme.example' }, 'oauth'],
])('v4 verified ID tokens where it could: %j is %s', (said, type) => {
  expect(now(said).type).toBe(type)
})

test('an issuer from the environment is one to verify ID tokens by', () => {
  const env = readEnvironment({ NODE_ENV: 'production', AUTH_ACME_ID: 'id', AUTH_ACME_ISSUER: 'https://acme.example' })
  const entry = { id: 'acme', name: 'Acme', type: 'oauth' as const, idToken: true }
  expect(readProviders([entry], env, quiet).get('acme')).toMatchObject({ type: 'oidc', issuer: 'https://acme.example' })
})

test("v4's agent of Node.js is a `fetch`, unless there is one", () => {
  const httpOptions = { agent: new Agent() }
  expect(now({ httpOptions }).fetch).toBeTypeOf('function')
  expect(now({ httpOptions, fetch: globalThis.fetch }).fetch).toBe(globalThis.fetch)
  const [signed] = readProviders([Twitter({ clientId: 'id', clientSecret: 'secret', httpOptions })], readEnvironment({}), quiet).values()
  expect((signed as OAuth1Provider).fetch).toBeTypeOf('function')
})

test("v4's `httpOptions` and `jwks`", () => {
  const warn = vi.fn()
  const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' }
  const options = { httpOptions: { timeout: 7000, agent: {} }, jwks: { keys: [key] } }
  expect(now(options)).toMatchObject({ timeout: 7000, token: { clientPrivateKey: key } })
  const env = readEnvironment({ NODE_ENV: 'production', AUTH_ACME_ID: 'id' })
  for (const said of [{ options }, options]) readProviders([{ id: 'acme', name: 'Acme', type: 'oauth', ...said }], env, { ...quiet, warn })
  const once = ['AGENT_UNUSED', expect.stringMatching(/`acme`.*fetch/)]
  expect(warn.mock.calls).toEqual([once, once])
})
