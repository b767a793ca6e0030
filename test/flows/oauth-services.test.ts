import { createVerify, generateKeyPairSync } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { User } from '../../src/base/types.js'
import type { OAuthProvider } from '../../src/providers/contract.js'
import Providers, { Apple, GitHub, Google } from '../../src/providers/index.js'
import { type Listening, listen, readForm } from '../providers/listen.js'
import { client, json, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { ask, begin, bring, errorOf, signIn, type Walk, walk } from '../providers/walk.js'

const local = { ...client, dangerouslyAllowInsecureRequests: true }

type Fields = Record<string, string>
// biome-ignore lint/suspicious/noExplicitAny: services with profiles of every shape
type AnyService = OAuthProvider<any>

/** A sign-in, and the user that it made. */
async function userBy(
  provider: AnyService,
  change = (fields: Fields): Fields => fields,
): Promise<Partial<User> & { walking: Walk; error: string | null }> {
  let user: Partial<User> = {}
  const walking = walk({
    providers: [provider],
    events: {
      createUser: (told) => {
        user = told.user
      },
    },
  })
  const answer = await ask(await begin(walking.someone, provider.id))
  const response = await bring(walking.someone, { ...answer, fields: change(answer.fields) })
  return { ...user, walking, error: errorOf(response) }
}

describe('GitHub', () => {
  interface Double extends Listening {
    emails: unknown
    status: number
    readonly seen: { authorization: URLSearchParams; agents: (string | undefined)[] }
  }
  let double: Double
  beforeAll(async () => {
    const seen = { authorization: new URLSearchParams(), agents: [] as (string | undefined)[] }
    const listening = await listen(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
      if (pathname === '/login/oauth/authorize') {
        seen.authorization = searchParams
        const back = new URL(searchParams.get('redirect_uri') ?? '')
        back.search = String(
          new URLSearchParams({ code: 'code', state: searchParams.get('state') ?? '', iss: `${double.url}/login/oauth` }),
        )
        return response.writeHead(302, { location: back.href }).end()
      }
      seen.agents.push(request.headers['user-agent'])
      if (pathname === '/login/oauth/access_token') {
        // GitHub answers mistakes with status 200.
        const form = await readForm(request)
        return json(
          response,
          form.get('code') === 'code'
            ? { access_token: 'gho_test', token_type: 'bearer', scope: 'read:user,user:email' }
            : { error: 'bad_verification_code' },
        )
      }
      if (request.headers.authorization !== 'Bearer gho_test') return json(response, { message: 'Bad credentials' }, 401)
      if (pathname === '/api/v3/user')
        return json(response, {
          id: 583231,
          login: 'ann',
          name: null,
          email: 'shown@example.com',
          email_verified: true,
          avatar_url: 'https://example.com/a.png',
        })
      return json(response, double.emails, double.status)
    })
    double = { ...listening, emails: [], status: 200, seen }
  })
  afterAll(() => double.close())
  beforeEach(() => {
    double.status = 200
  })

  const provider = (more = {}) => GitHub({ enterprise: { baseUrl: double.url }, ...local, ...more })

  test('PF-25 the primary, verified address is taken', async () => {
    double.emails = [
      { email: 'old@example.com', primary: false, verified: true },
      { email: 'ann@example.com', primary: true, verified: true },
    ]
    const { walking, ...user } = await userBy(provider())
    expect(user).toMatchObject({
      error: null,
      name: 'ann',
      email: 'ann@example.com',
      image: 'https://example.com/a.png',
      emailVerified: expect.any(Date),
    })
    expect(double.seen.authorization.get('scope')).toBe('read:user user:email')
    expect(double.seen.agents.every((agent) => agent === 'next-auth')).toBe(true)
    expect(walking.errors).toEqual([])
  })

  test.each([
    ['not verified', [{ email: 'ann@example.com', primary: true, verified: false }]],
    [
      'verified but another than the primary one',
      [
        { email: 'ann@example.com', primary: true, verified: false },
        { email: 'x@example.com', primary: false, verified: true },
      ],
    ],
    ['none', []],
    ['verified as text', [{ email: 'ann@example.com', primary: true, verified: 'true' }]],
  ])('PF-25 an address that is %s is no address', async (_what, emails) => {
    double.emails = emails
    expect(await userBy(provider())).toMatchObject({ error: null, email: null, emailVerified: null })
  })

  test('PF-25 without the list, the shown address counts as unproven, whatever the profile claims', async () => {
    double.status = 404
    expect(await userBy(provider({ scope: 'read:user' }))).toMatchObject({ error: null, email: 'shown@example.com', emailVerified: null })
    expect(double.seen.authorization.get('scope')).toBe('read:user')
  })

  test('PF-06 a mistake with status 200 is a mistake', async () => {
    expect((await userBy(provider(), (fields) => ({ ...fields, code: 'other' }))).error).toBe('OAuthCallbackError')
  })

  test('FL-15 GitHub names itself in its answers', async () => {
    expect((await userBy(provider(), (fields) => ({ ...fields, iss: 'https://evil.example' }))).error).toBe('OAuthCallbackError')
    expect(GitHub().issuer).toBe('https://github.com/login/oauth')
  })

  test('v4 and v5 write the scope into `authorization.params`; it wins, and the URL stays', async () => {
    double.emails = []
    await userBy(provider({ authorization: { params: { scope: 'repo' } } }))
    expect(double.seen.authorization.get('scope')).toBe('repo')
  })
})

describe('services that speak OpenID Connect', () => {
  let op: Misbehaving
  beforeAll(async () => {
    op = await misbehaving()
  })
  afterAll(() => op.close())
  beforeEach(() => op.behave())

  test('Google', async () => {
    expect(await userBy(Google({ ...local, issuer: op.url }))).toMatchObject({
      error: null,
      name: 'Ann',
      email: 'ann@example.com',
      image: 'https://example.com/ann.png',
      emailVerified: expect.any(Date),
    })
    expect(Google().issuer).toBe('https://accounts.google.com')
    expect(op.requests).not.toContain('/userinfo')
  })

  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { teamId: 'TEAM', keyId: 'KEY', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
  const here = () => ({
    issuer: op.url,
    dangerouslyAllowInsecureRequests: true,
    authorization: { url: `${op.url}/authorize` },
    token: { url: `${op.url}/token` },
    jwks_endpoint: `${op.url}/jwks`,
  })
  const atApple = () => Apple({ ...client, ...here() })
  const named = (user: unknown) => (fields: Record<string, string>) => ({
    ...fields,
    user: typeof user === 'string' ? user : JSON.stringify(user),
  })

  test('Apple: the name comes once, in the form; the address only from the token', async () => {
    op.faults.claims = ({ name: _none, ...right }) => ({ ...right, email_verified: 'true' })
    const user = await userBy(atApple(), named({ name: { firstName: 'Ann', lastName: 'Example' }, email: 'evil@example.com' }))
    expect(user).toMatchObject({ error: null, name: 'Ann Example', email: 'ann@example.com', emailVerified: expect.any(Date) })
    expect(op.requests).toEqual(['/token', '/jwks'])
  })

  test.each([
    ['nothing', undefined],
    ['no JSON', '<x>'],
    ['null', 'null'],
    ['a list', '[]'],
    ['numbers', { name: { firstName: 1 } }],
    ['claims', { sub: 'evil', email: 'evil@example.com', iss: 'x' }],
  ])('Apple: a form with %s', async (_what, user) => {
    op.faults.claims = ({ name: _none, ...right }) => right
    const made = await userBy(atApple(), user === undefined ? undefined : named(user))
    expect(made).toMatchObject({ error: null, name: null, email: 'ann@example.com' })
  })

  test('what an answer tells beside the code never wins over a claim', async () => {
    const answerProfile = () => ({ sub: 'evil', email: 'evil@example.com', iss: 'evil' })
    expect(await userBy(op.provider({ answerProfile }))).toMatchObject({ error: null, email: 'ann@example.com' })
  })

  test('Apple: the secret is signed when it is needed, and kept', async () => {
    op.faults.instead = { '/token': (response) => json(response, { error: 'invalid_client' }, 400) }
    const provider = Apple({ clientId: client.clientId, clientSecret: key, ...here() })
    const walking = walk({ providers: [provider] })
    for (let i = 0; i < 2; i++) await signIn(walking.someone, 'apple')
    const [first, second] = op.tokenRequests.map(({ fields }) => fields.get('client_secret') as string)
    expect(first).toBe(second)
    const { payload } = await jwtVerify(first as string, publicKey, {
      issuer: 'TEAM',
      audience: 'https://appleid.apple.com',
      subject: client.clientId,
    })
    expect((payload.exp as number) - (payload.iat as number)).toBe(3600)
    expect(decodeProtectedHeader(first as string)).toMatchObject({ alg: 'ES256', kid: 'KEY' })
    const [header, claims, signature = ''] = (first as string).split('.')
    expect(
      createVerify('sha256')
        .update(`${header}.${claims}`)
        .verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
    ).toBe(true)
  })

  test('Apple: a key from an environment variable has `\\n` for its line ends; a broken one is named', async () => {
    const make = (privateKey: string) =>
      (Apple({ clientSecret: { ...key, privateKey } }).options?.clientSecret as (clientId: string) => Promise<string>)('app')
    expect(await make(key.privateKey.replaceAll('\n', '\\n'))).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{86}$/)
    for (const broken of ['', 'xx', key.privateKey.slice(0, 100)]) await expect(make(broken)).rejects.toThrow(/privateKey.*\.p8/)
  })

  test('Apple needs no description of Apple', async () => {
    const { someone } = walk({ providers: [Apple(client)], fetch: () => Promise.reject(new Error('nobody is asked')) })
    const url = await begin(someone, 'apple')
    expect(url.origin + url.pathname).toBe('https://appleid.apple.com/auth/authorize')
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_mode: 'form_post',
      scope: 'openid name email',
      response_type: 'code',
    })
  })

  test('any provider under any name', async () => {
    const provider = Providers.OIDC({ id: 'acme', name: 'Acme', issuer: op.url, ...local })
    expect((await userBy(provider)).error).toBeNull()
  })
})

test('every factory makes a new provider of its own', () => {
  type Make = (options?: { clientId: string }) => { options?: object }
  const factories: readonly Make[] = [Providers.GitHub, Providers.Google, Providers.Apple, Providers.OIDC, Providers.OAuth2]
  for (const make of factories) {
    expect(make()).not.toBe(make())
    expect(make({ clientId: 'a' }).options).toEqual({ clientId: 'a' })
  }
})
