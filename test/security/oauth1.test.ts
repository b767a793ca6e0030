import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seal, unseal } from '../../src/crypto/seal.js'
import { takeApart } from '../../src/http/set-cookie.js'
import type { OAuth1Provider } from '../../src/providers/contract.js'
import { type Endpoint, type Faults, type OAuth1Double, oauth1Double } from '../providers/oauth1-double.js'
import { type Answer, ask, begin, bring, errorOf, signIn, type Walk, walk } from '../providers/walk.js'
import { location, visitor } from '../visitor.js'

let one: OAuth1Double
beforeAll(async () => {
  one = await oauth1Double()
})
afterAll(() => one.close())
beforeEach(() => one.behave())

const prefix = '__Host-next-auth.transaction.'
const minute = 60_000
const transactionsOf = ({ someone }: Walk): [string, string][] => [...someone.cookies].filter(([name]) => name.startsWith(prefix))

/** A site with two providers of the same service, and an answer on its way home. */
async function onTheWay(more: Partial<OAuth1Provider> = {}): Promise<Walk & { answer: Answer; url: URL }> {
  const walking = walk({ providers: [one.provider(more), one.provider({ id: 'two' })] })
  const url = await begin(walking.someone, 'one', { callbackUrl: '/there' })
  const answer = await ask(url)
  one.requests.length = walking.calls.length = 0
  return { ...walking, answer, url }
}

const withField = (answer: Answer, name: string, value: string): Answer => ({ ...answer, fields: { ...answer.fields, [name]: value } })
const without = (answer: Answer, name: string): Answer => ({
  ...answer,
  fields: Object.fromEntries(Object.entries(answer.fields).filter(([key]) => key !== name)),
})

/** What a refused answer must not have done: no call to anybody, nothing written, nobody signed in, no verifier in the URL. */
async function expectNothing({ someone, calls, errors }: Walk, response: Response, error = 'OAuthCallbackError'): Promise<void> {
  expect(one.requests).toEqual([])
  expect(calls).toEqual([])
  expect(errors).toEqual([])
  expect(errorOf(response)).toBe(error)
  expect(location(response).origin).toBe('https://app.example')
  expect(location(response).search).not.toMatch(/oauth_/)
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(await someone.session()).toBeNull()
}

describe('FL-30 an answer that is not one to a question of this browser starts nothing', () => {
  test('O1-02 FL-03 LK-12 without the cookie of the attempt: session fixation', async () => {
    const walking = await onTheWay()
    const victim = visitor(walking.auth)
    await expectNothing({ ...walking, someone: victim }, await bring(victim, walking.answer))
  })

  test.each([
    ['another', () => 'x'.repeat(16)],
    ['truncated', (token: string) => token.slice(0, -1)],
    ['longer', (token: string) => `${token}x`],
    ['empty', () => ''],
    ['a prototype', () => '__proto__'],
    ['huge', () => 'x'.repeat(8000)],
  ])('O1-03 an `oauth_token` that is %s', async (_what, spoil) => {
    const walking = await onTheWay()
    const spoilt = withField(walking.answer, 'oauth_token', spoil(walking.answer.fields.oauth_token as string))
    await expectNothing(walking, await bring(walking.someone, spoilt))
    // The attempt itself was not touched: whoever guesses tokens ends nobody's sign-in.
    expect(errorOf(await bring(walking.someone, walking.answer))).toBeNull()
  })

  test('O1-03 no `oauth_token`, and nothing at all', async () => {
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, without(walking.answer, 'oauth_token')))
    await expectNothing(walking, await bring(walking.someone, { ...walking.answer, fields: {} }))
  })

  test('O1-03 the token of one attempt with the verifier of another: each stays with its own', async () => {
    const walking = await onTheWay()
    const second = await ask(await begin(walking.someone, 'one'))
    one.requests.length = walking.calls.length = 0
    const mixed = withField(walking.answer, 'oauth_verifier', second.fields.oauth_verifier as string)
    expect(errorOf(await bring(walking.someone, mixed))).toBe('OAuthCallbackError')
    expect(one.requests).toEqual(['/access_token'])
    expect(walking.calls).toEqual(['fetch /access_token'])
    expect(await walking.someone.session()).toBeNull()
  })

  test.each([
    ['missing', (answer: Answer) => without(answer, 'oauth_verifier')],
    ['empty', (answer: Answer) => withField(answer, 'oauth_verifier', '')],
  ])('O1-04 an `oauth_verifier` that is %s, whose attempt is over then', async (_what, spoil) => {
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, spoil(walking.answer)))
    expect(transactionsOf(walking)).toEqual([])
  })

  test.each(['oauth_verifier', 'oauth_token'])('O1-04 `%s` twice', async (name) => {
    const { someone, answer, calls } = await onTheWay()
    const query = new URLSearchParams(answer.fields)
    query.append(name, query.get(name) ?? '')
    expect([302, 400]).toContain((await someone.send(`${answer.path}?${query}`)).status)
    expect(one.requests).toEqual([])
    expect(calls).toEqual([])
    expect(await someone.session()).toBeNull()
  })

  test('O1-06 FL-07 FL-16 the transaction of one provider at the callback of another', async () => {
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, { ...walking.answer, path: walking.answer.path.replace('/one', '/two') }))
  })

  test('O1-06 FL-07 the cookie of one attempt under the name of another', async () => {
    const walking = await onTheWay()
    const [[name, value]] = transactionsOf(walking) as [[string, string]]
    const second = await ask(await begin(walking.someone, 'two'))
    const [secondName] = transactionsOf(walking).find(([other]) => other !== name) as [string, string]
    walking.someone.cookies.set(secondName, value)
    one.requests.length = walking.calls.length = 0
    await expectNothing(walking, await bring(walking.someone, second))
  })

  test('O1-07 CC-01 the answer again, with the cookie kept', async () => {
    const walking = await onTheWay()
    const kept = transactionsOf(walking)
    expect(errorOf(await bring(walking.someone, walking.answer))).toBeNull()
    await walking.someone.post('/signout')
    for (const [name, value] of kept) walking.someone.cookies.set(name, value)
    one.requests.length = walking.calls.length = 0
    await expectNothing(walking, await bring(walking.someone, walking.answer))
  })

  test('O1-07 CC-01 the answer twice at the same moment: one exchange', async () => {
    const { someone, answer, auth } = await onTheWay()
    const twin = visitor(auth)
    for (const [name, value] of someone.cookies) twin.cookies.set(name, value)
    const errors = (await Promise.all([bring(someone, answer), bring(twin, answer)])).map(errorOf)
    expect(one.requests.filter((path) => path === '/access_token').length).toBe(1)
    expect(errors.filter((error) => error === null).length).toBe(1)
  })

  test('FL-05 later than 15 minutes, and told so', async () => {
    const walking = await onTheWay()
    walking.turn(16 * minute)
    await expectNothing(walking, await bring(walking.someone, walking.answer), 'Expired')
  })

  test.each([
    ['changed', (value: string) => `${value.slice(0, -6)}AAAAAA`],
    ['empty', () => ''],
    ['of another form', () => 'not-a-seal'],
  ])('FL-10 a cookie that is %s', async (_what, spoil) => {
    const walking = await onTheWay()
    const [[name, value]] = transactionsOf(walking) as [[string, string]]
    walking.someone.cookies.set(name, spoil(value))
    await expectNothing(walking, await bring(walking.someone, walking.answer))
  })

  test('FL-08 a sealed transaction of another shape: a member is missing', async () => {
    for (const missing of ['provider', 'key', 'tokenSecret', 'confirmed', 'begun']) {
      const walking = await onTheWay()
      const [[name, value]] = transactionsOf(walking) as [[string, string]]
      const begun = value.slice(0, 13)
      const place = { purpose: 'transaction', bind: [name, 'one', 'https://app.example/api/auth', begun] } as const
      const { keyring } = walking.auth.settings
      const whole = await unseal<Record<string, unknown>>(keyring, { ...place, now: Date.now() }, value.slice(14))
      expect(Object.keys(whole ?? {})).toContain(missing)
      const sealed = await seal(keyring, { ...place, value: { ...whole, [missing]: undefined }, expires: Date.now() + minute })
      walking.someone.cookies.set(name, `${begun}.${sealed}`)
      const answer = missing === 'confirmed' ? without(walking.answer, 'oauth_verifier') : walking.answer
      await expectNothing(walking, await bring(walking.someone, answer), missing === 'begun' ? 'Expired' : 'OAuthCallbackError')
    }
  })

  test('FL-23 an answer that is posted', async () => {
    const { someone, answer, calls } = await onTheWay()
    expect((await bring(someone, { ...answer, method: 'POST' })).status).toBe(405)
    expect(one.requests).toEqual([])
    expect(calls).toEqual([])
    expect(await someone.session()).toBeNull()
  })

  test('FL-12 two tabs, finished in either order', async () => {
    const { someone } = walk({ providers: [one.provider()] })
    const answers = [await ask(await begin(someone, 'one')), await ask(await begin(someone, 'one'))]
    for (const answer of answers.reverse()) expect(errorOf(await bring(someone, answer))).toBeNull()
  })
})

describe('a visitor who says no', () => {
  test.each([
    ['`denied`', ({ oauth_token = '' }: Record<string, string>) => ({ denied: oauth_token })],
    ['`denied` beside the token', ({ oauth_token = '' }: Record<string, string>) => ({ oauth_token, denied: oauth_token })],
    ['`user_refused`', ({ oauth_token = '' }: Record<string, string>) => ({ oauth_token, oauth_problem: 'user_refused' })],
    ['`permission_denied`', ({ oauth_token = '' }: Record<string, string>) => ({ oauth_token, oauth_problem: 'permission_denied' })],
    ['`denied` beside a verifier', ({ oauth_token = '', ...rest }: Record<string, string>) => ({ ...rest, denied: oauth_token })],
  ])('O1-08 FL-17 by %s is told so, and the cookie goes', async (_how, fields) => {
    const walking = await onTheWay()
    const response = await bring(walking.someone, { ...walking.answer, fields: fields(walking.answer.fields) })
    await expectNothing(walking, response, 'OAuthDenied')
    expect(transactionsOf(walking)).toEqual([])
  })

  test.each([
    [{ denied: 'nobody' }],
    [{ oauth_token: 'nobody', oauth_problem: 'user_refused' }],
    [{ oauth_problem: 'user_refused' }],
  ])('O1-08 FL-17 a no to no question of this browser, %j, says nothing and ends nothing', async (fields) => {
    const walking = await onTheWay()
    await expectNothing(walking, await bring(walking.someone, { ...walking.answer, fields: fields as never }))
    expect(errorOf(await bring(walking.someone, walking.answer))).toBeNull()
  })

  test.each([
    ['token_expired'],
    ['<script>alert(1)</script>'],
    ['x'.repeat(8000)],
  ])('O1-13 FL-18 `oauth_problem=%s` is never shown', async (problem) => {
    const walking = await onTheWay()
    const response = await bring(walking.someone, withField(walking.answer, 'oauth_problem', problem))
    await expectNothing(walking, response)
    expect(location(response).href + (await response.text())).not.toContain(problem)
  })
})

describe('O1-12 RD a target is judged in every outcome', () => {
  test.each([
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    '/\\evil.example',
    '/api/auth/signout',
  ])('%s', async (callbackUrl) => {
    const { someone } = walk({ providers: [one.provider()] })
    const answers = [await ask(await begin(someone, 'one', { callbackUrl })), await ask(await begin(someone, 'one', { callbackUrl }))]
    const denied = await bring(someone, { ...(answers[0] as Answer), fields: { denied: answers[0]?.fields.oauth_token as string } })
    one.faults.instead = { '/request_token': (response) => response.writeHead(500).end() }
    const failed = await someone.post('/signin/one', { callbackUrl })
    one.faults = {}
    const done = await bring(someone, answers[1] as Answer)
    for (const response of [denied, failed, done]) {
      expect(location(response).origin).toBe('https://app.example')
      expect(location(response).href).not.toMatch(/evil|javascript/)
    }
    expect(location(done).pathname).toBe('/')
  })
})

describe('what the browser keeps', () => {
  test('CK-29 the temporary secret is in no URL, and sealed in the cookie', async () => {
    const walking = await onTheWay()
    const [secret] = one.secrets as [string]
    const [[, value]] = transactionsOf(walking) as [[string, string]]
    expect(walking.url.href).not.toContain(encodeURIComponent(secret))
    for (const part of value.split('.')) expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain(secret)
  })

  test('CK-17 a long target and the longest token still fit a cookie', async () => {
    one.faults.requestToken = (right) => {
      right.set('oauth_token', 't'.repeat(256))
      right.set('oauth_token_secret', 's'.repeat(256))
      return undefined
    }
    const { someone } = walk({ providers: [one.provider()] })
    const response = await someone.post('/signin/one', { callbackUrl: `/${'x'.repeat(2000)}` })
    expect(location(response).searchParams.get('oauth_token')).toBe('t'.repeat(256))
    const line = response.headers.getSetCookie().find((one) => one.startsWith(prefix)) ?? ''
    const { name, value } = takeApart(line)
    expect(name.length + value.length).toBeGreaterThan(2500)
    // RFC 6265bis §5.6: longer ones are ignored.
    expect(name.length + value.length).toBeLessThan(4096)
    one.faults.requestToken = (right) => right.set('oauth_token', 't'.repeat(257)) as undefined
    expect(errorOf(await someone.post('/signin/one'))).toBe('OAuthSignin')
  })
})

describe('O1-01 a service that does not confirm the callback', () => {
  test.each([
    ['missing', (right: URLSearchParams) => right.delete('oauth_callback_confirmed')],
    ['false', (right: URLSearchParams) => right.set('oauth_callback_confirmed', 'false')],
    ['TRUE', (right: URLSearchParams) => right.set('oauth_callback_confirmed', 'TRUE')],
    ['empty', (right: URLSearchParams) => right.set('oauth_callback_confirmed', '')],
  ])('%s: nobody is sent there, and the developer reads why', async (_what, spoil) => {
    one.faults.requestToken = (right) => spoil(right) as undefined
    const walking = walk({ providers: [one.provider()] })
    const response = await walking.someone.post('/signin/one')
    expect(errorOf(response)).toBe('OAuthSignin')
    expect(location(response).origin).toBe('https://app.example')
    expect(transactionsOf(walking)).toEqual([])
    expect(walking.errors.map(({ message }) => message)).toEqual([expect.stringContaining('dangerouslyAllowMissingVerifier')])
  })
})

type Instead = NonNullable<Required<Faults>['instead'][Endpoint]>

const html = '<html><body>SECRET-PAGE<form></form></body></html>'
const body =
  (text: string, status = 200, type = 'application/x-www-form-urlencoded'): Instead =>
  (response) => {
    response.writeHead(status, { 'content-type': type }).end(text)
  }
const everywhere: Endpoint[] = ['/request_token', '/access_token', '/profile']

describe.each(everywhere)('a fault at %s refuses this sign-in and nothing else', (path) => {
  async function expectRefused(answer: Instead): Promise<string> {
    one.faults.instead = { [path]: answer }
    const walking = walk({ providers: [one.provider()] })
    const { someone, calls, errors } = walking
    const started = await someone.post('/signin/one')
    const response = errorOf(started) === null ? await bring(someone, await ask(location(started))) : started
    expect(errorOf(response)).toBe(path === '/request_token' ? 'OAuthSignin' : 'OAuthCallbackError')
    expect(await someone.session()).toBeNull()
    expect(calls.filter((call) => !call.startsWith('fetch'))).toEqual([])
    // Once, and nothing after it.
    expect(one.requests).toEqual(everywhere.slice(0, everywhere.indexOf(path) + 1))
    const said = errors.map((error) => `${error.message} ${String(error.cause)} ${error.stack}`).join()
    return location(response).href + (await response.text()) + said
  }

  test.each([500, 502, 503, 429, 404, 403, 401, 400])('PF-02 PF-14 O1-13 status %i', async (status) => {
    await expectRefused(body('', status))
  })

  test.each([
    ['empty', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['truncated', '{"id":"x'],
    ['garbage', '\u0000\u0001'],
  ])('PF-03 O1-13 %s', async (_what, text) => {
    await expectRefused(body(text, 200, 'application/json'))
  })

  test('PF-04 O1-13 a login page with status 200, of which nothing is repeated', async () => {
    expect(await expectRefused(body(html, 200, 'text/html'))).not.toContain('SECRET-PAGE')
    one.behave()
    expect(await expectRefused(body(html, 401, 'text/html'))).not.toContain('SECRET-PAGE')
  })

  test('PF-06 O1-13 an error word with status 200', async () => {
    expect(await expectRefused(body('oauth_problem=token_rejected&oauth_problem_advice=SECRET-ADVICE'))).not.toContain('SECRET-ADVICE')
  })

  test('O1-13 the same field twice', async () => {
    const twice = 'oauth_token=SECRET-A&oauth_token=SECRET-B&oauth_token_secret=s&oauth_callback_confirmed=true'
    expect(await expectRefused(body(twice))).not.toContain('SECRET-')
  })

  test('PF-05 ten megabytes', async () => {
    const long = `oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true&x=${'x'.repeat(10 * 1024 * 1024)}`
    await expectRefused(body(path === '/profile' ? `{"id":"x","y":"${long}"}` : long))
  })

  test.each([301, 302, 303, 307, 308])('PF-07 a redirect (%i) is not followed', async (status) => {
    await expectRefused((response) => response.writeHead(status, { location: `${one.url}/elsewhere` }).end())
  })

  test('PF-01 the connection ends in the middle', async () => {
    await expectRefused((response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('oauth_token=')
      setTimeout(() => response.destroy(), 20)
    })
  })

  test('PF-01 PF-23 nobody answers, and the visitor leaves: the call ends', async () => {
    let ended = () => {}
    let arrived = () => {}
    const closed = new Promise<void>((resolve) => {
      ended = resolve
    })
    const reached = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const wait: Instead = (response) => {
      response.on('close', ended)
      arrived()
    }
    one.faults.instead = { [path]: wait }
    const walking = walk({ providers: [one.provider()] })
    const leaving = new AbortController()
    const response = leave(walking, leaving.signal)
    await reached
    leaving.abort()
    await closed
    expect(errorOf(await response)).toMatch(/^OAuth/)
    expect(await walking.someone.session()).toBeNull()
  })

  async function leave({ someone }: Walk, signal: AbortSignal): Promise<Response> {
    const form = { csrfToken: await someone.csrfToken() }
    const headers = { origin: 'https://app.example', 'sec-fetch-site': 'same-origin' }
    const init = { method: 'POST', body: new URLSearchParams(form), headers }
    const started = await someone.send('/api/auth/signin/one', path === '/request_token' ? { ...init, signal } : init)
    if (errorOf(started) !== null) return started
    const { path: callback, fields } = await ask(location(started))
    return someone.send(`${callback}?${new URLSearchParams(fields)}`, { signal })
  }
})

describe('other faults', () => {
  test('PF-01 connection refused, a name the developer can look for', async () => {
    const walking = walk({ providers: [one.provider({ requestToken: 'http://127.0.0.1:9/request' })] })
    expect(errorOf(await walking.someone.post('/signin/one'))).toBe('OAuthSignin')
    expect(walking.errors.map(({ message }) => message)).toEqual([expect.stringContaining('127.0.0.1:9')])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('mapper')
      },
    ],
    ['returns nothing', () => undefined],
    ['returns a text', () => 'ann'],
  ])('PF-16 `profile()` %s', async (_what, profile) => {
    const walking = walk({ providers: [one.provider({ profile: profile as never })] })
    expect(errorOf(await signIn(walking.someone, 'one'))).toBe('OAuthCallbackError')
    expect(walking.errors.map((error) => (error as { type?: string }).type)).toEqual(['OAuthProfileParseError'])
  })

  test('PF-12 one service that fails leaves the others and session reads alone', async () => {
    const walking = walk({ providers: [one.provider({ requestToken: 'http://127.0.0.1:9/' }), one.provider({ id: 'two' })] })
    expect(errorOf(await signIn(walking.someone, 'two'))).toBeNull()
    expect(errorOf(await walking.someone.post('/signin/one'))).toBe('OAuthSignin')
    expect(await walking.someone.session()).not.toBeNull()
  })
})
