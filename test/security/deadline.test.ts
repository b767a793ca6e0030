import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import type { AuthEngine, AuthOptions } from '../../src/engine/index.js'
import { credentialsProvider, emailProvider, oauthProvider, site, type Watched } from '../site.js'
import { location, type Visitor, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }
const host = '__Host-next-auth.session-token'
const never = (): Promise<never> => new Promise(() => {})

const unhandled: unknown[] = []
const note = (reason: unknown): void => {
  unhandled.push(reason)
}
beforeEach(() => {
  process.on('unhandledRejection', note)
})
afterEach(async () => {
  await new Promise((resolve) => setTimeout(resolve, 10))
  process.off('unhandledRejection', note)
  expect(unhandled.splice(0)).toEqual([])
})

/** A site whose patience is short enough to wait for. */
function hurried(options: Partial<AuthOptions>, milliseconds = 60): Watched & { someone: Visitor } {
  const watched = site(options)
  hurry(watched.auth, milliseconds)
  return { ...watched, someone: visitor(watched.auth) }
}

function hurry({ settings }: AuthEngine, deadline: number): void {
  Object.assign(settings, { deadline })
}

const store = (verb: string): Partial<AuthOptions> => ({
  adapter: { ...memory(), transaction: undefined as never, [verb]: never },
  session: { strategy: 'database' },
})

type Step = (someone: Visitor) => Promise<Response>
const password: Step = (someone) => someone.post('/callback/credentials', ann)
const mail: Step = (someone) => someone.post('/signin/email', { email: 'ann@app.example' })
const service: Step = async (someone) => {
  const state = location(await someone.post('/signin/service')).searchParams.get('state') ?? ''
  return someone.get(`/callback/service?code=x&state=${state}`)
}

const hanging: [what: string, options: Partial<AuthOptions>, step: Step][] = [
  ['`authorize`', { providers: [{ ...credentialsProvider(), authorize: never }] }, password],
  ['the `signIn` callback', { callbacks: { signIn: never } }, password],
  ['the `signIn` callback, before a mail', { callbacks: { signIn: never } }, mail],
  ['the `jwt` callback', { callbacks: { jwt: never } }, password],
  ['the `redirect` callback', { callbacks: { redirect: never } }, password],
  ['the `signIn` event', { events: { signIn: never } }, password],
  ['the `createUser` event', { events: { createUser: never }, session: { strategy: 'database' } }, password],
  ['the mailer', { providers: [{ ...emailProvider([], []), sendVerificationRequest: never }] }, mail],
  ['a `fetch` that ignores its signal', { providers: [oauthProvider()], fetch: never }, service],
  ['`generateSessionToken`', { session: { strategy: 'database', generateSessionToken: never } }, password],
  ['the own `encode`', { jwt: { encode: never } }, password],
  ...['createUser', 'getUserByAccount', 'linkAccount', 'createSession'].map((verb): [string, Partial<AuthOptions>, Step] => [
    `the store’s \`${verb}\``,
    store(verb),
    password,
  ]),
  ['the store’s `transaction`', { adapter: { ...memory(), transaction: never }, session: { strategy: 'database' } }, password],
  ...['getUserByEmail', 'countAttempt', 'createVerificationToken'].map((verb): [string, Partial<AuthOptions>, Step] => [
    `the store’s \`${verb}\`, before a mail`,
    store(verb),
    mail,
  ]),
]

describe('RT-23 what never answers is answered for', () => {
  test.each(hanging)('%s', async (_what, options, step) => {
    // What is loaded when it is first needed is loaded: the short patience is for what hangs.
    await step(visitor(site().auth))
    const { someone, errors } = hurried(options)
    await someone.csrfToken()
    const response = await step(someone)
    expect(location(response).pathname).toBe('/api/auth/error')
    expect(location(response).searchParams.get('error')).toBe('Configuration')
    expect(errors.map(({ name }) => name)).toEqual(['CallbackRouteError'])
    // What was under way puts no session beside an error.
    expect(someone.cookies.has(host)).toBe(false)
    expect(await someone.session()).toBeNull()
  })

  test.each([
    ['the `session` callback', { callbacks: { session: never } }],
    ['the `jwt` callback', { callbacks: { jwt: never } }],
    ['the own `decode`', { jwt: { decode: never } }],
    ['the `session` event', { events: { session: never } }],
  ] as [string, Partial<AuthOptions>][])('%s on a read: no session, an error, and the cookie stays', async (_what, options) => {
    const calm = visitor(site().auth)
    await password(calm)
    const { someone } = hurried(options)
    someone.cookies.set(host, calm.cookies.get(host) as string)
    const response = await someone.get('/session')
    expect([response.status, await response.json()]).toEqual([500, { error: 'Configuration' }])
    expect(someone.cookies.has(host)).toBe(true)
  })

  test('the next attempt is as good as a first one', async () => {
    let hangs = true
    const { someone } = hurried({ callbacks: { signIn: () => (hangs ? never() : true) } })
    await password(someone)
    hangs = false
    await password(someone)
    expect((await someone.session()).user.name).toBe('ann')
  })

  test('what comes too late changes nothing and harms nothing, a failure included', async () => {
    const passed = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
    for (const outcome of [() => true, () => Promise.reject(new Error('late'))]) {
      const { someone, errors } = hurried({ callbacks: { signIn: () => passed(50).then(outcome) } }, 20)
      expect(location(await password(someone)).searchParams.get('error')).toBe('Configuration')
      await passed(60)
      expect(await someone.session()).toBeNull()
      expect(errors.length).toBe(1)
    }
  })

  test('in a server action it is thrown', async () => {
    const { auth } = hurried({ providers: [{ ...credentialsProvider(), authorize: never }] })
    const request = new Request('https://app.example/api/auth/callback/credentials', {
      method: 'POST',
      headers: { host: 'app.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(ann),
    })
    await expect(auth.handle(request, { trusted: true })).rejects.toThrow('Nothing came within')
  })

  test('by default that is a minute, and a read without callbacks sets no timer', async () => {
    const { auth } = site()
    expect(auth.settings.deadline).toBe(60_000)
    const someone = visitor(auth)
    await password(someone)
    const real = globalThis.setTimeout
    let timers = 0
    globalThis.setTimeout = ((...call: Parameters<typeof real>) => {
      timers += 1
      return real(...call)
    }) as typeof real
    try {
      expect((await someone.session()).user.name).toBe('ann')
    } finally {
      globalThis.setTimeout = real
    }
    expect(timers).toBe(0)
  })
})

test('O-13 a refresh that hangs is a failure, and not the answer to the next one who asks', async () => {
  let asked = 0
  const clientSecret = (): Promise<string> => (asked++ === 0 ? never() : Promise.resolve('secret'))
  const fetch = (): Promise<Response> => Promise.resolve(Response.json({ access_token: 'new', token_type: 'bearer' }))
  const { auth } = hurried({ providers: [{ ...oauthProvider(), clientSecret, fetch }] }, 500)
  const account = { provider: 'service', type: 'oauth', providerAccountId: '1', refresh_token: 'x' } as const
  await expect(auth.refreshTokens(account)).rejects.toMatchObject({ type: 'RefreshTokenError', details: { final: false } })
  expect(await auth.refreshTokens(account)).toMatchObject({ access_token: 'new' })
})
