import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { generateKeyPair } from 'oauth4webapi'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Profile } from '../../src/base/types.js'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { client, json, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { payloadOf } from '../providers/modules.js'
import { type RealProvider, realProvider } from '../providers/oidc-provider.js'
import { ask, begin, bring, errorOf, signIn, type Walk, walk, walkTo } from '../providers/walk.js'
import { oauthProvider } from '../site.js'
import { location } from '../visitor.js'

const redirectUris = ['https://app.example/api/auth/callback/real']

function noting(options: Parameters<typeof walk>[0]): Walk & { readonly warned: string[] } {
  const warned: string[] = []
  return { ...walk({ ...options, logger: { warn: (_code, message) => warned.push(message ?? '') } }), warned }
}

async function expectSignedIn(provider: OAuthProvider, real: RealProvider): Promise<ReturnType<typeof walkTo> & { readonly to: URL }> {
  const told = walkTo(provider)
  const to = await begin(told.someone, provider.id)
  const response = await bring(told.someone, await real.walkThrough(to))
  expect(told.errors.map((error) => [error, error.cause])).toEqual([])
  expect([errorOf(response), told.warnings]).toEqual([null, []])
  expect((await told.someone.session()).user).toMatchObject({ name: 'Ann', email: 'ann@example.com' })
  return { ...told, to }
}

describe('how an application authenticates at a certified OpenID Provider (O-12)', () => {
  let real: RealProvider
  beforeAll(async () => {
    real = await realProvider(redirectUris)
  })
  afterAll(() => real.close())

  const by = (method: string, more: Partial<OAuthProvider> = {}): OAuthProvider =>
    real.provider({ clientId: `app-${method}`, client: { token_endpoint_auth_method: method as 'none' }, ...more })

  test('client_secret_basic', async () => {
    await expectSignedIn(real.provider({ client: { token_endpoint_auth_method: 'client_secret_basic' } }), real)
  })
  test('client_secret_post', async () => {
    await expectSignedIn(by('client_secret_post'), real)
  })
  test('client_secret_jwt', async () => {
    await expectSignedIn(by('client_secret_jwt'), real)
  })
  test('none: a public client, protected by PKCE alone', async () => {
    await expectSignedIn({ ...by('none'), clientSecret: undefined as never }, real)
  })
  test('private_key_jwt with a JWK', async () => {
    await expectSignedIn(by('private_key_jwt', { token: { clientPrivateKey: real.privateKey } }), real)
  })
  test("private_key_jwt as v4 wrote it, by the client's `jwks`", async () => {
    await expectSignedIn(by('private_key_jwt', { jwks: { keys: [real.privateKey] } }), real)
  })
  test('private_key_jwt with a CryptoKey, which is the method where nothing else is said', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const key = await crypto.subtle.importKey('jwk', { ...real.privateKey, key_ops: ['sign'] }, algorithm, false, ['sign'])
    const { client: _unsaid, ...provider } = by('private_key_jwt', { token: { clientPrivateKey: { key, kid: real.privateKey.kid } } })
    await expectSignedIn({ ...provider, clientSecret: undefined as never }, real)
  })
  test('another key is refused, and the log says by whom', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const { someone, warnings, calls } = walk({
      providers: [by('private_key_jwt', { token: { clientPrivateKey: { key: privateKey, kid: 'app' } } })],
    })
    const response = await bring(someone, await real.walkThrough(await begin(someone, 'real')))
    expect([errorOf(response), warnings, calls.includes('createUser')]).toEqual(['OAuthCallbackError', ['OAuthCallbackError'], false])
  })
  test.each([
    ['a public key', (key: JsonWebKey) => ({ ...key, d: undefined })],
    ['a key of another kind', () => ({ kty: 'oct', k: 'AAAA' })],
  ] as [string, (key: JsonWebKey) => JsonWebKey][])('%s is no private key', async (_what, change) => {
    const { someone } = walk({ providers: [by('private_key_jwt', { token: { clientPrivateKey: change(real.privateKey) } })] })
    expect(errorOf(await bring(someone, await real.walkThrough(await begin(someone, 'real'))))).toBe('OAuthCallbackError')
  })
})

describe('pushed authorization requests (RFC 9126)', () => {
  let real: RealProvider
  beforeAll(async () => {
    real = await realProvider(redirectUris, { pushed: true })
  })
  afterAll(() => real.close())

  test('where the service demands them nobody has to ask for them, and the visitor carries a reference only', async () => {
    const { to, calls } = await expectSignedIn(real.provider(), real)
    expect([...to.searchParams.keys()]).toEqual(['client_id', 'request_uri'])
    expect(calls.indexOf('fetch /request')).toBeGreaterThan(-1)
  })

  test('what is configured not to push is refused by such a service', async () => {
    const { someone } = walk({ providers: [real.provider({ pushedAuthorization: false })] })
    const to = await begin(someone, 'real')
    expect(to.searchParams.has('request_uri')).toBe(false)
    expect(errorOf(await bring(someone, await real.walkThrough(to)))).toBe('OAuthCallbackError')
  })
})

describe('a key that tokens are bound to (RFC 9449)', () => {
  let real: RealProvider
  beforeAll(async () => {
    real = await realProvider(redirectUris, { nonceInProofs: true })
  })
  afterAll(() => real.close())

  test.each([
    ['made at start', async (): Promise<boolean> => true],
    ['of the application', (): Promise<CryptoKeyPair> => generateKeyPair('ES256')],
  ] as const)('%s: the token is bound to it, and userinfo answers to nobody without it', async (_whose, key) => {
    const told = await expectSignedIn(real.provider({ dpop: await key(), idToken: false }), real)
    const { token_type, access_token } = told.account() ?? {}
    expect(token_type).toBe('dpop')
    const alone = await fetch(`${real.url}/me`, { headers: { authorization: `Bearer ${access_token}` } })
    expect(alone.status).toBe(401)
  })

  test('by PAR as well', async () => {
    const told = await expectSignedIn(real.provider({ dpop: true, pushedAuthorization: true }), real)
    expect(told.account()?.token_type).toBe('dpop')
  })
})

describe('a service that falls short', () => {
  let op: Misbehaving
  beforeAll(async () => {
    op = await misbehaving()
  })
  afterAll(() => op.close())
  beforeEach(() => op.behave())

  test.each([
    'private_key_jwt',
    'client_secret_jwt',
  ] as const)('RFC 7523 §3 %s is made for the issuer, or for the token endpoint of a service without one', async (method) => {
    const { privateKey } = await generateKeyPair('ES256')
    const token = { url: `${op.url}/token`, clientPrivateKey: { key: privateKey, kid: 'app' } }
    const place = { authorization: `${op.url}/authorize`, token, userinfo: `${op.url}/userinfo` }
    const client = { token_endpoint_auth_method: method }
    const nameless = { ...op.provider({ id: 'nameless', type: 'oauth', ...place, client }), issuer: undefined as never }
    const { someone } = walk({ providers: [op.provider({ token, client }), nameless] })
    for (const id of ['op', 'nameless']) await signIn(someone, id)
    const audiences = op.tokenRequests.map(({ fields }) => payloadOf(fields.get('client_assertion') ?? '').aud)
    expect(audiences).toEqual([op.url, `${op.url}/token`])
  })

  test('a token that is bound to no key is not taken where one was wished for', async () => {
    const { someone, calls } = walk({ providers: [op.provider({ dpop: true })] })
    expect(errorOf(await signIn(someone, 'op'))).toBe('OAuthCallbackError')
    expect(op.requests.at(-1)).toBe('/token')
    expect(calls.includes('createUser')).toBe(false)
  })

  test('a service without a place to push to is not asked in the open', async () => {
    const { someone, errors } = walk({ providers: [op.provider({ pushedAuthorization: true })] })
    const response = await someone.post('/signin/op')
    expect(location(response).searchParams.get('error')).toBe('OAuthSignin')
    expect(String(errors[0])).toContain('pushed_authorization_request_endpoint')
  })

  const pushing = (answer: (response: ServerResponse, request: IncomingMessage) => void): void => {
    op.faults.metadata = (right) => ({ ...right, pushed_authorization_request_endpoint: `${op.url}/userinfo` })
    op.faults.instead = { '/userinfo': answer }
  }

  test('a pushed request carries the proof that its code is for (RFC 9449 §10.1), wherever the other endpoints stand', async () => {
    let proof = ''
    pushing((response, { headers }) => {
      proof = String(headers.dpop)
      json(response, { request_uri: 'urn:x:1', expires_in: 60 }, 201)
    })
    const places = { authorization: `${op.url}/authorize`, token: `${op.url}/token`, jwks_endpoint: `${op.url}/jwks` }
    const { someone } = walk({ providers: [op.provider({ ...places, pushedAuthorization: true, dpop: true })] })
    expect((await begin(someone, 'op')).searchParams.get('request_uri')).toBe('urn:x:1')
    expect(payloadOf(proof)).toMatchObject({ htm: 'POST', htu: `${op.url}/userinfo` })
  })

  test('PF-01 PF-07 a pushed request keeps the limits of every call', { timeout: 8000 }, async () => {
    const { someone } = walk({ providers: [op.provider({ pushedAuthorization: true, timeout: 500 })] })
    pushing((response) => response.writeHead(307, { location: `${op.url}/elsewhere` }).end())
    expect(errorOf(await someone.post('/signin/op'))).toBe('OAuthSignin')
    expect(op.requests).not.toContain('/elsewhere')
    pushing(() => {})
    expect(errorOf(await someone.post('/signin/op'))).toBe('OAuthSignin')
  })

  test('the query of the endpoint stays beside the reference (RFC 6749 §3.1)', async () => {
    const pushed_authorization_request_endpoint = `${op.url}/jwks`
    const authorization_endpoint = `${op.url}/authorize?policy=p&request_uri=theirs`
    op.faults.metadata = (right) => ({ ...right, authorization_endpoint, pushed_authorization_request_endpoint })
    op.faults.instead = { '/jwks': (response) => json(response, { request_uri: 'urn:x:1', expires_in: 60 }, 201) }
    const { someone } = walk({ providers: [op.provider({ pushedAuthorization: true })] })
    const { searchParams } = await begin(someone, 'op')
    expect([...searchParams]).toEqual([
      ['policy', 'p'],
      ['request_uri', 'urn:x:1'],
      ['client_id', client.clientId],
    ])
  })

  test.each([
    ['a mistake', (to: string) => ({ error: 'invalid_request', to }), 400],
    ['HTML', () => '<h1>no</h1>', 200],
    ['no reference', () => ({ expires_in: 60 }), 201],
  ] as const)('a pushed request answered with %s sends nobody away (PF-03)', async (_what, body, status) => {
    op.faults.metadata = (right) => ({ ...right, pushed_authorization_request_endpoint: `${op.url}/jwks` })
    op.faults.instead = { '/jwks': (response) => json(response, body('x'), status) }
    const { someone } = walk({ providers: [op.provider({ pushedAuthorization: true })] })
    expect(location(await someone.post('/signin/op')).searchParams.get('error')).toBe('OAuthSignin')
    expect([...someone.cookies.keys()].filter((name) => name.includes('transaction'))).toEqual([])
  })

  test.each(['/token', '/userinfo'] as const)('PF-07 a `fetch` that follows redirects all the same: %s', async (path) => {
    op.faults.instead = { [path]: (response: ServerResponse) => response.writeHead(307, { location: `${op.url}/jwks` }).end() }
    const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, { ...init, redirect: 'follow' })
    const { someone, warned } = noting({ providers: [op.provider({ type: 'oauth', fetch })] })
    expect(errorOf(await signIn(someone, 'op'))).toBe('OAuthCallbackError')
    expect(warned.join()).toContain('redirect')
  })

  // The default of ten seconds is longer than this test may take.
  test.each([
    ['/.well-known/openid-configuration', { timeout: 500 }],
    ['/token', { timeout: 500 }],
    ['/token', { httpOptions: { timeout: 500 } }],
    ['/jwks', { timeout: 500 }],
    ['/userinfo', { timeout: 500, idToken: false }],
  ] as const)('PF-01 %s has the time that %j gives it, and never answers', { timeout: 8000 }, async (path, more) => {
    op.faults.instead = { [path]: () => {} }
    const { someone } = walk({ providers: [op.provider(more)] })
    const started = await someone.post('/signin/op')
    const error = errorOf(started) ?? errorOf(await bring(someone, await ask(location(started))))
    expect(error).toMatch(/^OAuth(Signin|CallbackError)$/)
  })

  test('PF-01 a second try with the nonce of the server has what the first one left of the time (RFC 9449 §8)', async () => {
    const asked = (): number => op.requests.filter((path) => path === '/token').length
    op.faults.instead = {
      '/token': (response) => {
        const [body, status] = asked() === 1 ? [{ error: 'use_dpop_nonce' }, 400] : [{ access_token: 'x', token_type: 'DPoP' }, 200]
        setTimeout(() => json(response, body, status as number), 600)
      },
    }
    const { auth, someone } = walk({ providers: [op.provider({ type: 'oauth', dpop: true, timeout: 1000 })] })
    const account = { provider: 'op', type: 'oauth', providerAccountId: 'ann-1', refresh_token: 'x' } as const
    await expect(auth.refreshTokens(account)).rejects.toMatchObject({ type: 'RefreshTokenError' })
    expect(asked()).toBe(2)
    op.requests.length = 0
    const answer = await ask(await begin(someone, 'op'))
    op.faults.instead['/userinfo'] = (response) => json(response, op.person)
    expect(errorOf(await bring(someone, answer))).toBe('OAuthCallbackError')
    expect(asked()).toBe(2)
  })

  test.each([
    [undefined, null],
    ['mac', 'OAuthCallbackError'],
  ])('a member that the service is known to leave out is filled in, and stays where it is there: token_type %s', async (token_type, error) => {
    op.faults.tokens = (right) => ({ ...right, token_type })
    const { someone } = walk({ providers: [op.provider({ token: { defaults: { token_type: 'bearer' } } })] })
    expect(errorOf(await signIn(someone, 'op'))).toBe(error)
  })

  test('PF-07 the `fetch` of `userinfo.request` asks nothing over http, unless that was said loudly', async () => {
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = async (input) => {
      asked.push(String(input))
      return Response.json({ access_token: 'x', token_type: 'bearer' })
    }
    const request = async ({ fetch }: { fetch: typeof globalThis.fetch }): Promise<Profile> =>
      (await (await fetch('http://service.example/me')).json()) as Profile
    const { someone } = walk({ providers: [{ ...oauthProvider(), fetch, userinfo: { request } }] })
    const state = (await begin(someone, 'service')).searchParams.get('state') ?? ''
    const response = await someone.get(`/callback/service?${new URLSearchParams({ code: 'x', state })}`)
    expect([errorOf(response), asked]).toEqual(['OAuthCallbackError', ['https://service.example/token']])
  })

  test('a profile that wants its own nonce in the proof is asked again with it (RFC 9449 §9)', async () => {
    const nonces: unknown[] = []
    op.faults.tokens = (right) => ({ ...right, token_type: 'DPoP' })
    op.faults.instead = {
      '/userinfo': (response, { headers }) => {
        nonces.push(payloadOf(String(headers.dpop)).nonce)
        if (nonces.length === 2) return json(response, op.person)
        response.setHeader('dpop-nonce', 'theirs')
        response.setHeader('www-authenticate', 'DPoP error="use_dpop_nonce"')
        json(response, {}, 401)
      },
    }
    for (const type of ['oauth', 'oidc'] as const) {
      nonces.length = 0
      const userinfo = { url: `${op.url}/userinfo`, headers: { Authorization: 'Basic of-the-application' } }
      const { someone } = walk({ providers: [op.provider({ type, dpop: true, ...(type === 'oidc' ? { idToken: false } : { userinfo }) })] })
      expect(errorOf(await signIn(someone, 'op'))).toBeNull()
      expect(nonces).toEqual([undefined, 'theirs'])
    }
    // Once and no more: whoever wants another one each time gets none.
    const { someone } = walk({ providers: [op.provider({ type: 'oauth', dpop: true })] })
    nonces.length = 2
    expect(errorOf(await signIn(someone, 'op'))).toBe('OAuthCallbackError')
    expect(nonces.length).toBe(4)
  })

  test('a key that could not be made is made for the next one who asks', async () => {
    op.faults.tokens = (right) => ({ ...right, token_type: 'DPoP' })
    const { someone } = walk({ providers: [op.provider({ dpop: true })] })
    const failing = vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValueOnce(new Error('not now'))
    expect(errorOf(await signIn(someone, 'op'))).toBe('OAuthCallbackError')
    failing.mockRestore()
    expect(errorOf(await signIn(someone, 'op'))).toBeNull()
  })

  test.each([
    [401, {}],
    [404, {}],
    [201, {}],
    [200, []],
    [200, null],
    [200, 'ann'],
  ])('PF-03 PF-14 a profile with status %i and the body %j is nobody, whatever `profile()` makes of it', async (status, body) => {
    op.faults.instead = { '/userinfo': (response) => json(response, body, status) }
    const { someone, calls } = walk({ providers: [op.provider({ type: 'oauth', profile: () => ({ id: 'somebody' }) })] })
    expect(errorOf(await signIn(someone, 'op'))).toBe('OAuthCallbackError')
    expect([calls.includes('createUser'), await someone.session()]).toEqual([false, null])
  })

  test('headers that are configured stand in place of ours, however they are written', async () => {
    let seen: IncomingHttpHeaders = {}
    op.faults.instead = {
      '/userinfo': (response, request) => {
        seen = request.headers
        json(response, op.person)
      },
    }
    const headers = { 'User-Agent': 'app/1', Accept: 'application/vnd.op+json', Authorization: 'Basic of-the-application' }
    const { Authorization: _forProfile, ...forTokens } = headers
    const basic = `Basic ${Buffer.from(`${encodeURIComponent(client.clientId)}:${encodeURIComponent(client.clientSecret)}`).toString('base64')}`
    const token = { headers: { ...forTokens, AUTHORIZATION: basic } }
    const { someone } = walk({ providers: [op.provider({ type: 'oauth', token, userinfo: { url: `${op.url}/userinfo`, headers } })] })
    expect(errorOf(await signIn(someone, 'op'))).toBeNull()
    expect(op.tokenRequests[0]?.headers).toMatchObject({ 'user-agent': 'app/1', accept: headers.Accept, authorization: basic })
    expect([seen['user-agent'], seen.accept]).toEqual(['app/1', 'application/vnd.op+json'])
    expect(seen.authorization).toMatch(/^Bearer [\w-]{22}$/)
  })

  test("a provider's own `fetch` is the one that asks", async () => {
    const asked: string[] = []
    const fetch: typeof globalThis.fetch = (input, init) => {
      asked.push(new URL(String(input)).pathname)
      return globalThis.fetch(input, init)
    }
    const { someone, calls } = walk({ providers: [op.provider({ fetch })] })
    expect(errorOf(await signIn(someone, 'op'))).toBeNull()
    expect(asked).toEqual(['/.well-known/openid-configuration', '/token', '/jwks'])
    expect(calls.filter((call) => call.startsWith('fetch'))).toEqual([])
  })
})
