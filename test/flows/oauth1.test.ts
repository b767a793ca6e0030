import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isAuthError } from '../../src/base/errors.js'
import type { Account } from '../../src/base/types.js'
import type { AuthOptions } from '../../src/engine/index.js'
import type { OAuth1Provider, Provider } from '../../src/providers/contract.js'
import { type OAuth1Double, oauth1Double } from '../providers/oauth1-double.js'
import { ask, begin, bring, errorOf, keptBy, signIn, type Walk, walk, walkTo } from '../providers/walk.js'
import { location } from '../visitor.js'

let one: OAuth1Double
beforeAll(async () => {
  one = await oauth1Double()
})
afterAll(() => one.close())
beforeEach(() => one.behave())

/** A sign-in, and the account that the `signIn` callback saw. */
async function accountBy(provider: Provider): Promise<{ account: Account | null | undefined; error: string | null; walking: Walk }> {
  const walking = walkTo(provider)
  const response = await signIn(walking.someone, provider.id)
  return { account: walking.account(), error: errorOf(response), walking }
}

describe('a visitor', () => {
  test('signs in, goes where they wanted, and is the same user again', async () => {
    const { someone, errors, calls } = walk({ providers: [one.provider()] })
    const response = await signIn(someone, 'one', { callbackUrl: '/dashboard?tab=1' })
    expect(errors).toEqual([])
    expect(location(response).href).toBe('https://app.example/dashboard?tab=1')
    const { user } = await someone.session()
    expect(user).toMatchObject({ name: 'Ann', email: 'ann@example.com' })
    await signIn(someone, 'one')
    expect((await someone.session()).user.id).toBe(user.id)
    expect(calls.filter((call) => call === 'event createUser').length).toBe(1)
    one.profile = one.profile.replace('1234567890123456789', '1234567890123456788').replace('ann@', 'bob@')
    await signIn(someone, 'one')
    expect((await someone.session()).user.id).not.toBe(user.id)
  })

  test('links another account by asking for it, and not without', async () => {
    const { someone } = walk({ providers: [one.provider(), one.provider({ id: 'two' })] })
    await signIn(someone, 'one')
    const { user } = await someone.session()
    expect(errorOf(await signIn(someone, 'two'))).toBe('OAuthAccountNotLinked')
    expect(errorOf(await signIn(someone, 'two', { intent: 'link' }))).toBeNull()
    expect((await someone.session()).user.id).toBe(user.id)
  })

  test('who is not signed in cannot link, and the service is not asked', async () => {
    const { someone } = walk({ providers: [one.provider()] })
    expect(errorOf(await someone.post('/signin/one', { intent: 'link' }))).toBe('SessionRequired')
    expect(one.requests).toEqual([])
  })
})

describe('what the service gets', () => {
  test('RFC 5849 §2: three requests, each signed, each told who asks', async () => {
    const { someone } = walk({ providers: [one.provider({ realm: 'Photos' })] })
    const url = await begin(someone, 'one')
    const answer = await ask(url)
    await bring(someone, answer)
    expect(one.signed.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /request_token', 'POST /access_token', 'GET /profile'])
    const [first, second, third] = one.signed.map(({ oauth }) => oauth)
    expect(first).toMatchObject({ realm: 'Photos', oauth_callback: 'https://app.example/api/auth/callback/one', oauth_version: '1.0' })
    expect(first).not.toHaveProperty('oauth_token')
    expect(Object.fromEntries(url.searchParams)).toEqual({ oauth_token: answer.fields.oauth_token })
    expect(second).toMatchObject({ oauth_token: answer.fields.oauth_token, oauth_verifier: answer.fields.oauth_verifier })
    expect(third).not.toHaveProperty('oauth_verifier')
    expect(third?.oauth_token).not.toBe(second?.oauth_token)
    expect(one.signed.every(({ headers }) => headers['user-agent'] === 'next-auth')).toBe(true)
  })

  test('O1-05 the request for the token is signed by the temporary secret too', async () => {
    one.faults.requestToken = (right) => {
      right.set('oauth_token_secret', 'another')
      return undefined
    }
    const { someone } = walk({ providers: [one.provider()] })
    expect(errorOf(await signIn(someone, 'one'))).toBe('OAuthCallbackError')
    expect(one.requests).toEqual(['/request_token', '/access_token'])
    expect(one.signed.length).toBe(1)
  })

  test('parameters from the configuration: signed, in the body by POST and in the query by GET', async () => {
    const params = { scope: 'a b/é', 'x-y': '&+~*' }
    const provider = one.provider({
      requestToken: { url: `${one.url}/request_token?fixed=1`, params },
      accessToken: { url: `${one.url}/access_token?fixed=1`, method: 'GET', params },
      userinfo: { url: `${one.url}/profile?fixed=1`, params },
      authorization: {
        url: `${one.url}/authorize?fixed=1`,
        params: { perms: 'read', oauth_token: 'evil', oauth_callback: 'https://evil.example' },
      },
    })
    const { someone } = walk({ providers: [provider] })
    const url = await begin(someone, 'one')
    expect([...url.searchParams.keys()]).toEqual(['fixed', 'perms', 'oauth_token'])
    expect(errorOf(await bring(someone, await ask(url)))).toBeNull()
    const [first, second, third] = one.signed
    expect([first, second, third].map((signed) => signed?.method)).toEqual(['POST', 'GET', 'GET'])
    expect(Object.fromEntries(first?.form ?? [])).toEqual(params)
    for (const signed of [second, third]) expect(Object.fromEntries(signed?.query ?? [])).toEqual({ fixed: '1', ...params })
  })

  test('FL-20 a page adds hints, those that `callerParams` names, and nothing of ours', async () => {
    const provider = one.provider({ callerParams: ['force_login', 'oauth_callback', 'oauth_token', 'oauth_verifier'] })
    const { someone } = walk({ providers: [provider] })
    const query = '?lang=de&force_login=true&oauth_token=evil&oauth_callback=https://evil.example&oauth_verifier=evil&perms=delete'
    const { searchParams } = await begin(someone, 'one', {}, query)
    expect(searchParams.get('lang')).toBe('de')
    expect(searchParams.get('force_login')).toBe('true')
    expect(searchParams.toString()).not.toMatch(/evil|perms/)
  })
})

describe('what the application gets', () => {
  test('token and secret in the account, as v4 had them', async () => {
    one.extra = { user_id: '7', screen_name: 'ann' }
    const account = await keptBy(one.provider())
    expect(account).toMatchObject({
      provider: 'one',
      type: 'oauth1',
      providerAccountId: '1234567890123456789',
      oauth_token: expect.any(String),
      oauth_token_secret: one.secrets.at(-1),
    })
    expect(account).not.toHaveProperty('screen_name')
    expect((await accountBy(one.provider())).account).toMatchObject({ screen_name: 'ann', oauth_token_secret: one.secrets.at(-1) })
  })

  test('`account()` chooses what is kept; `profile()` sees what came with the token', async () => {
    one.extra = { user_id: '7' }
    const account = await keptBy(
      one.provider({
        account: ({ oauth_token, oauth_token_secret }) => ({
          access_token: oauth_token,
          refresh_token: oauth_token_secret,
          provider: 'evil',
        }),
        profile: ({ name }, { user_id }) => ({ id: user_id as string, name: name ?? null }),
      }),
    )
    expect(account).toMatchObject({ provider: 'one', providerAccountId: '7', refresh_token: one.secrets.at(-1) })
    expect(account).not.toHaveProperty('oauth_token')
  })

  test.each([
    ['{"id":1234567890123456789}', '1234567890123456789'],
    ['{"id":9007199254740993}', '9007199254740993'],
    ['{"id":9007199254740991}', '9007199254740991'],
    ['{"id":0}', '0'],
    ['{"id":"x"}', 'x'],
  ])('O1-15 %s keeps its digits', async (profile, id) => {
    one.profile = profile
    expect((await accountBy(one.provider())).account?.providerAccountId).toBe(id)
  })

  test.each([
    ['{}'],
    ['{"id":null}'],
    ['{"id":1.5}'],
    ['{"id":{}}'],
    ['{"id":""}'],
    ['{"id":1e30}'],
  ])('LK-15 %s is nobody', async (profile) => {
    one.profile = profile
    const { account, error } = await accountBy(one.provider())
    expect([account, error]).toEqual([undefined, 'OAuthCallbackError'])
  })

  test.each([
    ['nothing', '', null],
    ['"true"', ',"email_verified":"true"', null],
    ['true', ',"email_verified":true', expect.any(Date)],
  ])('an address of which the service says %s', async (_said, member, emailVerified) => {
    one.profile = `{"id":"x","email":"ann@example.com"${member}}`
    const users: unknown[] = []
    const { someone } = walk({
      providers: [one.provider()],
      events: {
        createUser: ({ user }) => {
          users.push(user)
        },
      },
    })
    await signIn(someone, 'one')
    expect(users).toEqual([expect.objectContaining({ email: 'ann@example.com', emailVerified })])
  })

  test("a profile that needs more than one question: a signing `fetch` with the library's limits", async () => {
    const refused: string[] = []
    const request: NonNullable<Exclude<OAuth1Provider['userinfo'], string | undefined>['request']> = async ({
      tokens,
      provider,
      fetch,
    }) => {
      await fetch('http://127.0.0.1:9/').catch((error: Error) => refused.push(error.message))
      const answer = await fetch(`${one.url}/profile?of=${provider.id}`, { headers: { accept: 'x/y' } })
      const { name } = (await answer.json()) as { name: string }
      return { id: `of ${tokens.oauth_token.length}`, name }
    }
    const { account } = await accountBy(one.provider({ userinfo: { request } }))
    expect(account?.providerAccountId).toBe('of 16')
    expect(one.signed.at(-1)).toMatchObject({ path: '/profile', headers: { accept: 'x/y' } })
    expect(refused).toEqual([expect.stringContaining('127.0.0.1:9')])
  })
})

describe('OAuth 1.0 without the A', () => {
  const old = () => {
    one.faults = {
      requestToken: (right) => right.delete('oauth_callback_confirmed') as undefined,
      answer: (right) => right.delete('oauth_verifier'),
    }
    return one.provider({ dangerouslyAllowMissingVerifier: true })
  }

  test('works when that was said loudly: the callback is in the address', async () => {
    const { someone } = walk({ providers: [old()] })
    const url = await begin(someone, 'one')
    expect(url.searchParams.get('oauth_callback')).toBe('https://app.example/api/auth/callback/one')
    expect(errorOf(await bring(someone, await ask(url)))).toBeNull()
    expect(one.signed[1]?.oauth).not.toHaveProperty('oauth_verifier')
  })

  test('O1-04 a service that does confirm is held to its verifier all the same', async () => {
    const provider = old()
    delete one.faults.requestToken
    const { someone } = walk({ providers: [provider] })
    expect(errorOf(await signIn(someone, 'one'))).toBe('OAuthCallbackError')
    expect(one.requests).toEqual(['/request_token'])
  })
})

describe('configurations', () => {
  const start = (provider: unknown): Error | undefined => {
    try {
      walk({ providers: [provider as Provider] })
      return undefined
    } catch (error) {
      return error as Error
    }
  }

  const urls = () => ({
    requestTokenUrl: `${one.url}/request_token`,
    accessTokenUrl: `${one.url}/access_token`,
    authorizationUrl: `${one.url}/authorize`,
    profileUrl: `${one.url}/profile`,
  })
  const { clientId, clientSecret } = { clientId: 'the key', clientSecret: 'a secret/+ & é' }

  test.each([
    ['v3', { type: 'oauth', version: '1.0A', scope: '', params: { x: 'y' }, encoding: 'HMAC-SHA1' }],
    ['v3, an older version', { type: 'oauth', version: '1.0' }],
    ['the present type', { type: 'oauth1' }],
  ])('the names of %s', async (_what, more) => {
    const provider = { id: 'one', name: 'One', ...more, ...urls(), clientId, clientSecret, dangerouslyAllowInsecureRequests: true }
    const { account, error } = await accountBy(provider as unknown as Provider)
    expect(error).toBeNull()
    expect(account).toMatchObject({ type: 'oauth1', oauth_token: expect.any(String) })
    expect(Object.fromEntries(one.signed[0]?.form ?? [])).toEqual('params' in more ? { x: 'y' } : {})
  })

  test('v4: its own names beside the present ones, which count', async () => {
    const { authorizationUrl: authorization, ...older } = urls()
    const provider = one.provider({
      ...older,
      authorization,
      requestToken: one.here().requestToken,
      requestTokenUrl: 'https://nobody.example/',
    })
    expect((await accountBy(provider)).error).toBeNull()
  })

  test('without `profile()` and `style` an id is enough, and the list of providers tells its kind', async () => {
    const { someone } = walk({ providers: [one.provider()] })
    expect(await (await someone.get('/providers')).json()).toMatchObject({ one: { id: 'one', name: 'One', type: 'oauth1' } })
  })

  test.each([
    ['no key', { clientId: undefined }, /`clientId`.*AUTH_ONE_ID/],
    ['no secret', { clientSecret: undefined }, /`clientSecret`.*AUTH_ONE_SECRET/],
    ['no place to begin', { requestToken: undefined }, /one\.requestToken/],
    ['no place to go', { authorization: { params: {} } }, /one\.authorization/],
    ['no place for tokens', { accessToken: '/token' }, /one\.accessToken/],
    ['no place for the profile', { userinfo: undefined }, /one\.userinfo/],
    ['an address that is a script', { authorization: 'javascript:alert(1)' }, /one\.authorization/],
    ['a signature that nobody knows', { signatureMethod: 'MD5' }, /HMAC-SHA256/],
    ['RSA with a secret for a key', { signatureMethod: 'RSA-SHA1' }, /PKCS #8.*openssl/],
    ['a realm with a line end', { realm: 'a\nb' }, /one\.realm/],
  ])('%s is refused at start, by name', (_what, more, says) => {
    const error = start(one.provider(more as never))
    expect(error?.message).toMatch(says)
    expect(isAuthError(error) && error.type).toBe('InvalidOption')
    expect(error?.message).not.toContain(clientSecret)
  })

  test.each([
    'requestToken',
    'authorization',
    'accessToken',
    'userinfo',
  ] as const)('O1-14 `%s` at an http address is refused at start', (name) => {
    const secure = {
      requestToken: 'https://a.example/',
      authorization: 'https://a.example/',
      accessToken: 'https://a.example/',
      userinfo: 'https://a.example/',
    }
    const provider = { ...one.provider(), dangerouslyAllowInsecureRequests: false, ...secure }
    expect(start(provider)).toBeUndefined()
    expect(start({ ...provider, [name]: { url: 'http://a.example/' } })?.message).toMatch(/https/)
  })

  test('PLAINTEXT to an http address never sends', async () => {
    const walking = walk({ providers: [one.provider({ signatureMethod: 'PLAINTEXT' })] })
    expect(errorOf(await walking.someone.post('/signin/one'))).toBe('OAuthSignin')
    expect(one.requests).toEqual([])
    expect(walking.errors.map(String).join()).toContain('https')
  })

  test('key and secret come from the environment', async () => {
    process.env.AUTH_ONE_ID = clientId
    process.env.AUTH_ONE_SECRET = clientSecret
    try {
      const options: Partial<AuthOptions> = {
        providers: [one.provider({ clientId: undefined as never, clientSecret: undefined as never })],
      }
      expect(errorOf(await signIn(walk(options).someone, 'one'))).toBeNull()
    } finally {
      delete process.env.AUTH_ONE_ID
      delete process.env.AUTH_ONE_SECRET
    }
  })
})
