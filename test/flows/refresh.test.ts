import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../../src/base/types.js'
import type { OAuthProvider, TokenEndpoint } from '../../src/providers/contract.js'
import { client, json, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { refreshes } from '../providers/modules.js'
import { type RealProvider, realProvider } from '../providers/oidc-provider.js'
import { mint, newKey, type SigningKey } from '../providers/signing.js'
import { begin, bring, signIn, type Walk, walk, walkTo } from '../providers/walk.js'

const offline = { scope: 'openid profile email offline_access', authorization: { params: { prompt: 'consent' } } }

/** Signs Ann in and tells which account came of it. */
async function signedIn(provider: OAuthProvider, real: RealProvider): Promise<{ walking: Walk; account: Account }> {
  const walking = walkTo(provider)
  await bring(walking.someone, await real.walkThrough(await begin(walking.someone, provider.id)))
  const account = walking.account()
  if (!account) throw new Error('Nobody was signed in.')
  return { walking, account }
}

describe('a certified OpenID Provider renews tokens (RFC 6749 §6)', () => {
  let real: RealProvider
  beforeAll(async () => {
    real = await realProvider(['https://app.example/api/auth/callback/real'], { nonceInProofs: true })
  })
  afterAll(() => real.close())

  test.each([
    ['by the secret', {}],
    ['with tokens that are bound to a key', { dpop: true }],
  ] as [string, Partial<OAuthProvider>][])('%s: the new access token opens userinfo', async (_how, more) => {
    const { walking, account } = await signedIn(real.provider({ ...offline, ...more }), real)
    const tokens = await walking.auth.refreshTokens(account)
    expect(tokens.access_token).toEqual(expect.any(String))
    expect([tokens.access_token === account.access_token, tokens.token_type]).toEqual([false, more.dpop ? 'dpop' : 'bearer'])
    expect(tokens.expires_at).toBeGreaterThan(Date.now() / 1000)
    expect(tokens.refresh_token).toEqual(expect.any(String))
    if (more.dpop) return
    const headers = { authorization: `Bearer ${tokens.access_token}` }
    expect(await (await fetch(`${real.url}/me`, { headers })).json()).toMatchObject({ sub: 'ann', email: 'ann@example.com' })
  })

  test('FL-34 twice at the same time is once, and what was rotated away is refused for good', async () => {
    const { walking, account } = await signedIn(real.provider(offline), real)
    const before = walking.calls.length
    const [one, other] = await Promise.all([walking.auth.refreshTokens(account), walking.auth.refreshTokens({ ...account })])
    expect(one).toEqual(other)
    expect(walking.calls.slice(before).filter((call) => call === 'fetch /token').length).toBe(1)
    await walking.auth.refreshTokens({ ...account, ...one })
    await expect(walking.auth.refreshTokens({ ...account, refresh_token: 'no such token' })).rejects.toMatchObject({
      type: 'RefreshTokenError',
      details: { provider: 'real', final: true },
    })
  })
})

describe('a service that falls short', () => {
  let op: Misbehaving
  beforeAll(async () => {
    op = await misbehaving()
  })
  afterAll(() => op.close())
  beforeEach(() => op.behave())

  const account: Account = { provider: 'op', type: 'oidc', providerAccountId: 'ann-1', refresh_token: 'CANARY', scope: 'a b' }
  const right = { access_token: 'new', token_type: 'Bearer', expires_in: 60 }
  const answering = (body: unknown, status = 200): Walk => {
    op.faults.instead = { '/token': (response) => json(response, body, status) }
    return walk({ providers: [op.provider()] })
  }

  test('the old refresh token and scope stay where no new ones come; a smaller scope is respected (FL-34)', async () => {
    expect(await answering(right).auth.refreshTokens(account)).toMatchObject({ access_token: 'new', refresh_token: 'CANARY', scope: 'a b' })
    const shrunk = { ...right, refresh_token: 'next', scope: 'a' }
    expect(await answering(shrunk).auth.refreshTokens(account)).toMatchObject({ refresh_token: 'next', scope: 'a' })
    expect(op.tokenRequests[0]?.fields.get('grant_type')).toBe('refresh_token')
  })

  test.each([
    ['the service says that it is over', { error: 'invalid_grant' }, 400, true],
    ['the service is down', {}, 503, false],
    ['another mistake', { error: 'invalid_client' }, 401, false],
    ['an answer without a token', {}, 200, false],
    ['a mistake with status 200', { error: 'invalid_grant' }, 200, false],
  ])('PF-02 PF-06 %s: an error that says whether to try again, without the token in it', async (_what, body, status, final) => {
    const error = await answering(body, status)
      .auth.refreshTokens(account)
      .catch((thrown: unknown) => thrown as Error & { details: object })
    expect(error).toMatchObject({ type: 'RefreshTokenError', details: { provider: 'op', final } })
    expect(`${(error as Error).stack} ${String((error as Error).cause)}`).not.toContain('CANARY')
    expect(op.requests.filter((path) => path === '/token').length).toBe(1)
  })

  test.each([
    ...Object.entries(refreshes),
    ['a new ID token for another application', { accepts: false, claims: { aud: 'other' } }],
    ['a new ID token that is over', { accepts: false, claims: { exp: 1 } }],
  ] as const)('O-23 ID-34 %s', async (_what, { accepts, claims: change }) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: op.url, aud: client.clientId, sub: 'ann-1', iat: now, exp: now + 60, ...change }
    const [key] = op.keys
    if (!key) throw new Error('The provider has no key.')
    const idToken = mint({ alg: key.alg, kid: key.kid }, claims, key.key)
    const told = await answering({ ...right, id_token: idToken })
      .auth.refreshTokens(account)
      .catch((error: Error) => error.name)
    expect(told).toEqual(accepts ? expect.objectContaining({ id_token: idToken }) : 'RefreshTokenError')
  })

  test.each([
    [{ tenants: ['mine'] }, true],
    [{ tenants: 'any' }, true],
    [{ tenants: ['another'] }, false],
    [{}, false],
  ] as [Partial<OAuthProvider>, boolean][])('ID-29 O-23 a new ID token of the tenant `mine`, with %j', async (more, isTaken) => {
    const issuer = `${op.url}/{tenantid}/v2`
    op.faults.metadata = (right) => ({ ...right, issuer })
    const now = Math.floor(Date.now() / 1000)
    const [{ alg, kid, key }] = op.keys as [SigningKey]
    const claims = { iss: `${op.url}/mine/v2`, tid: 'mine', aud: client.clientId, sub: 'ann-1', iat: now, exp: now + 60 }
    op.faults.instead = { '/token': (response) => json(response, { ...right, id_token: mint({ alg, kid }, claims, key) }) }
    const { auth } = walk({ providers: [op.provider({ issuer, wellKnown: `${op.url}/.well-known/openid-configuration`, ...more })] })
    const [told] = await Promise.allSettled([auth.refreshTokens(account)])
    expect(told?.status).toBe(isTaken ? 'fulfilled' : 'rejected')
  })

  test('O-13 O-23 two accounts with one refresh token are two questions, and each has to be the one it is about', async () => {
    const now = Math.floor(Date.now() / 1000)
    const [{ alg, kid, key }] = op.keys as [SigningKey]
    const idToken = mint({ alg, kid }, { iss: op.url, aud: client.clientId, sub: 'ann-1', iat: now, exp: now + 60 }, key)
    const { auth } = answering({ ...right, id_token: idToken })
    const told = await Promise.allSettled(
      ['ann-1', 'bob-2'].map((providerAccountId) => auth.refreshTokens({ ...account, providerAccountId })),
    )
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  test('O-13 one refresh token at two providers goes to each of them', async () => {
    op.faults.instead = { '/token': (response) => json(response, right) }
    const { auth } = walk({ providers: [op.provider(), op.provider({ id: 'twin' })] })
    await Promise.all([auth.refreshTokens(account), auth.refreshTokens({ ...account, provider: 'twin' })])
    expect(op.tokenRequests.length).toBe(2)
  })

  test('what is peculiar to the token endpoint holds here too: `conform` and `defaults`', async () => {
    const conform = async (response: Response): Promise<Response> => Response.json(((await response.json()) as { data: unknown }).data)
    op.faults.instead = { '/token': (response) => json(response, { data: { access_token: 'new' } }) }
    const { auth } = walk({ providers: [op.provider({ token: { conform, defaults: { token_type: 'bearer' } } })] })
    expect(await auth.refreshTokens(account)).toMatchObject({ access_token: 'new', token_type: 'bearer' })
  })

  test.each([
    ['bound where nobody asked for it', 'DPoP', {}],
    ['bound to nothing where a key was sent', 'Bearer', { dpop: true }],
    ['of another kind', 'mac', {}],
  ] as const)('FL-25 a new token that is %s', async (_what, token_type, more) => {
    op.faults.instead = { '/token': (response) => json(response, { ...right, token_type }) }
    const { auth } = walk({ providers: [op.provider(more)] })
    await expect(auth.refreshTokens(account)).rejects.toMatchObject({ type: 'RefreshTokenError' })
  })

  test('LO-08 a logout token is no new ID token', async () => {
    const now = Math.floor(Date.now() / 1000)
    const [{ alg, kid, key }] = op.keys as [SigningKey]
    const claims = { iss: op.url, aud: client.clientId, sub: 'ann-1', iat: now, exp: now + 60 }
    const idToken = mint({ alg, kid, typ: 'logout+jwt' }, claims, key)
    await expect(answering({ ...right, id_token: idToken }).auth.refreshTokens(account)).rejects.toMatchObject({
      type: 'RefreshTokenError',
    })
  })

  test('a failure is told to everybody who asked, and is not kept', async () => {
    const { auth } = answering({}, 503)
    const told = await Promise.allSettled([auth.refreshTokens(account), auth.refreshTokens(account)])
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(op.requests.filter((path) => path === '/token').length).toBe(1)
    op.faults.instead = { '/token': (response) => json(response, right) }
    expect(await auth.refreshTokens(account)).toMatchObject({ access_token: 'new' })
  })

  test('whatever is thrown on the way, it is a `RefreshTokenError`', async () => {
    const { auth } = walk({ providers: [op.provider({ clientSecret: () => Promise.reject(undefined) })] })
    await expect(auth.refreshTokens(account)).rejects.toMatchObject({ type: 'RefreshTokenError', details: { final: false } })
  })

  test('O-23 an ID token with another signature', async () => {
    const now = Math.floor(Date.now() / 1000)
    const forged = mint(
      { alg: 'RS256', kid: 'first' },
      { iss: op.url, aud: client.clientId, sub: 'ann-1', iat: now, exp: now + 60 },
      newKey('RS256', 'first').key,
    )
    await expect(answering({ ...right, id_token: forged }).auth.refreshTokens(account)).rejects.toMatchObject({ type: 'RefreshTokenError' })
  })

  test.each<[string, Partial<OAuthProvider>]>([
    ["v3's `params`", { params: { grant_type: 'authorization_code' } }],
    ['`token.params`', { token: { params: { grant_type: 'vendor_code', extra: 'x' } } }],
  ])('RFC 6749 §6 %s name the grant of a code, never that of a refresh', async (_whose, more) => {
    answering(right)
    const { auth, someone } = walk({ providers: [op.provider(more)] })
    await auth.refreshTokens(account)
    await signIn(someone, 'op')
    const grants = op.tokenRequests.map(({ fields }) => fields.get('grant_type'))
    expect(grants).toEqual(['refresh_token', (more.params ?? (more.token as TokenEndpoint).params)?.grant_type])
  })

  test('the service is known as it was at sign-in: by its description where something of it is needed', async () => {
    op.faults.metadata = (right) => ({ ...right, token_endpoint_auth_methods_supported: ['client_secret_post'] })
    op.faults.instead = { '/token': (response) => json(response, right) }
    const { auth } = walk({ providers: [op.provider({ type: 'oauth', token: `${op.url}/token` })] })
    expect(await auth.refreshTokens({ ...account, type: 'oauth' })).toMatchObject({ access_token: 'new' })
    expect([op.tokenRequests[0]?.fields.has('client_secret'), op.tokenRequests[0]?.headers.authorization]).toEqual([true, undefined])
  })

  test('what comes back can be spread over the account: the service cannot say whose it is', async () => {
    const evil = { ...right, userId: 'victim', provider: 'google', providerAccountId: 'somebody', type: 'email', extra: 'x' }
    const tokens = { access_token: 'new', token_type: 'bearer', expires_at: expect.any(Number), refresh_token: 'CANARY', scope: 'a b' }
    expect(await answering(evil).auth.refreshTokens(account)).toEqual(tokens)
    const whole = walk({ providers: [op.provider({ account: (told) => ({ ...told }) })] })
    expect(await whole.auth.refreshTokens(account)).toEqual({ ...tokens, expires_in: 60, extra: 'x' })
  })

  test('an account without a refresh token, or of nobody here, is told apart', async () => {
    const { auth } = walk({ providers: [op.provider()] })
    const { refresh_token: _none, ...without } = account
    await expect(auth.refreshTokens(without)).rejects.toMatchObject({ type: 'RefreshTokenError', details: { final: true } })
    await expect(auth.refreshTokens({ ...account, provider: 'other' })).rejects.toMatchObject({ type: 'InvalidProvider' })
  })
})
