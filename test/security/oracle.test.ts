import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Adapter, AdapterSession } from '../../src/adapters/contract.js'
import { connect } from '../../src/adapters/index.js'
import { memory } from '../../src/adapters/memory.js'
import type { AuthOptions } from '../../src/engine/index.js'
import { buildRooms } from '../adapters/built.js'
import { site } from '../site.js'
import { location, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }
const host = '__Host-next-auth.session-token'
const csrf = '__Host-next-auth.csrf-token'
const transaction = '__Host-next-auth.transaction.'
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

const folders: string[] = []
const opened: Adapter[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const adapter of opened.splice(0)) await adapter.close?.()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const stores: [name: string, open: () => Promise<Required<Adapter>>][] = [
  ['memory', async () => memory()],
  ['SQLite', async () => openFile(folder())],
]

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'next-auth-'))
  folders.push(made)
  return made
}

async function openFile(place: string): Promise<Required<Adapter>> {
  const adapter = connect(`sqlite:${place}/auth.db`)
  opened.push(adapter)
  await adapter.prepare()
  return adapter
}

interface Call {
  readonly verb: string
  readonly given: unknown[]
}

/** A store, and every call of it, with what it was given. */
function overheard(adapter: Required<Adapter>): { adapter: Adapter; calls: Call[] } {
  const calls: Call[] = []
  const listen = (verbs: Adapter): Adapter =>
    Object.fromEntries(
      Object.entries(verbs).map(([verb, real]) => [
        verb,
        (...given: unknown[]) => {
          if (verb === 'transaction') return real((within: Adapter) => (given[0] as (w: Adapter) => unknown)(listen(within)))
          calls.push({ verb, given })
          return real(...given)
        },
      ]),
    )
  return { adapter: listen(adapter), calls }
}

describe.each(stores)('SD-02 a session is looked for by the hash of its token (%s)', (_name, open) => {
  test('in a whole life of a session the store never sees the token', async () => {
    const { adapter, calls } = overheard(await open())
    let now = Date.now()
    const { auth } = site({ adapter, clock: () => now, session: { strategy: 'database' } })
    const someone = visitor(auth)
    const tokens: string[] = []
    for (const person of ['ann', 'bob']) {
      await someone.post('/callback/credentials', { username: person, password: 'right' })
      tokens.push(someone.cookies.get(host) as string)
      expect((await someone.session()).user.name).toBe(person)
      now += 2 * 86_400_000
      await someone.session()
      await someone.post('/session', { data: 'x' })
    }
    await someone.post('/signout')
    const seen = JSON.stringify(calls)
    for (const token of tokens) {
      expect(seen).not.toContain(token)
      expect(seen).toContain(sha256(token))
    }
    const verbs = new Set(calls.map(({ verb }) => verb))
    for (const verb of ['createSession', 'getSessionAndUser', 'updateSession', 'deleteSession']) expect(verbs).toContain(verb)
    for (const { verb, given } of calls.filter(({ verb }) => /^(getSessionAndUser|deleteSession)$/.test(verb)))
      expect(given[0], verb).toMatch(/^[\w-]{43}$/)
  })

  test('a token that is nearly right costs what a random one and the right one cost: one lookup', async () => {
    const { adapter, calls } = overheard(await open())
    const { auth } = site({ adapter, session: { strategy: 'database' } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    const token = someone.cookies.get(host) as string
    const other = (at: number) => token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
    const tried = [
      token,
      other(0),
      other(20),
      other(42),
      token.slice(0, 42),
      `${token}A`,
      sha256(token),
      randomBytes(32).toString('base64url'),
      'x',
    ]
    for (const value of tried) {
      calls.length = 0
      const headers = new Headers({ host: 'app.example', cookie: `${host}=${value}` })
      expect(Boolean(await auth.read(headers))).toBe(value === token)
      expect(calls, value).toEqual([{ verb: 'getSessionAndUser', given: [sha256(value)] }])
    }
  })
})

describe('SD-07 what has expired is removed', () => {
  const expired = 2500

  async function filled(): Promise<{ place: string; adapter: Required<Adapter> }> {
    const place = folder()
    const adapter = await openFile(place)
    const { id } = await adapter.createUser({ id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null })
    await adapter.transaction(async (within) => {
      for (let i = 0; i < expired; i++) {
        await within.createSession?.({ sessionToken: `over-${i}`, userId: id, expires: new Date(1000 + i) })
        await within.createVerificationToken?.({ identifier: 'ann@example.com', token: `over-${i}`, expires: new Date(1000 + i) })
      }
      for (let i = 0; i < 5; i++)
        await within.createSession?.({ sessionToken: `running-${i}`, userId: id, expires: new Date(Date.now() + 60_000) })
    })
    return { place, adapter }
  }

  test('in batches of a thousand rows of each kind at most, and nothing else', async () => {
    const { adapter } = await filled()
    const sizes: number[] = []
    for (let swept = 1; swept > 0; sizes.push(swept)) swept = await adapter.sweep(new Date())
    expect(sizes).toEqual([2000, 2000, 1000, 0])
    for (let i = 0; i < 5; i++) expect(await adapter.getSessionAndUser(`running-${i}`)).not.toBeNull()
  })

  test('by several at once, from several connections, beside people who sign in', async () => {
    const { place, adapter } = await filled()
    const second = connect(`sqlite:${place}/./auth.db`)
    opened.push(second)
    const sweepAll = async (by: Adapter): Promise<number> => {
      let sum = 0
      for (let swept = 1; swept > 0; sum += swept) swept = (await by.sweep?.(new Date())) ?? 0
      return sum
    }
    const { auth } = site({ adapter, session: { strategy: 'database' } })
    const people = Array.from({ length: 10 }, () => visitor(auth))
    const [swept] = await Promise.all([
      Promise.all([adapter, second, adapter, second].map(sweepAll)),
      ...people.map((one) => one.post('/callback/credentials', ann)),
    ])
    expect(swept.reduce((sum, count) => sum + count, 0)).toBe(2 * expired)
    for (const one of people) expect((await one.session()).user.name).toBe('ann')
  })
})

describe('SD-18 a time is the same instant wherever and whenever it is read', () => {
  /** Ends of a millisecond's range, of summer times in four places, a leap day, a day that Samoa left out, and a year's end. */
  const instants = [
    '2026-11-23T00:00:00.001Z',
    '2026-11-23T23:59:59.999Z',
    '2027-03-14T07:00:00.123Z',
    '2027-03-14T06:59:59.999Z',
    '2026-11-01T05:30:00.500Z',
    '2026-11-01T06:30:00.500Z',
    '2027-03-28T01:00:00.007Z',
    '2028-02-29T12:00:00.250Z',
    '2011-12-30T10:30:00.750Z',
    '2038-01-19T03:14:08.999Z',
    '2099-12-31T23:59:59.999Z',
  ].map((text) => new Date(text))

  test.each(stores)('%s', async (_name, open) => {
    const adapter = await open()
    await adapter.createUser({ id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null })
    for (const [i, at] of instants.entries()) {
      await adapter.createSession({ sessionToken: `s${i}`, userId: 'u1', expires: at, authTime: at, createdAt: at })
      const { session } = (await adapter.getSessionAndUser(`s${i}`)) as { session: AdapterSession }
      for (const field of ['expires', 'authTime', 'createdAt'] as const) expect(session[field]?.getTime(), field).toBe(at.getTime())
      const updated = await adapter.updateSession({ sessionToken: `s${i}`, expires: new Date(at.getTime() + 1) })
      expect(updated?.expires.getTime()).toBe(at.getTime() + 1)
      await adapter.createVerificationToken({ identifier: 'a', token: `t${i}`, expires: at })
      expect((await adapter.useVerificationToken({ identifier: 'a', token: `t${i}` }))?.expires.getTime()).toBe(at.getTime())
      expect((await adapter.updateUser({ id: 'u1', emailVerified: at })).emailVerified?.getTime()).toBe(at.getTime())
      expect((await adapter.getUser('u1'))?.emailVerified?.getTime()).toBe(at.getTime())
    }
  })

  test('a file that a process in New York wrote and one in Samoa reads', async () => {
    const place = folder()
    const built = await buildRooms('zones')
    const run = (zone: string, statements: string): unknown => {
      const code = `import { connect } from ${JSON.stringify(join(built.folder, 'adapters/index.js'))}
        const adapter = connect(${JSON.stringify(`sqlite:${place}/auth.db`)})
        await adapter.prepare()
        const told = [new Date('2026-11-23T12:00:00Z').getTimezoneOffset()]
        ${statements}
        await adapter.close()
        console.log(JSON.stringify(told))`
      const env = { ...process.env, TZ: zone, NODE_OPTIONS: '' }
      return JSON.parse(execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], { env, encoding: 'utf8' }))
    }
    const times = instants.map((at) => at.getTime())
    const writes = times.map(
      (time, i) =>
        `await adapter.createSession({ sessionToken: 's${i}', userId: 'u1', expires: new Date(${time}), createdAt: new Date(${time}) })`,
    )
    const user = `await adapter.createUser({ id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: new Date(${times[2]}) })`
    const reads = times.map(
      (_, i) => `{
      const { session, user } = await adapter.getSessionAndUser('s${i}')
      told.push([session.expires.getTime(), session.createdAt.getTime(), user.emailVerified.getTime()])
    }`,
    )
    try {
      expect(run('America/New_York', [user, ...writes].join('\n'))).toEqual([300])
      expect(run('Pacific/Apia', reads.join('\n'))).toEqual([-780, ...times.map((time) => [time, time, times[2]])])
    } finally {
      built.remove()
    }
  })
})

/** Where somebody signed in keeps a session, in every form that we write. */
const forms: [form: string, options: Partial<AuthOptions>][] = [
  ['a signed token', { session: { strategy: 'jwt' } }],
  ['an encrypted token', { session: { strategy: 'jwt' }, jwt: { encryption: true } }],
  ['a row', { session: { strategy: 'database' } }],
]

describe.each(forms)('values of one purpose under the name of another (%s)', (_form, options) => {
  /** Everything that the site hands out to somebody who is not signed in, and what a log or a database might show. */
  async function handedOut(): Promise<{ watched: ReturnType<typeof site>; values: Map<string, string> }> {
    const watched = site(options)
    const someone = visitor(watched.auth)
    const values = new Map<string, string>()
    const begun = location(await someone.post('/signin/service', { callbackUrl: '/there' }))
    for (const name of ['state', 'nonce', 'code_challenge']) values.set(name, begun.searchParams.get(name) ?? '')
    await someone.post('/signin/email', { email: 'ann@app.example', callbackUrl: '/there' })
    for (const [name, value] of new URL(watched.mails[0]?.url ?? '').searchParams) values.set(`the link’s ${name}`, value)
    for (const [name, value] of someone.cookies) {
      values.set(name, value)
      for (const [i, part] of value.split('.').entries()) values.set(`${name}, part ${i}`, part)
      values.set(`${name}, from its first dot`, value.slice(value.indexOf('.') + 1))
      values.set(`${name}, hashed`, sha256(value))
    }
    for (const needed of ['state', 'the link’s token', csrf, `${transaction}mail`]) expect(values.get(needed), needed).toBeTruthy()
    expect([...values.keys()].filter((name) => name.startsWith(transaction)).length).toBeGreaterThan(3)
    return { watched, values }
  }

  test('SJ-08 CK-29 none of them is a session', async () => {
    const { watched, values } = await handedOut()
    for (const [name, value] of values) {
      if (value === '') continue
      const half = Math.ceil(value.length / 2)
      const ways = [
        { [host]: value },
        { [`${host}.0`]: value },
        { [`${host}.0`]: value.slice(0, half), [`${host}.1`]: value.slice(half) },
        { 'next-auth.session-token': value },
        { '__Secure-next-auth.session-token': value },
        { 'authjs.session-token': value, '__Secure-authjs.session-token': value },
      ]
      for (const cookies of ways) {
        const someone = visitor(watched.auth)
        for (const [cookie, text] of Object.entries(cookies)) someone.cookies.set(cookie, text)
        const header = Object.entries(cookies)
          .map((pair) => pair.join('='))
          .join('; ')
        expect(await watched.auth.read(new Headers({ host: 'app.example', cookie: header })), name).toBeNull()
        expect(await someone.session(), name).toBeNull()
      }
    }
  })

  test('SJ-09 a session is no transaction, no note of a browser, no CSRF token and no link', async () => {
    const { auth, calls, mails } = site(options)
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    const session = [...someone.cookies]
      .filter(([name]) => name.startsWith(host))
      .map(([, value]) => value)
      .join('')
    expect(session.length).toBeGreaterThan(40)
    const forged = [session, `${Date.now()}.${session}`, ...session.split('.'), sha256(session)]

    // As the transaction of a sign-in that was begun.
    for (const value of forged) {
      const other = visitor(auth)
      const state = location(await other.post('/signin/service')).searchParams.get('state') ?? ''
      const names = [...other.cookies.keys()].filter((name) => name.startsWith(transaction))
      expect(names.length).toBe(1)
      other.cookies.set(names[0] as string, value)
      calls.length = 0
      const back = await other.get(`/callback/service?code=x&state=${state}`)
      expect(location(back).searchParams.get('error'), value).toMatch(/^(OAuthCallbackError|InvalidCheck|Configuration)$/)
      expect(calls).toEqual([])
      expect(await other.session()).toBeNull()
    }

    // As the note that this browser asked for the link: the page does not go on by itself.
    const asked = visitor(auth)
    await asked.post('/signin/email', { email: 'ann@app.example' })
    const link = new URL(mails[0]?.url ?? '')
    expect(await (await asked.send(link.href)).text()).toContain('<script')
    for (const value of forged) {
      asked.cookies.set(`${transaction}mail`, value)
      expect(await (await asked.send(link.href)).text()).not.toContain('<script')
    }

    // As a CSRF token, and as the token of a link.
    for (const value of forged) {
      const other = visitor(auth)
      other.cookies.set(csrf, value)
      calls.length = 0
      expect(location(await other.post('/callback/credentials', { ...ann, csrfToken: value })).searchParams.get('error')).toBe(
        'MissingCSRF',
      )
      expect(calls).toEqual([])
      const confirmed = await visitor(auth).post('/callback/email', { token: value, email: 'ann@app.example' })
      expect(location(confirmed).searchParams.get('error')).toBe('Verification')
    }
  })
})

describe('SJ-22 an error inside is no session, to nobody who asks `if (session)`', () => {
  const broken = (): never => {
    throw new Error('broken inside')
  }
  const rejects = (): Promise<never> => Promise.reject(new Error('broken inside'))
  const row = (adapter: Adapter, answer: unknown): Partial<AuthOptions> => {
    const getSessionAndUser = typeof answer === 'function' ? answer : () => answer
    return { adapter: { ...adapter, getSessionAndUser: getSessionAndUser as never }, session: { strategy: 'database' } }
  }
  const user = { id: 'user-ann', email: 'ann@app.example', emailVerified: null }
  const later = new Date(Date.now() + 60_000)
  const rows: [what: string, answer: unknown][] = [
    ['throws', broken],
    ['rejects', rejects],
    ['answers with an error', new Error('x')],
    ...[undefined, false, true, 1, 'x', [], {}].map((odd): [string, unknown] => [`answers ${JSON.stringify(odd)}`, odd]),
    ['answers without a user', { session: { userId: 'user-ann', expires: later, sessionToken: 'x' } }],
    ['answers without a session', { user }],
    ['answers with an empty session', { user, session: {} }],
    ['answers with a session of another key', { user, session: { userId: 'user-ann', expires: later, sessionToken: 'another' } }],
    ['answers with empty parts', { user: {}, session: {} }],
    ['answers with errors for parts', { user: new Error('x'), session: new Error('y') }],
  ]
  /** A row that is right but for one thing. */
  const spoilt: [what: string, spoil: (session: AdapterSession) => object][] = [
    ['no end', ({ expires: _, ...rest }) => rest],
    ['an end that is no date', (session) => ({ ...session, expires: 'soon' })],
    ['an end that is not a number', (session) => ({ ...session, expires: Number.NaN })],
    ['`null` for an end', (session) => ({ ...session, expires: null })],
    ['another user', (session) => ({ ...session, userId: 'eve' })],
    ['no user', ({ userId: _, ...rest }) => rest],
  ]
  const answers: [what: string, options: Partial<AuthOptions>][] = [
    ...rows.map(([what, answer]): [string, Partial<AuthOptions>] => [`the store ${what}`, row(memory(), answer)]),
    ...spoilt.map(([what, spoil]): [string, Partial<AuthOptions>] => [
      `the row has ${what}`,
      row(memory(), (sessionToken: string) => ({ user, session: spoil({ sessionToken, userId: user.id, expires: later }) })),
    ]),
    ['`jwt` throws', { callbacks: { jwt: broken } }],
    ['`jwt` rejects', { callbacks: { jwt: rejects } }],
    ['`session` throws', { callbacks: { session: broken } }],
    ['`session` rejects', { callbacks: { session: rejects } }],
    ['`decode` throws', { jwt: { decode: broken } }],
    ['`decode` rejects', { jwt: { decode: rejects } }],
    ...[undefined, null, false, true, 1, 'x'].map((odd): [string, Partial<AuthOptions>] => [
      `\`decode\` answers ${JSON.stringify(odd)}`,
      { jwt: { decode: () => odd as never } },
    ]),
    ['`decode` answers with something that is over', { jwt: { decode: () => ({ sub: 'ann', exp: 1 }) } }],
    ['the clock fails', { clock: broken }],
    ['the clock says nothing', { clock: () => Number.NaN }],
    [
      'preparing the store fails',
      { adapter: { ...memory(), prepare: rejects, getSessionAndUser: rejects }, session: { strategy: 'database' } },
    ],
  ]

  /** A cookie that is good where nothing is broken. */
  async function goodCookie(strategy: 'jwt' | 'database'): Promise<string> {
    const someone = visitor(site({ session: { strategy } }).auth)
    await someone.post('/callback/credentials', ann)
    expect((await someone.session()).user.name).toBe('ann')
    return [...someone.cookies].map((pair) => pair.join('=')).join('; ')
  }

  test.each(answers)('%s', async (_what, options) => {
    const { auth } = site(options)
    const cookie = await goodCookie(options.session?.strategy === 'database' ? 'database' : 'jwt')
    const headers = new Headers({ host: 'app.example', cookie })
    const read = async (): Promise<unknown> => auth.read(headers)
    const refreshed = async (): Promise<unknown> => (await auth.readAndRefresh(new Request('https://app.example/', { headers }))).session
    for (const ask of [read, refreshed]) {
      const outcome = await ask().catch((error: unknown) => (error instanceof Error ? null : 'threw what is no error'))
      expect(outcome).toBeNull()
    }
    for (const method of ['GET', 'HEAD', 'POST']) {
      const response = await auth.handle(new Request('https://app.example/api/auth/session', { method, headers }))
      const text = await response.text()
      if (response.ok) expect(['null', '']).toContain(text)
      else expect(text).not.toContain('user')
      expect(text).not.toContain('broken inside')
    }
  })

  test('a row that is right is a session, so that a spoilt one says something', async () => {
    const right = (sessionToken: string) => ({ user, session: { sessionToken, userId: user.id, expires: later } })
    const { auth } = site(row(memory(), right))
    expect(await auth.read(new Headers({ host: 'app.example', cookie: await goodCookie('database') }))).toMatchObject({
      user: { id: 'user-ann' },
    })
  })

  test.each([
    ['another host', { url: undefined as never, allowedHosts: ['other.example'] }],
    ['another secret', { secret: 'another-secret-for-tests-only-9876543210' }],
    ['another path', { basePath: '/auth' }],
    ['another site', { url: 'https://other.example' }],
  ] as [string, Partial<AuthOptions>][])('a token of %s', async (_what, options) => {
    const cookie = await goodCookie('jwt')
    const { auth } = site(options)
    const outcome = await (async () => auth.read(new Headers({ host: 'app.example', cookie })))().catch(() => null)
    expect(outcome).toBeNull()
  })
})
