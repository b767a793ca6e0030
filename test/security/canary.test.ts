import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import { isAuthError } from '../../src/base/errors.js'
import type { Profile } from '../../src/base/types.js'
import { createLogger } from '../../src/config/logger.js'
import type { AuthOptions } from '../../src/engine/index.js'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { client, json, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { ask, begin, bring, type Walk, walk } from '../providers/walk.js'
import { credentialsProvider, emailProvider, secret } from '../site.js'
import { location } from '../visitor.js'

/** LG-01: secrets that are easily told apart from anything else, and every line that a log would hold. */
const password = 'canary-password-3f9a'
const address = 'canary.ann@mail.example'
const databaseUrl = 'postgres://canary-user:canary-dbpass@db.example/app'
const mailServer = 'smtps://canary-mailer:canary-smtppass@smtp.example'

let op: Misbehaving
let lines: string[]
let secrets: Map<string, string>
beforeAll(async () => {
  op = await misbehaving()
})
afterAll(() => op.close())
beforeEach(() => {
  op.behave()
  op.person = { ...op.person, email: address }
  lines = []
  secrets = new Map([
    ['the session secret', secret],
    ['the client secret', client.clientSecret],
    ['the password', password],
    ['the address', address],
    ['the database’s password', 'canary-dbpass'],
    ['the mail server’s password', 'canary-smtppass'],
  ])
  op.faults.tokens = (right) => {
    for (const name of ['access_token', 'id_token']) secrets.set(name, String(right[name]))
    secrets.set('refresh_token', 'canary-refresh-token-1b7c')
    return { ...right, refresh_token: 'canary-refresh-token-1b7c' }
  }
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** The application's own logger, or ours, which writes to the console. */
const loggers: [whose: string, options: () => Partial<AuthOptions>][] = [
  [
    'the application’s logger',
    () => ({
      logger: {
        error: (error) => lines.push(`${error} ${isAuthError(error) ? JSON.stringify(error.details) : ''} ${JSON.stringify(error)}`),
        warn: (code, message) => lines.push(`${code} ${message}`),
        debug: (message, metadata) => lines.push(`${message} ${JSON.stringify(metadata)}`),
      },
    }),
  ],
  [
    'our logger',
    () => {
      for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const)
        vi.spyOn(console, level).mockImplementation((...said) => {
          lines.push(said.map(String).join(' '))
        })
      return { logger: {} }
    },
  ],
]

describe.each(loggers)('LG-01 %s in debug mode repeats no secret', (_whose, logger) => {
  function start(more: Partial<AuthOptions> = {}): Walk {
    const calls: string[] = []
    const mails: { to: string; url: string }[] = []
    const { clientId, clientSecret, ...rest } = op.provider()
    const found = walk({
      debug: true,
      adapter: memory(),
      providers: [
        {
          ...credentialsProvider(calls),
          authorize: ({ username, password: typed }) =>
            typed === password ? { id: 'ann', name: String(username), email: 'canary.ann@work.example' } : null,
        },
        emailProvider(calls, mails),
        { ...rest, clientId, clientSecret } as never,
      ],
      ...logger(),
      ...more,
    })
    return { ...found, mails }
  }

  /** Notes every cookie that is there now, whole and in parts. */
  async function noteCookies({ someone }: Walk): Promise<void> {
    secrets.set('a CSRF token', await someone.csrfToken())
    for (const [name, value] of someone.cookies) {
      secrets.set(`cookie ${name}`, value)
      for (const [i, part] of value.split('.').entries()) if (part.length >= 16) secrets.set(`cookie ${name}, part ${i}`, part)
    }
  }

  /** Walks to the provider and back; `spoil` changes what comes back. */
  async function withProvider(
    walked: Walk,
    spoil: (fields: Record<string, string>) => Record<string, string> = (fields) => fields,
  ): Promise<Response> {
    const to = await begin(walked.someone, 'op', { callbackUrl: '/there?token=canary-in-a-target' })
    for (const name of ['state', 'nonce', 'code_challenge']) secrets.set(name, to.searchParams.get(name) ?? '')
    await noteCookies(walked)
    const answer = await ask(to)
    secrets.set('the code', answer.fields.code ?? '')
    const response = await bring(walked.someone, { ...answer, fields: spoil(answer.fields) })
    for (const { fields, headers } of op.tokenRequests) {
      secrets.set('the verifier', fields.get('code_verifier') ?? '')
      secrets.set('the client’s header', headers.authorization ?? '')
    }
    await noteCookies(walked)
    return response
  }

  async function withMail(walked: Walk): Promise<Record<string, string>> {
    await walked.someone.post('/signin/email', { email: address })
    const link = new URL(walked.mails.at(-1)?.url ?? 'https://app.example/')
    secrets.set('the link', link.href)
    secrets.set('the link’s token', link.searchParams.get('token') ?? '')
    await noteCookies(walked)
    return Object.fromEntries(link.searchParams)
  }

  function expectSilence(atLeast = 0): void {
    expect(lines.length).toBeGreaterThanOrEqual(atLeast)
    const log = lines.join('\n')
    for (const [what, value] of secrets) {
      if (value.length < 6) continue
      for (const written of [
        value,
        encodeURIComponent(value),
        Buffer.from(value).toString('base64url').slice(0, -2),
        JSON.stringify(value).slice(1, -1),
      ])
        expect(log.includes(written), `${what} is in:\n${lines.find((line) => line.includes(written))}`).toBe(false)
    }
    expect(log).not.toContain('canary')
  }

  test.each(['jwt', 'database'] as const)('when people sign in and out, each way (%s)', async (strategy) => {
    const walked = start({ session: { strategy } })
    const { someone } = walked
    await someone.post('/callback/credentials', { username: 'canary-ann', password })
    await noteCookies(walked)
    expect((await someone.session()).user.name).toBe('canary-ann')
    await someone.post('/session', { data: 'canary-data' })
    await someone.post('/signout')
    await someone.post('/callback/email', await withMail(walked))
    await noteCookies(walked)
    expect((await someone.session()).user.email).toBe(address)
    await someone.post('/signout')
    op.person = { ...op.person, email: 'canary.bob@mail.example' }
    expect(location(await withProvider(walked)).pathname).toBe('/there')
    expect((await someone.session()).user.email).toBe('canary.bob@mail.example')
    for (const needed of ['the verifier', 'the code', 'access_token', 'id_token', 'state', 'the link’s token', 'a CSRF token'])
      expect(secrets.get(needed)?.length, needed).toBeGreaterThan(10)
    expectSilence()
  })

  test.each([
    ['a password is wrong', { username: 'canary-ann', password: 'canary-typo' }],
    ['a form has no CSRF token', { username: 'canary-ann', password, csrfToken: 'canary-token' }],
  ])('when %s', async (_what, fields) => {
    const walked = start()
    await walked.someone.post('/callback/credentials', fields)
    await noteCookies(walked)
    expectSilence(1)
  })

  test('when `authorize` throws and says too much', async () => {
    const authorize = () => Promise.reject(new Error(`no row for ${address} with ${password}`))
    const walked = start({ providers: [{ ...credentialsProvider(), authorize }] })
    await walked.someone.post('/callback/credentials', { username: 'canary-ann', password })
    expectSilence(1)
  })

  const atToken = (body: unknown, status: number) => () => {
    op.faults.instead = { '/token': (response) => json(response, body, status) }
  }
  const said = { error: 'invalid_grant', error_description: `canary: code for ${address} was used`, error_uri: 'https://canary.example' }
  test.each([
    ['refuses with a description', atToken(said, 400)],
    ['answers with an error word that is none', atToken({ error: `canary ${address}` }, 400)],
    ['fails with a page', atToken(`<h1>canary ${address}</h1>`, 500)],
    ['sends tokens in a form that is none', atToken({ access_token: 7, canary: 'canary-token' }, 200)],
    [
      'sends an ID token that is spoilt',
      () => {
        op.faults.idToken = (right) => `${right.slice(0, -6)}canary`
      },
    ],
    [
      'sends claims of another',
      () => {
        op.faults.claims = (right) => ({ ...right, aud: 'canary-audience', nonce: 'canary-nonce' })
      },
    ],
    [
      'signs with another key',
      () => {
        op.faults.header = (right) => ({ ...right, kid: 'canary-key' })
      },
    ],
  ] as [string, () => void][])('when a provider %s', async (_what, misbehave) => {
    misbehave()
    const response = await withProvider(start())
    expect(location(response).searchParams.get('error')).toBeTruthy()
    expectSilence(1)
  })

  test.each([
    ['another state', (fields: Record<string, string>) => ({ ...fields, state: `canary${fields.state?.slice(6)}` })],
    ['no code', ({ code: _, ...fields }: Record<string, string>) => fields],
    ['an error', ({ state = '' }: Record<string, string>) => ({ state, error: 'access_denied', error_description: `canary ${address}` })],
    ['another issuer', (fields: Record<string, string>) => ({ ...fields, iss: 'https://canary.example' })],
  ] as [string, (fields: Record<string, string>) => Record<string, string>][])('when an answer comes with %s', async (_what, spoil) => {
    const response = await withProvider(start(), spoil)
    expect(location(response).searchParams.get('error')).toBeTruthy()
    expectSilence(1)
  })

  test('when a link is used again, and when it is spoilt', async () => {
    const walked = start()
    const link = await withMail(walked)
    for (const fields of [{ ...link, token: `${link.token}x` }, link, link]) await walked.someone.post('/callback/email', fields)
    await walked.someone.post('/signin/email', { email: `${address},canary.eve@mail.example` })
    expectSilence(2)
  })

  test('when a mail server refuses and names whom', async () => {
    const refusal = `Can't send mail - all recipients were rejected: 550 5.1.1 <${address}>: unknown; at ${mailServer}`
    const walked = start({ providers: [{ ...emailProvider([], []), sendVerificationRequest: () => Promise.reject(new Error(refusal)) }] })
    await walked.someone.post('/signin/email', { email: address })
    expectSilence(1)
  })

  test.each([
    'createUser',
    'createSession',
    'getUserByEmail',
    'countAttempt',
    'linkAccount',
  ] as const)('when a store’s `%s` fails and says with what', async (verb) => {
    const failing = () => Promise.reject(new Error(`Duplicate entry '${address}' for key 'users.email' (${databaseUrl})`))
    const walked = start({ adapter: { ...memory(), transaction: undefined as never, [verb]: failing }, session: { strategy: 'database' } })
    await walked.someone.post('/callback/credentials', { username: 'canary-ann', password })
    await walked.someone.post('/signin/email', { email: address })
    await withProvider(walked)
    expectSilence(1)
  })

  test('when callbacks and events throw what they were handed', async () => {
    const repeat = (handed: unknown): never => {
      throw new Error(`${address} ${JSON.stringify(handed)?.slice(0, 20)}`)
    }
    for (const more of [
      { callbacks: { jwt: repeat } },
      { callbacks: { session: repeat } },
      { callbacks: { signIn: repeat } },
      { callbacks: { redirect: repeat } },
      { events: { signIn: repeat } },
    ]) {
      const walked = start({ session: { strategy: 'jwt' }, ...more })
      await walked.someone.post('/callback/credentials', { username: 'ann', password })
      await walked.someone.session()
      await withMail(walked).catch(() => {})
    }
    expectSilence(4)
  })

  test('when requests are not what they should be', async () => {
    const walked = start()
    const { someone, auth } = walked
    await noteCookies(walked)
    await someone.get('/signin?callbackUrl=https://canary.example/?token=canary')
    await someone.post('/signout', { callbackUrl: 'https://canary.example/' })
    await someone.get('/callback/op?code=canary-code&state=canary-state&code=twice')
    await someone.get('/callback/nobody?code=canary-code')
    await someone.get('/canary?token=canary')
    await someone.send('/api/auth/signout', {
      method: 'POST',
      body: '{"password":"canary',
      headers: { 'content-type': 'application/json' },
    })
    await someone.post('/signout', {}, { origin: 'https://canary.example', 'sec-fetch-site': 'cross-site' })
    someone.cookies.set('__Host-next-auth.session-token', 'canary.canary.canary')
    await someone.session()
    const elsewhere = walk({ debug: true, url: undefined as never, ...logger() })
    await elsewhere.auth.handle(new Request('https://canary.example/api/auth/session', { headers: { host: 'canary.example' } }))
    await auth.handle(
      new Request('https://app.example/api/auth/session', { headers: { host: 'app.example', cookie: `x=${'canary'.repeat(5000)}` } }),
    )
    expectSilence(4)
  })

  test.each<[string, '/token' | '/userinfo', () => Partial<OAuthProvider>]>([
    ['`conform`', '/token', () => ({ token: { conform: async (response) => Response.json(await response.json()) } })],
    [
      '`userinfo.request`',
      '/userinfo',
      () => ({ idToken: false, userinfo: { request: async ({ fetch }) => (await (await fetch(`${op.url}/userinfo`)).json()) as Profile } }),
    ],
  ])('when %s of a provider reads JSON that is none', async (_whose, path, more) => {
    op.faults.instead = { [path]: (response: ServerResponse) => response.end('canary-in-an-answer') }
    const walked = start({ providers: [op.provider(more())] })
    expect(location(await withProvider(walked)).searchParams.get('error')).toBe('OAuthCallbackError')
    expectSilence(1)
  })

  test('when an access token has a line break, which no header takes', async () => {
    op.faults.tokens = (right) => ({ ...right, access_token: 'canary-first-line\nsecond' })
    op.faults.claims = (right) => ({ ...right, at_hash: undefined })
    const walked = start({ providers: [op.provider({ idToken: false })] })
    expect(location(await withProvider(walked)).searchParams.get('error')).toBe('OAuthCallbackError')
    expectSilence(1)
  })

  test.each([
    ['in PEM', '-----BEGIN PRIVATE KEY-----\ncanary-private-key-77aa'],
    ['as the text of a JWK', '{"kty":"EC","d":"canary-private-key-77aa"}'],
  ])('when a private key is configured %s', async (_how, clientPrivateKey) => {
    const walked = start({ providers: [op.provider({ token: { clientPrivateKey: clientPrivateKey as never } })] })
    expect(location(await withProvider(walked)).searchParams.get('error')).toBe('OAuthCallbackError')
    expectSilence(1)
    expect(lines.join('\n')).toContain('token.clientPrivateKey')
  })
})

test('LG-01 LG-02 what our logger leaves of a foreign sentence can still be worked with', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  createLogger().error(
    new Error(
      "Cannot find '@scope/name' (name@1.2.3) at //host/p: <o'neil+x@mail.example>, a=b@xn--bcher-kva.example, postgres://user:pa'ss@db.example/app, ?email=ann%40mail.example&x=1\nforged",
    ),
  )
  expect(said.mock.calls).toEqual([
    [
      "[next-auth] Error: Cannot find '@scope/name' (name@1.2.3) at //host/p: <•••@mail.example>, •••@xn--bcher-kva.example, postgres://•••@db.example/app, •••%40mail.example&x=1\\u000aforged",
    ],
  ])
})
