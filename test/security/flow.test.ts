import type { KeyObject } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import { seal, unseal } from '../../src/crypto/seal.js'
import { takeApart } from '../../src/http/set-cookie.js'
import { challengeOf, createVerifier } from '../../src/oauth/pkce.js'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { client, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { mint } from '../providers/signing.js'
import { type Answer, ask, begin, bring, errorOf, signIn, type Walk, walk } from '../providers/walk.js'
import { location, visitor } from '../visitor.js'

let op: Misbehaving
let other: Misbehaving
beforeAll(async () => {
  op = await misbehaving()
  other = await misbehaving()
})
afterAll(() => Promise.all([op.close(), other.close()]))
beforeEach(() => {
  op.behave()
  other.behave()
})

const prefix = '__Host-next-auth.transaction.'
const minute = 60_000

/** A site with the provider (or several), and an answer on its way home. */
async function onTheWay(more: Partial<OAuthProvider> = {}): Promise<Walk & { answer: Answer; url: URL }> {
  const walking = walk({ providers: [op.provider(more), other.provider({ id: 'other' })] })
  const url = await begin(walking.someone, 'op')
  const answer = await ask(url)
  op.requests.length = 0
  walking.calls.length = 0
  return { ...walking, answer, url }
}

/** What a refused answer must not have done: no call to anybody, nothing written, nobody signed in, no code in the URL. */
async function expectNothing({ someone, calls }: Walk, response: Response, error = 'OAuthCallbackError'): Promise<void> {
  expect(op.requests).toEqual([])
  expect(other.requests).toEqual([])
  expect(calls).toEqual([])
  expect(response.status).toBe(response.headers.has('location') && response.status === 303 ? 303 : 302)
  expect(errorOf(response)).toBe(error)
  expect(location(response).searchParams.has('code')).toBe(false)
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(response.headers.getSetCookie().some((line) => line.includes('session-token') && !line.includes('Max-Age=0'))).toBe(false)
  expect(await someone.session()).toBeNull()
}

const transactionsOf = (walking: Walk): [string, string][] => [...walking.someone.cookies].filter(([name]) => name.startsWith(prefix))
const without = (answer: Answer, name: string): Answer => ({
  ...answer,
  fields: Object.fromEntries(Object.entries(answer.fields).filter(([key]) => key !== name)),
})
const withField = (answer: Answer, name: string, value: string): Answer => ({ ...answer, fields: { ...answer.fields, [name]: value } })

describe('nobody else begins or ends a sign-in', () => {
  test('FL-33 a provider cannot begin one: its request (OIDC Core §4) leads to the page where the visitor does', async () => {
    const walking = walk({ providers: [op.provider()] })
    const asked = new URLSearchParams({ iss: op.url, target_link_uri: 'https://evil.example/', login_hint: 'eve' })
    const page = await walking.someone.get(`/signin/op?${asked}`, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' })
    expect([page.headers.get('location') ?? '', await page.text()].join()).not.toContain('evil.example')
    expect(page.headers.get('location') ?? '').not.toContain(op.url)
    const body = new URLSearchParams(asked)
    const headers = { origin: op.url, 'sec-fetch-site': 'cross-site' }
    const posted = await walking.someone.send('/api/auth/signin/op', { method: 'POST', body, headers })
    expect(errorOf(posted)).toBe('MissingCSRF')
    expect([transactionsOf(walking), op.requests]).toEqual([[], []])
  })

  test.each(['id_token', 'credential', 'assertion'])('ID-33 an ID token that is brought as `%s` signs nobody in', async (name) => {
    const now = Math.floor(Date.now() / 1000)
    const [key] = op.keys
    const claims = { iss: op.url, aud: client.clientId, sub: 'ann-1', email: 'ann@example.com', iat: now, exp: now + 60 }
    const idToken = mint({ alg: 'RS256', kid: key?.kid }, claims, (key as { key: KeyObject }).key)
    for (const method of ['GET', 'POST'] as const) {
      const walking = walk({ providers: [op.provider(method === 'POST' ? { responseMode: 'form_post' } : {})] })
      const answer: Answer = { path: '/api/auth/callback/op', method, fields: { [name]: idToken } }
      expect(errorOf(await bring(walking.someone, answer))).toBe('OAuthCallbackError')
      expect([walking.calls, await walking.someone.session()]).toEqual([[], null])
    }
  })
})

describe('an answer without its transaction starts nothing', () => {
  test('FL-01 FL-30 FL-31 no `state`', async () => {
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, without(walking.answer, 'state')))
  })

  test.each([
    ['wrong', () => 'A'.repeat(43)],
    ['truncated', (state: string) => state.slice(0, -1)],
    ['longer', (state: string) => `${state}A`],
    ['empty', () => ''],
    ['in other case', (state: string) => state.toLowerCase()],
    ['prototype', () => '__proto__'],
    ['huge', () => 'A'.repeat(8000)],
    ['ours with a note behind it, where nobody hands answers on', (state: string) => `${state}.1.x`],
  ])('FL-02 a `state` that is %s', async (_what, spoil) => {
    const walking = await onTheWay()
    await expectNothing(
      walking,
      await bring(walking.someone, withField(walking.answer, 'state', spoil(walking.answer.fields.state as string))),
    )
    // The attempt itself was not touched: whoever guesses states ends nobody's sign-in.
    expect((await bring(walking.someone, walking.answer)).status).toBe(302)
    expect(await walking.someone.session()).not.toBeNull()
  })

  test('FL-02 `state` twice, or as a list', async () => {
    const { someone, answer } = await onTheWay()
    const { code, state } = answer.fields as { code: string; state: string }
    for (const query of [`code=${encodeURIComponent(code)}&state=${state}&state=${state}`, `code=c&state[]=${state}`]) {
      const response = await someone.send(`${answer.path}?${query}`)
      expect([302, 400]).toContain(response.status)
      expect(op.requests).toEqual([])
      expect(await someone.session()).toBeNull()
    }
  })

  test('FL-03 LK-12 another browser', async () => {
    const walking = await onTheWay()
    const victim = visitor(walking.auth)
    await expectNothing({ ...walking, someone: victim }, await bring(victim, walking.answer))
  })

  test('FL-05 later than 15 minutes, and told so', async () => {
    const walking = await onTheWay()
    walking.turn(16 * minute)
    await expectNothing(walking, await bring(walking.someone, walking.answer), 'Expired')
    expect(transactionsOf(walking)).toEqual([])
  })

  test('FL-07 FL-16 the answer and the transaction of one provider at the callback of another', async () => {
    const walking = await onTheWay()
    const response = await bring(walking.someone, { ...walking.answer, path: walking.answer.path.replace('/op', '/other') })
    await expectNothing(walking, response)
  })

  test('FL-07 CK-29 the cookie of one attempt under the name of another', async () => {
    const walking = await onTheWay()
    const [[name, value]] = transactionsOf(walking) as [[string, string]]
    const second = await ask(await begin(walking.someone, 'other'))
    const [secondName] = transactionsOf(walking).find(([one]) => one !== name) as [string, string]
    walking.someone.cookies.set(secondName, value)
    other.requests.length = op.requests.length = walking.calls.length = 0
    await expectNothing(walking, await bring(walking.someone, second))
  })

  test.each([
    ['changed', (value: string) => `${value.slice(0, -6)}AAAAAA`, 'OAuthCallbackError'],
    ['empty', () => '', 'OAuthCallbackError'],
    ['of another form', () => 'not-a-seal', 'OAuthCallbackError'],
    ['old and of another form', () => '1700000000000.not-a-seal', 'Expired'],
    ['with another time', (value: string) => `${Number(value.slice(0, 13)) + 1}${value.slice(13)}`, 'OAuthCallbackError'],
  ])('FL-08 FL-10 a cookie that is %s', async (_what, spoil, error) => {
    const walking = await onTheWay()
    const [[name, value]] = transactionsOf(walking) as [[string, string]]
    walking.someone.cookies.set(name, spoil(value))
    await expectNothing(walking, await bring(walking.someone, walking.answer), error)
  })

  test('FL-08 FL-09 a sealed transaction of another shape: a member is missing', async () => {
    for (const missing of ['provider', 'verifier', 'nonce', 'key', 'begun']) {
      const walking = await onTheWay()
      const [[name, value]] = transactionsOf(walking) as [[string, string]]
      const begun = value.slice(0, 13)
      const bind = [name, 'op', 'https://app.example/api/auth', begun]
      const { keyring } = walking.auth.settings
      const whole = await unseal<Record<string, unknown>>(keyring, { purpose: 'transaction', bind, now: Date.now() }, value.slice(14))
      expect(whole).toMatchObject({ provider: 'op' })
      const sealed = await seal(keyring, {
        purpose: 'transaction',
        bind,
        value: { ...whole, [missing]: undefined },
        expires: Date.now() + minute,
      })
      walking.someone.cookies.set(name, `${begun}.${sealed}`)
      await expectNothing(walking, await bring(walking.someone, walking.answer), missing === 'begun' ? 'Expired' : 'OAuthCallbackError')
    }
  })

  test('FL-10 CK-29 a seal of another purpose', async () => {
    const walking = await onTheWay()
    const [[name, value]] = transactionsOf(walking) as [[string, string]]
    const begun = value.slice(0, 13)
    const bind = [name, 'op', 'https://app.example/api/auth', begun]
    const { keyring } = walking.auth.settings
    const whole = await unseal(keyring, { purpose: 'transaction', bind, now: Date.now() }, value.slice(14))
    walking.someone.cookies.set(
      name,
      `${begun}.${await seal(keyring, { purpose: 'session', bind, value: whole, expires: Date.now() + minute })}`,
    )
    await expectNothing(walking, await bring(walking.someone, walking.answer))
  })

  test('FL-10 CK-30 a cookie of another secret, another base', async () => {
    const walking = await onTheWay()
    for (const options of [{ secret: 'another-secret-for-tests-0123456789-abc' }, { url: 'https://app.example/elsewhere/auth' }]) {
      const elsewhere = walk({ providers: [op.provider()], adapter: memory(), ...options })
      for (const [name, value] of walking.someone.cookies) elsewhere.someone.cookies.set(name, value)
      const path = options.url ? '/elsewhere/auth/callback/op' : walking.answer.path
      await bring(elsewhere.someone, { ...walking.answer, path })
      expect(op.requests).toEqual([])
      expect([...elsewhere.someone.cookies.keys()].some((name) => name.includes('session-token'))).toBe(false)
    }
  })

  test('FL-23 an answer that comes the other way: posted to a query provider, linked to a form_post provider', async () => {
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, { ...walking.answer, method: 'POST' }))
    const posting = await onTheWay({ responseMode: 'form_post' })
    await expectNothing(posting, await bring(posting.someone, { ...posting.answer, method: 'GET' }))
  })
})

describe('what is sent and what is kept', () => {
  test("FL-11 state, verifier and nonce are new each time, long enough, and the challenge is the verifier's", async () => {
    const verifiers = new Set(Array.from({ length: 10_000 }, createVerifier))
    expect(verifiers.size).toBe(10_000)
    for (const verifier of verifiers) expect(verifier).toMatch(/^[A-Za-z0-9_-]{43,128}$/)
    // RFC 7636 appendix B.
    expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
    const { someone } = walk({ providers: [op.provider()] })
    const [one, two] = [await begin(someone, 'op'), await begin(someone, 'op')]
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.searchParams.get(name)).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name))
    }
  })

  test.each([
    ['only plain', ['plain']],
    ['nothing', undefined],
  ])('FL-13 PKCE is S256 when the description lists %s', async (_what, methods) => {
    op.faults.metadata = (right) => ({ ...right, code_challenge_methods_supported: methods })
    const { someone } = walk({ providers: [op.provider()] })
    const url = await begin(someone, 'op')
    expect(url.searchParams.get('code_challenge_method')).toBe('S256')
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
  })

  test('FL-13 `plain` is sent where the provider’s own entry asks for it, with a verifier that is new each time', async () => {
    const { someone, answer, url } = await onTheWay({ dangerouslyPlainChallenge: true })
    const challenge = url.searchParams.get('code_challenge')
    expect([url.searchParams.get('code_challenge_method'), challenge]).toEqual(['plain', expect.stringMatching(/^[\w-]{43}$/)])
    await bring(someone, answer)
    expect(op.tokenRequests.map(({ fields }) => fields.get('code_verifier'))).toEqual([challenge])
    expect((await begin(someone, 'op')).searchParams.get('code_challenge')).not.toBe(challenge)
  })

  test('FL-14 a provider that complains about PKCE gets no second try without it', async () => {
    op.faults.instead = {
      '/token': (response) =>
        response
          .writeHead(400, { 'content-type': 'application/json' })
          .end('{"error":"invalid_request","error_description":"code_verifier"}'),
    }
    const { someone } = walk({ providers: [op.provider()] })
    expect(errorOf(await signIn(someone, 'op'))).toBe('OAuthCallbackError')
    expect(op.tokenRequests.length).toBe(1)
    expect(op.tokenRequests[0]?.fields.get('code_verifier')).toMatch(/^[\w-]{43}$/)
  })

  test('FL-20 O-07 what a page adds replaces nothing of ours, and only hints pass', async () => {
    const { someone } = walk({ providers: [op.provider()] })
    const evil = {
      state: 'evil',
      nonce: 'evil',
      code_challenge: 'evil',
      code_challenge_method: 'plain',
      redirect_uri: 'https://evil.example',
      client_id: 'evil',
      response_type: 'token',
      response_mode: 'fragment',
      scope: 'admin',
      request: 'evil',
      request_uri: 'evil',
      audience: 'evil',
      claims: 'evil',
      registration: 'evil',
    }
    const url = await begin(
      someone,
      'op',
      {},
      `?${new URLSearchParams({ ...evil, prompt: 'login', login_hint: 'ann@example.com', hd: 'example.com' })}`,
    )
    const params = url.searchParams
    for (const [name, value] of Object.entries(evil)) expect(params.getAll(name), name).not.toContain(value)
    expect(Object.fromEntries(params)).toMatchObject({
      prompt: 'login',
      login_hint: 'ann@example.com',
      hd: 'example.com',
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: 'https://app.example/api/auth/callback/op',
      scope: 'openid profile email',
    })
    expect([...params.keys()].length).toBe(new Set(params.keys()).size)
  })

  test("FL-20 a page may set what the provider's `callerParams` name, but nothing reserved", async () => {
    const { someone } = walk({ providers: [op.provider({ callerParams: ['audience', 'state', 'scope', 'redirect_uri'] })] })
    const params = (await begin(someone, 'op', {}, '?audience=api&state=evil&scope=evil&redirect_uri=evil')).searchParams
    expect(params.get('audience')).toBe('api')
    expect([params.get('state'), params.get('scope'), params.get('redirect_uri')]).not.toContain('evil')
  })

  test('FL-20 a page cannot loosen what is configured', async () => {
    const { someone } = walk({ providers: [op.provider({ authorization: { params: { max_age: '60', prompt: 'login' } } })] })
    const params = (await begin(someone, 'op', {}, '?max_age=99999999&prompt=none')).searchParams
    expect([params.get('max_age'), params.get('prompt')]).toEqual(['60', 'login'])
  })

  test('FL-21 parameters inside parameters stay inside', async () => {
    const { someone } = walk({ providers: [op.provider()] })
    const hint = 'a&state=evil&client_id=evil#x'
    const url = await begin(
      someone,
      'op',
      { callbackUrl: '/x?state=evil&redirect_uri=https://evil.example' },
      `?login_hint=${encodeURIComponent(hint)}`,
    )
    expect(url.searchParams.getAll('state').length).toBe(1)
    expect(url.searchParams.get('login_hint')).toBe(hint)
    expect(url.hash).toBe('')
  })

  test('FL-22 an authorization URL with a query of its own is merged once', async () => {
    const { someone } = walk({
      providers: [
        op.provider({
          authorization: {
            url: `${op.url}/authorize?tenant=a&scope=openid+email&state=fixed&scope=twice`,
            params: { tenant: 'b', client_id: 'evil', response_type: 'token' },
          },
        }),
      ],
    })
    const params = (await begin(someone, 'op')).searchParams
    expect([...params.keys()].length).toBe(new Set(params.keys()).size)
    expect([params.get('tenant'), params.get('scope'), params.get('client_id'), params.get('response_type')]).toEqual([
      'b',
      'openid email',
      client.clientId,
      'code',
    ])
    expect(params.get('state')).not.toBe('fixed')
  })

  test('FL-24 FL-36 code, id and secret arrive as they were', async () => {
    const { someone } = walk({ providers: [op.provider()] })
    const url = await begin(someone, 'op')
    const answer = await ask(url)
    expect(answer.fields.code).toMatch(/\+\/=&%$/)
    await bring(someone, answer)
    const [request] = op.tokenRequests
    expect(request?.fields.get('code')).toBe(answer.fields.code)
    // RFC 6749 §2.3.1: form-encoded before Basic.
    const basic = Buffer.from(String(request?.headers.authorization).slice(6), 'base64').toString()
    expect(basic).toBe('the+client%3A1:a%3Asecret+%25+with+%2B+and+%C3%A9')
    expect(request?.fields.has('client_secret')).toBe(false)
    expect(await someone.session()).not.toBeNull()
  })

  test('FL-26 the redirect URI is the same twice, also behind a proxy', async () => {
    const walking = walk({ providers: [op.provider()] })
    const url = await begin(walking.someone, 'op')
    const answer = await ask(url)
    await walking.someone.send(`${answer.path}?${new URLSearchParams(answer.fields)}`, {
      headers: { 'x-forwarded-host': 'inner.example', 'x-forwarded-proto': 'http', host: 'inner.example' },
    })
    expect(op.tokenRequests[0]?.fields.get('redirect_uri')).toBe(url.searchParams.get('redirect_uri'))
  })

  test.each([['Bearer'], ['bearer'], ['BEARER']])('FL-25 token_type %s is taken', async (type) => {
    op.faults.tokens = (right) => ({ ...right, token_type: type, expires_in: undefined })
    const { someone } = walk({ providers: [op.provider()] })
    expect(errorOf(await signIn(someone, 'op'))).toBeNull()
  })

  test.each([['mac'], ['DPoP'], [undefined], [7]])('FL-25 token_type %s is not', async (type) => {
    op.faults.tokens = (right) => ({ ...right, token_type: type })
    const { someone } = walk({ providers: [op.provider()] })
    expect(errorOf(await signIn(someone, 'op'))).toBe('OAuthCallbackError')
    expect(await someone.session()).toBeNull()
  })
})

describe('several at once', () => {
  test.each([
    ['the same provider, first one first', 'op', false],
    ['the same provider, last one first', 'op', true],
    ['two providers, first one first', 'other', false],
    ['two providers, last one first', 'other', true],
  ])('FL-12 two tabs: %s', async (_what, second, turned) => {
    const { someone } = walk({ providers: [op.provider(), other.provider({ id: 'other' })] })
    other.person = { ...other.person, sub: 'bob-1', email: 'bob@example.com' }
    const answers = [await ask(await begin(someone, 'op')), await ask(await begin(someone, second))]
    for (const answer of turned ? answers.reverse() : answers) expect(errorOf(await bring(someone, answer))).toBeNull()
  })

  test('D3 at most five sign-ins are kept per browser; the oldest goes', async () => {
    const walking = walk({ providers: [op.provider()] })
    const answers: Answer[] = []
    for (let i = 0; i < 7; i++) {
      answers.push(await ask(await begin(walking.someone, 'op')))
      walking.turn(1000)
    }
    expect(transactionsOf(walking).length).toBe(5)
    expect(errorOf(await bring(walking.someone, answers[0] as Answer))).toBe('OAuthCallbackError')
    expect(errorOf(await bring(walking.someone, answers[6] as Answer))).toBeNull()
  })

  test('D3 what is over makes room', async () => {
    const walking = walk({ providers: [op.provider()] })
    for (let i = 0; i < 4; i++) await begin(walking.someone, 'op')
    walking.turn(16 * minute)
    await begin(walking.someone, 'op')
    expect(transactionsOf(walking).length).toBe(1)
  })

  test('D3 CK-17 long callback URLs do not overflow the request header', async () => {
    const walking = walk({ providers: [op.provider()] })
    for (let i = 0; i < 5; i++) {
      await begin(walking.someone, 'op', { callbackUrl: `/${'x'.repeat(1900)}` })
      walking.turn(1000)
    }
    expect(transactionsOf(walking).reduce((sum, [, value]) => sum + value.length, 0)).toBeLessThan(6144)
  })

  test('CC-01 the same answer twice in parallel: one exchange, one session', async () => {
    const { someone, answer, auth, errors } = await onTheWay()
    const twin = visitor(auth)
    for (const [name, value] of someone.cookies) twin.cookies.set(name, value)
    const responses = await Promise.all([bring(someone, answer), bring(twin, answer)])
    expect(op.requests.filter((path) => path === '/token').length).toBe(1)
    expect(responses.map(errorOf).filter((error) => error === null).length).toBe(1)
    expect(errors).toEqual([])
  })

  test('CC-01 a reloaded callback asks nobody again', async () => {
    const { someone, answer } = await onTheWay()
    const kept = new Map(someone.cookies)
    await bring(someone, answer)
    for (const [name, value] of kept) if (name.startsWith(prefix)) someone.cookies.set(name, value)
    expect(errorOf(await bring(someone, answer))).toBe('OAuthCallbackError')
    expect(op.requests.filter((path) => path === '/token').length).toBe(1)
  })
})

describe('who answers', () => {
  test.each([
    ['right', true, (url: string) => url, null],
    ['right though nobody promised it', false, (url: string) => url, null],
    ['wrong', true, () => 'https://evil.example', 'OAuthCallbackError'],
    ['wrong though nobody promised it', false, () => 'https://evil.example', 'OAuthCallbackError'],
    ['with a slash', true, (url: string) => `${url}/`, 'OAuthCallbackError'],
    ['empty', false, () => '', 'OAuthCallbackError'],
    ['missing', true, () => undefined, 'OAuthCallbackError'],
    ['missing and not promised', false, () => undefined, null],
  ])('FL-15 O-06 `iss` is %s', async (_what, promised, iss, error) => {
    op.faults.metadata = (right) => ({ ...right, authorization_response_iss_parameter_supported: promised })
    op.faults.answer = (answer) => {
      const value = iss(op.url)
      if (value !== undefined) answer.set('iss', value)
    }
    const walking = await onTheWay()
    const response = await bring(walking.someone, walking.answer)
    if (error) await expectNothing(walking, response, error)
    else expect(errorOf(response)).toBeNull()
  })

  test('FL-15 a wrong `iss` in an error response is no cancellation', async () => {
    op.faults.answer = (answer) => {
      answer.delete('code')
      answer.set('error', 'access_denied')
      answer.set('iss', 'https://evil.example')
    }
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, walking.answer))
  })

  test('D3 a provider that became another issuer in between', async () => {
    const walking = await onTheWay()
    const later = walk({ providers: [other.provider()], adapter: memory() })
    for (const [name, value] of walking.someone.cookies) later.someone.cookies.set(name, value)
    await expectNothing(later, await bring(later.someone, walking.answer))
  })

  test('FL-16 an honest client is sent to an evil provider, whose answer carries the code of the good one', async () => {
    const walking = walk({ providers: [op.provider(), other.provider({ id: 'other' })] })
    const { state } = (await ask(await begin(walking.someone, 'other'))).fields as { state: string }
    const { code } = (await ask(await begin(visitor(walking.auth), 'op'))).fields as { code: string }
    op.requests.length = other.requests.length = walking.calls.length = 0
    const mixed: Answer = { path: '/api/auth/callback/op', method: 'GET', fields: { code, state } }
    await expectNothing(walking, await bring(walking.someone, mixed))
  })
})

describe('errors from the provider', () => {
  const denied =
    (error: string, more: Record<string, string> = {}) =>
    (answer: URLSearchParams) => {
      answer.delete('code')
      for (const [name, value] of Object.entries({ error, ...more })) answer.set(name, value)
    }

  test('FL-17 access_denied with a valid state is a cancellation', async () => {
    op.faults.answer = denied('access_denied')
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, walking.answer), 'OAuthDenied')
    expect(transactionsOf(walking)).toEqual([])
  })

  test('FL-17 with an invalid state it is nothing', async () => {
    op.faults.answer = denied('access_denied')
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, withField(walking.answer, 'state', 'B'.repeat(43))))
  })

  test.each([
    ['<script>alert(1)</script>'],
    ['x'.repeat(6000)],
    ['a\u0000b\nc'],
    ['login_required'],
  ])('FL-18 FL-28 error %s is not repeated to anybody', async (error) => {
    op.faults.answer = denied(error, { error_description: '<img src=x onerror=alert(1)>', error_uri: 'javascript:alert(1)' })
    const walking = await onTheWay()
    const response = await bring(walking.someone, walking.answer)
    await expectNothing(walking, response)
    const shown = location(response).href + (await response.text()) + walking.errors.map(String).join()
    for (const secret of ['script', 'onerror', 'javascript:', 'xxxx']) expect(shown).not.toContain(secret)
  })
})

describe('cookies and links', () => {
  test('CK-20 success and failure end the transaction with the attributes it had', async () => {
    for (const spoil of [false, true]) {
      const walking = walk({ providers: [op.provider()] })
      const started = await walking.someone.post('/signin/op')
      const set = takeApart(started.headers.getSetCookie().find((line) => line.startsWith(prefix)) as string)
      if (spoil) op.faults.tokens = () => ({})
      const ended = await bring(walking.someone, await ask(location(started)))
      const cleared = takeApart(ended.headers.getSetCookie().find((line) => line.startsWith(prefix)) as string)
      expect(cleared.name).toBe(set.name)
      expect({ ...cleared.options, maxAge: undefined, expires: undefined }).toEqual({
        ...set.options,
        maxAge: undefined,
        expires: undefined,
      })
      expect(cleared.options.maxAge).toBe(0)
    }
  })

  test("CK-24 only a form_post provider's transaction travels across sites", async () => {
    const { someone } = walk({ providers: [op.provider(), op.provider({ id: 'posting', responseMode: 'form_post' })] })
    const line = async (id: string) =>
      (await someone.post(`/signin/${id}`)).headers.getSetCookie().find((one) => one.startsWith(prefix)) as string
    expect(await line('op')).toMatch(/SameSite=Lax/i)
    const posting = await line('posting')
    expect(posting).toMatch(/SameSite=None/i)
    expect(posting).toMatch(/Secure/)
    expect(posting).toMatch(/HttpOnly/)
  })

  test('FL-29 LK-12 a session cookie that is there links nothing', async () => {
    const { someone, calls } = walk({ providers: [op.provider(), other.provider({ id: 'other' })] })
    other.person = { ...other.person, sub: 'bob-1', email: 'bob@example.com' }
    await signIn(someone, 'op')
    const first = (await someone.session()).user.id
    await signIn(someone, 'other')
    expect((await someone.session()).user.id).not.toBe(first)
    expect(calls.filter((call) => call === 'event createUser').length).toBe(2)
  })

  test('FL-29 LK-11 who is signed in and asks for it, links', async () => {
    const { someone, calls } = walk({ providers: [op.provider(), other.provider({ id: 'other' })] })
    other.person = { ...other.person, sub: 'bob-1', email: 'bob@example.com' }
    await signIn(someone, 'op')
    const { id } = (await someone.session()).user
    expect(errorOf(await signIn(someone, 'other', { intent: 'link' }))).toBeNull()
    expect((await someone.session()).user.id).toBe(id)
    expect(calls.filter((call) => call === 'event createUser').length).toBe(1)
  })

  test('LK-11 whoever signs in before the answer comes back gets nothing linked, and nobody else’s account', async () => {
    const { someone, auth, calls } = walk({ providers: [op.provider(), other.provider({ id: 'other' })] })
    other.person = { ...other.person, sub: 'bob-1', email: 'bob@example.com' }
    await signIn(someone, 'op')
    const answer = await ask(await begin(someone, 'other', { intent: 'link' }))
    for (const name of [...someone.cookies.keys()]) if (name.includes('session-token')) someone.cookies.delete(name)
    expect(errorOf(await bring(someone, answer))).toBe('AccessDenied')
    expect(await someone.session()).toBeNull()
    // The identity is still free: it signs in as its own user.
    const bob = visitor(auth)
    await signIn(bob, 'other')
    expect(calls.filter((call) => call === 'event createUser').length).toBe(2)
  })

  test('FL-29 to link, somebody has to be signed in', async () => {
    const { someone } = walk({ providers: [op.provider()] })
    expect(errorOf(await someone.post('/signin/op', { intent: 'link' }))).toBe('SessionRequired')
    expect(op.requests).toEqual([])
  })
})
