import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Account, Profile } from '../../src/base/types.js'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { listen } from '../providers/listen.js'
import { json, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { type RealProvider, realProvider } from '../providers/oidc-provider.js'
import { begin, bring, errorOf, keptBy, signIn, walk } from '../providers/walk.js'
import { location } from '../visitor.js'

describe('a certified OpenID Provider', () => {
  let real: RealProvider
  beforeAll(async () => {
    real = await realProvider(['https://app.example/api/auth/callback/real', 'https://app.example/api/auth/callback/posting'])
  })
  afterAll(() => real.close())

  test.each([
    ['redirect', {}],
    ['form_post', { id: 'posting', responseMode: 'form_post' }],
    ['redirect, with the secret in the form', { client: { token_endpoint_auth_method: 'client_secret_post' } }],
    ["redirect, and v4's way to say form_post", { id: 'posting', authorization: { params: { response_mode: 'form_post' } } }],
  ] as [string, Partial<OAuthProvider>][])('a visitor signs in (%s) and goes where they wanted', async (_how, more) => {
    const { someone, errors } = walk({ providers: [real.provider(more)] })
    const id = more.id ?? 'real'
    const answer = await real.walkThrough(await begin(someone, id, { callbackUrl: '/dashboard?tab=1' }))
    const response = await bring(someone, answer)
    expect(errors.map((error) => [error, error.cause])).toEqual([])
    expect(location(response).href).toBe('https://app.example/dashboard?tab=1')
    expect((await someone.session()).user).toMatchObject({ name: 'Ann', email: 'ann@example.com' })
  })

  test('the same person again is the same user; another one is another', async () => {
    const { someone, calls } = walk({ providers: [real.provider()] })
    const ids: string[] = []
    for (const person of ['ann', 'ann', 'bob']) {
      await bring(someone, await real.walkThrough(await begin(someone, 'real'), person))
      ids.push((await someone.session()).user.id)
    }
    expect(ids[0]).toBe(ids[1])
    expect(ids[2]).not.toBe(ids[0])
    expect(calls.filter((call) => call === 'event createUser').length).toBe(2)
  })

  test('a prompt that cannot be met without asking comes back as an error, once (FL-28)', async () => {
    const { someone } = walk({ providers: [real.provider()] })
    const response = await bring(someone, await real.walkThrough(await begin(someone, 'real', {}, '?prompt=none')))
    expect(errorOf(response)).toBe('OAuthCallbackError')
    expect(location(response).pathname).toBe('/api/auth/signin')
  })

  test('max_age is demanded and met (ID-21)', async () => {
    const { someone, errors } = walk({ providers: [real.provider()] })
    const response = await bring(someone, await real.walkThrough(await begin(someone, 'real', {}, '?max_age=300')))
    expect(errors).toEqual([])
    expect(errorOf(response)).toBeNull()
  })
})

describe('a plain OAuth 2 service', () => {
  let op: Misbehaving
  beforeAll(async () => {
    op = await misbehaving()
  })
  afterAll(() => op.close())
  beforeEach(() => op.behave())

  const service = (more: Partial<OAuthProvider> = {}): OAuthProvider => ({
    ...op.provider(),
    id: 'service',
    type: 'oauth',
    authorization: { url: `${op.url}/authorize` },
    token: { url: `${op.url}/token` },
    userinfo: { url: `${op.url}/userinfo` },
    profile: ({ sub, name, email }: Profile) => ({ id: sub as string, name: name as string, email: email as string }),
    ...more,
  })

  async function accountAfter(more: Partial<OAuthProvider> = {}): Promise<Account | null | undefined> {
    let seen: Account | null | undefined
    const { someone } = walk({
      providers: [service(more)],
      callbacks: {
        signIn: ({ account }) => {
          seen = account
          return true
        },
      },
    })
    const response = await signIn(someone, 'service')
    return errorOf(response) ? undefined : seen
  }

  test('FL-27 the profile is asked for with the token of this very sign-in', async () => {
    const { someone, errors } = walk({ providers: [service()] })
    expect(errorOf(await signIn(someone, 'service'))).toBeNull()
    expect(errors).toEqual([])
    expect(op.requests).toEqual(['/token', '/userinfo'])
    expect((await someone.session()).user).toMatchObject({ name: 'Ann', email: 'ann@example.com' })
  })

  test('an ID token that comes along proves nothing and breaks nothing', async () => {
    op.faults.idToken = () => 'not.a.token'
    expect(await accountAfter()).toMatchObject({ type: 'oauth', providerAccountId: 'ann-1', id_token: 'not.a.token' })
  })

  test.each([
    ['number', 7, '7'],
    ['zero', 0, '0'],
    ['text', 'x', 'x'],
  ])('LK-15 an id that is a %s is taken as text', async (_what, id, text) => {
    expect(await accountAfter({ profile: () => ({ id: id as string }) })).toMatchObject({ providerAccountId: text })
  })

  test.each([
    [undefined],
    [null],
    [''],
    ['undefined'],
    ['null'],
    ['NaN'],
    ['[object Object]'],
    [Number.NaN],
    [1.5],
    [2 ** 53],
    [{}],
    [['x']],
    [true],
    ['a\u0000'],
    ['x'.repeat(256)],
  ])('LK-15 the id %j is refused, and the store is not asked', async (id) => {
    const { someone, calls } = walk({ providers: [service({ profile: () => ({ id: id as string }) })] })
    expect(errorOf(await signIn(someone, 'service'))).toBe('OAuthCallbackError')
    expect(calls.filter((call) => !call.startsWith('fetch'))).toEqual([])
  })

  test('without `profile()` the id of the profile is taken, never one made up', async () => {
    op.faults.userinfo = () => ({ id: 42, name: 'Ann' })
    expect(await accountAfter({ profile: undefined as never })).toMatchObject({ providerAccountId: '42' })
    op.faults.userinfo = () => ({ name: 'Ann' })
    expect(await accountAfter({ profile: undefined as never })).toBeUndefined()
  })

  test('`account()` chooses what is kept, and cannot change whose it is; callbacks see all of it', async () => {
    const chosen: Partial<OAuthProvider> = {
      account: ({ access_token }) => ({
        access_token: access_token as string,
        provider: 'evil',
        providerAccountId: 'evil',
        userId: 'evil',
        type: 'email',
      }),
    }
    const whose = { provider: 'service', type: 'oauth', providerAccountId: 'ann-1' }
    const kept = await keptBy(service(chosen))
    expect(kept).toMatchObject({ ...whose, access_token: expect.any(String) })
    expect(kept).not.toHaveProperty('id_token')
    expect(kept?.userId).not.toBe('evil')
    const none = Object.keys((await keptBy(service({ account: () => undefined }))) ?? {})
    expect(none.filter((name) => !['id', 'issuer'].includes(name)).sort()).toEqual(['provider', 'providerAccountId', 'type', 'userId'])
    const told = await accountAfter(chosen)
    expect(told).toMatchObject({ ...whose, id_token: expect.any(String), expires_in: expect.any(Number) })
    expect(told?.userId).not.toBe('evil')
  })

  test("a profile that needs more than one question, with the library's limits", async () => {
    op.faults.instead = { '/userinfo': (response) => response.writeHead(302, { location: 'https://evil.example' }).end() }
    const seen: string[] = []
    const request: NonNullable<Exclude<OAuthProvider['userinfo'], string | undefined>['request']> = async ({ tokens, fetch }) => {
      await fetch(`${op.url}/userinfo`).catch((error: Error) => seen.push(error.message))
      return { sub: `of ${typeof tokens.access_token}`, name: 'Ann' }
    }
    expect(await accountAfter({ userinfo: { request } })).toMatchObject({ providerAccountId: 'of string' })
    expect(seen).toEqual([expect.stringContaining('redirect')])
  })

  test('an answer of another form is made to conform', async () => {
    op.faults.tokens = (right) => ({ data: right })
    const conform = async (response: Response) => Response.json(((await response.json()) as { data: object }).data)
    expect(await accountAfter({ token: { url: `${op.url}/token`, conform } })).toMatchObject({ providerAccountId: 'ann-1' })
  })

  test('FL-15 `iss` of a service without an issuer is compared with nothing; with one it is', async () => {
    op.faults.answer = (answer) => answer.set('iss', 'https://named.example')
    expect(await accountAfter({ issuer: undefined as never })).toBeDefined()
    expect(await accountAfter({ issuer: 'https://named.example' })).toBeDefined()
    expect(await accountAfter({ issuer: 'https://other.example' })).toBeUndefined()
  })

  test('a service that knows no state: said loudly, and the rest still holds', async () => {
    op.faults.answer = (answer) => answer.delete('state')
    const { someone } = walk({ providers: [service({ checks: ['pkce'], dangerouslySkipChecks: true })] })
    const url = await begin(someone, 'service')
    expect(url.searchParams.has('state')).toBe(false)
    expect(url.searchParams.has('code_challenge')).toBe(true)
    expect(errorOf(await signIn(someone, 'service'))).toBeNull()
    expect(errorOf(await signIn(someone, 'service'))).toBeNull()
    // Without the loud word a list only adds.
    const careful = walk({ providers: [service({ checks: ['pkce'] })] })
    expect((await begin(careful.someone, 'service')).searchParams.has('state')).toBe(true)
  })

  test('client_secret_jwt, private_key_jwt and a public client', async () => {
    const sent: URLSearchParams[] = []
    const peer = await listen((request, response) => {
      if (request.url === '/userinfo') return json(response, { sub: 'ann-1' })
      let text = ''
      request
        .on('data', (chunk) => {
          text += chunk
        })
        .on('end', () => {
          sent.push(new URLSearchParams(text))
          json(response, { access_token: 'x', token_type: 'bearer' })
        })
    })
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const url = `${peer.url}/token`
    const ways: Partial<OAuthProvider>[] = [
      { client: { token_endpoint_auth_method: 'client_secret_jwt' }, token: { url } },
      { client: { token_endpoint_auth_method: 'private_key_jwt' }, token: { url, clientPrivateKey: { key: privateKey, kid: 'k' } } },
      { clientSecret: undefined as never, token: { url } },
    ]
    for (const way of ways)
      expect(await accountAfter({ ...way, userinfo: { url: `${peer.url}/userinfo` } }), JSON.stringify(way)).toBeDefined()
    expect(sent.map((form) => [form.has('client_assertion'), form.get('client_secret'), form.get('client_id')])).toEqual([
      [true, null, 'the client:1'],
      [true, null, 'the client:1'],
      [false, null, 'the client:1'],
    ])
    await peer.close()
  })
})
