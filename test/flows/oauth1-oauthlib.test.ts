import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account, Profile } from '../../src/base/types.js'
import type { OAuth1Provider, OAuth1SignatureMethod } from '../../src/providers/contract.js'
import { noteNotRun } from '../../tools/services/not-run.js'
import { type OAuthlib, oauthlib, whyNoOAuthlib } from '../providers/oauthlib.js'
import { ask, begin, bring, errorOf, signIn, walk } from '../providers/walk.js'
import { visitor } from '../visitor.js'

const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const missing = whyNoOAuthlib()
if (missing) noteNotRun(`oauthlib: ${missing}: an independent OAuth 1 service`)

describe.skipIf(missing !== undefined)('a service by oauthlib, over TLS', () => {
  let lib: OAuthlib
  beforeAll(async () => {
    lib = await oauthlib()
  })
  afterAll(() => lib?.close())

  async function signInBy(
    more: Partial<OAuth1Provider>,
  ): Promise<{ account?: Account | null; profile?: Profile; error: string | null; errors: Error[] }> {
    let seen: { account?: Account | null; profile?: Profile } = {}
    const { someone, errors } = walk({
      providers: [lib.provider(more)],
      callbacks: {
        signIn: (told) => {
          seen = told
          return true
        },
      },
    })
    const started = await someone.post('/signin/lib')
    const error = errorOf(started) ?? errorOf(await bring(someone, await ask(new URL(started.headers.get('location') as string))))
    return { ...seen, error, errors }
  }

  test.each([
    'HMAC-SHA1',
    'HMAC-SHA256',
    'RSA-SHA1',
    'PLAINTEXT',
  ] as OAuth1SignatureMethod[])('a visitor signs in by %s', async (signatureMethod) => {
    const key = signatureMethod === 'RSA-SHA1' ? { privateKey: lib.privateKey } : {}
    const { account, profile, error, errors } = await signInBy({ signatureMethod, ...key })
    expect(errors.map(String)).toEqual([])
    expect(error).toBeNull()
    expect(profile?.by).toBe(signatureMethod)
    expect(account).toMatchObject({ type: 'oauth1', providerAccountId: '9007199254740993', oauth_token: expect.any(String) })
  })

  test('RSA by the key that v3 had in the place of the secret', async () => {
    expect(await signInBy({ signatureMethod: 'RSA-SHA1', clientSecret: lib.privateKey })).toMatchObject({ error: null, errors: [] })
  })

  test('parameters of every spelling, in query and body', async () => {
    const params = { 'a b': "c&d=é+~*'()!", 'x[]': '%20', empty: '' }
    const { profile, error, errors } = await signInBy({
      realm: 'photos',
      requestToken: { url: `${lib.url}/initiate?f=1&f=2`, params },
      accessToken: { url: `${lib.url}/token`, method: 'GET', params },
      userinfo: { url: `${lib.url}/photos?c%40=&a3=a`, params },
    })
    expect(errors.map(String)).toEqual([])
    expect(error).toBeNull()
    expect(Object.fromEntries(new URLSearchParams(String(profile?.asked)))).toEqual({ 'c@': '', a3: 'a', ...params })
  })

  test('what comes along with the token is there for `profile()`', async () => {
    const { account } = await signInBy({ profile: (_profile, { person }) => ({ id: person as string }) })
    expect(account?.providerAccountId).toBe('ann é')
  })

  test.each([
    ['another secret', { clientSecret: 'another' }],
    ['a key that is nobody’s', { clientId: 'nobody0123456789abcdef' }],
    ['another private key', { signatureMethod: 'RSA-SHA1', privateKey: otherKey }],
  ] as [string, Partial<OAuth1Provider>][])('%s: nobody is sent there', async (_what, more) => {
    const { error, errors } = await signInBy({ ...more })
    expect(error).toBe('OAuthSignin')
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/status 40\d/)])
  })

  test('a verifier that is another’s: refused, and told without the verifier', async () => {
    const { someone, errors } = walk({ providers: [lib.provider()] })
    const answer = await ask(await begin(someone, 'lib'))
    const spoilt = { ...answer, fields: { ...answer.fields, oauth_verifier: 'verifier0123456789abcdef' } }
    expect(errorOf(await bring(someone, spoilt))).toBe('OAuthCallbackError')
    expect(errors.map(String).join()).not.toContain('verifier0123456789abcdef')
    expect(await someone.session()).toBeNull()
  })

  test('O1-11 twenty visitors at the same moment: no nonce is used twice', async () => {
    const { auth, errors } = walk({ providers: [lib.provider()] })
    const all = await Promise.all(Array.from({ length: 20 }, () => signIn(visitor(auth), 'lib')))
    expect(all.map(errorOf)).toEqual(all.map(() => null))
    expect(errors).toEqual([])
  })
})
