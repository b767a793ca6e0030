import { createHash } from 'node:crypto'
import type { Adapter } from 'next-auth/adapters'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RealProvider, realProvider } from '../providers/oidc-provider.js'
import { begin, bring, errorOf, type Walk, walk } from '../providers/walk.js'
import { credentialsProvider, emailProvider } from '../site.js'
import { location, type Visitor, visitor } from '../visitor.js'
import { comer, crowdSite, isIn } from './crowd-site.js'

/** An adapter that somebody else published, over a store of its own. */
export interface Published {
  readonly name: string
  /** Over an empty store. */
  open(): Promise<{ readonly adapter: Adapter; close(): Promise<unknown> }>
  /** What it lacks, if anything: why a case is not held. */
  readonly lacks?: {
    /** Two instances of the application cannot both be stopped from using one token. */
    readonly uniqueTokens?: string
    /** Nor from making one person twice. */
    readonly uniqueUsers?: string
  }
  /** A user without an address has no place in it. */
  readonly needsEmail?: boolean
  /** A service's extra words have no place in it, and are refused. */
  readonly refusesMore?: boolean
}

const day = 86_400_000
const cookie = '__Host-next-auth.session-token'
const hash = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** The whole story of an application that keeps its adapter, through the front door. */
export function publishedCases(published: Published): void {
  describe(published.name, () => {
    let real: RealProvider
    let adapter: Adapter
    let close: () => Promise<unknown>
    beforeAll(async () => {
      real = await realProvider(['real', 'other'].map((id) => `https://app.example/api/auth/callback/${id}`))
      const opened = await published.open()
      adapter = opened.adapter
      close = opened.close
    })
    afterAll(async () => {
      await close?.()
      await real?.close()
    })
    const story = () => tell(adapter, real)
    providerCases(story)
    mailCases(story, published)
    sessionCases(story)
    crowdCases(story, published)
    oddCases(story, published)
  })
}

type Story = ReturnType<typeof tell>

/** One application with sessions in the store, and what a visitor does there. */
function tell(adapter: Adapter, real: RealProvider) {
  const mails: { to: string; url: string }[] = []
  const providers = [real.provider(), real.provider({ id: 'other' }), emailProvider([], mails), credentialsProvider()]
  const open = (more: Parameters<typeof walk>[0] = {}): Walk => walk({ adapter, session: { strategy: 'database' }, providers, ...more })
  return {
    adapter,
    open,
    mails,
    async signIn(someone: Visitor, person: string, id = 'real', fields: Record<string, string> = {}): Promise<Response> {
      return bring(someone, await real.walkThrough(await begin(someone, id, fields), person))
    },
    /** What the store holds for the visitor's cookie. */
    async stored(someone: Visitor) {
      return adapter.getSessionAndUser?.(hash(someone.cookies.get(cookie) ?? ''))
    },
    async askForLink(someone: Visitor, email: string): Promise<Record<string, string>> {
      await someone.post('/signin/email', { email })
      return Object.fromEntries(new URL(mails.at(-1)?.url ?? '').searchParams)
    },
  }
}

/** Tests of one adapter share its store: each has people of its own. */
let people = 0
const nobodyYet = (): string => `person-${process.pid}-${++people}`

function providerCases(story: () => Story): void {
  test('DB-11 a new user by a provider, and the same user when they return', async () => {
    const { adapter, open, signIn, stored } = story()
    const { auth, errors, calls, someone } = open()
    const person = nobodyYet()
    expect(errorOf(await signIn(someone, person))).toBeNull()
    expect(errors).toEqual([])
    expect((await someone.session()).user).toMatchObject({ name: 'Bob', email: `${person}@example.com` })
    const made = await adapter.getUserByEmail?.(`${person}@example.com`)
    expect(made?.emailVerified).toBeTruthy()
    expect((await adapter.getUserByAccount?.({ provider: 'real', providerAccountId: person }))?.id).toBe(made?.id)
    const later = visitor(auth)
    expect(errorOf(await signIn(later, person))).toBeNull()
    expect((await stored(later))?.user.id).toBe(made?.id)
    expect(calls.filter((call) => call === 'event createUser').length).toBe(1)
  })

  test('S-01 the store holds the hash of a session’s token, and the token itself finds nothing', async () => {
    const { adapter, open, signIn, stored } = story()
    const { someone } = open()
    await signIn(someone, nobodyYet())
    const row = await stored(someone)
    expect(row?.session.userId).toBe(row?.user.id)
    expect(await adapter.getSessionAndUser?.(someone.cookies.get(cookie) ?? '')).toBeNull()
  })

  test('LK-01 a second provider with the same address is refused, and linked when its owner asks', async () => {
    const { open, signIn, stored } = story()
    const { auth, someone } = open()
    const person = nobodyYet()
    await signIn(someone, person)
    const first = (await stored(someone))?.user.id
    const stranger = visitor(auth)
    expect(errorOf(await signIn(stranger, person, 'other'))).toBe('OAuthAccountNotLinked')
    expect(await stranger.session()).toBeNull()
    expect(errorOf(await signIn(someone, person, 'other', { intent: 'link' }))).toBeNull()
    expect(errorOf(await signIn(stranger, person, 'other'))).toBeNull()
    expect((await stored(stranger))?.user.id).toBe(first)
  })

  test('a password: the same user each time, with a session in the store', async () => {
    const { open, stored } = story()
    const { auth, errors } = open()
    const username = nobodyYet()
    const ids: unknown[] = []
    for (const someone of [visitor(auth), visitor(auth)]) {
      await someone.post('/callback/credentials', { username, password: 'right' })
      ids.push((await stored(someone))?.user.id)
    }
    expect(errors).toEqual([])
    expect(ids[0]).toBeTruthy()
    expect(ids[1]).toBe(ids[0])
  })
}

function mailCases(story: () => Story, { lacks }: Published): void {
  test('EM-01 a mailed link makes a user, brings them back, and works once', async () => {
    const { open, askForLink, stored } = story()
    const { auth, errors } = open()
    const email = `${nobodyYet()}@mail.example`
    const ids: unknown[] = []
    for (const someone of [visitor(auth), visitor(auth)]) {
      const link = await askForLink(someone, email)
      expect(errorOf(await someone.post('/callback/email', link))).toBeNull()
      expect((await someone.session()).user.email).toBe(email)
      ids.push((await stored(someone))?.user.id)
      expect(errorOf(await visitor(auth).post('/callback/email', link))).toBe('Verification')
    }
    expect(ids[1]).toBe(ids[0])
    expect(errors.filter((error) => !String(error).includes('link is unknown'))).toEqual([])
  })

  const many = async (sites: readonly Walk[], { askForLink }: Story): Promise<number> => {
    const link = await askForLink(sites[0]?.someone as Visitor, `${nobodyYet()}@mail.example`)
    const visitors = Array.from({ length: 20 }, (_, at) => visitor((sites[at % sites.length] as Walk).auth))
    const responses = await Promise.all(visitors.map((one) => one.post('/callback/email', link)))
    return responses.filter((response) => errorOf(response) === null).length
  }

  test('EM-02 of twenty who follow one link at once, one is let in', async () => {
    const told = story()
    expect(await many([told.open()], told)).toBe(1)
  })

  const title = 'EM-02 the same, with two instances of the application'
  if (lacks?.uniqueTokens)
    test(`${title}: not so here (${lacks.uniqueTokens}), and the log says it once`, async () => {
      const told = story()
      const sites = [told.open(), told.open()]
      await many(sites, told)
      await many(sites, told)
      for (const { warnings } of sites) expect(warnings.filter((code) => code === 'TOKEN_RACE').length).toBe(1)
    })
  else
    test(`${title}, and nothing is warned of`, async () => {
      const told = story()
      const sites = [told.open(), told.open()]
      expect(await many(sites, told)).toBe(1)
      expect(sites.flatMap(({ warnings }) => warnings)).toEqual([])
    })
}

function sessionCases(story: () => Story): void {
  test('S-20 a session is prolonged when it is due, again and again, and ends when it has not been used', async () => {
    const { open, signIn, stored } = story()
    const { someone, turn, errors } = open()
    await signIn(someone, nobodyYet())
    for (let visits = 0; visits < 3; visits++) {
      const before = new Date((await stored(someone))?.session.expires ?? 0).getTime()
      turn(3 * day)
      expect((await someone.session()).user.name).toBe('Bob')
      expect(new Date((await stored(someone))?.session.expires ?? 0).getTime()).toBeGreaterThan(before + 2 * day)
    }
    turn(31 * day)
    expect(await someone.session()).toBeNull()
    expect(errors).toEqual([])
  })

  test('CC-07 a session that is deleted before it is prolonged has ended', async () => {
    const { adapter, open, signIn } = story()
    const { someone, turn, errors } = open({
      adapter: Object.assign(Object.create(adapter), {
        updateSession: async (changes: Parameters<Required<Adapter>['updateSession']>[0]) => {
          await adapter.deleteSession?.(changes.sessionToken)
          return adapter.updateSession?.(changes)
        },
      }),
    })
    await signIn(someone, nobodyYet())
    turn(3 * day)
    expect(await someone.session()).toBeNull()
    expect(errors).toEqual([])
  })

  test('LO-01 signing out takes the row away, once and twice; the next sign-in is a new session', async () => {
    const { open, signIn, stored } = story()
    const { someone, errors } = open()
    const person = nobodyYet()
    await signIn(someone, person)
    const token = someone.cookies.get(cookie) as string
    for (let times = 0; times < 2; times++) {
      expect((await someone.post('/signout')).status).toBe(303)
      someone.cookies.set(cookie, token)
      expect(await stored(someone)).toBeNull()
    }
    expect(await someone.session()).toBeNull()
    someone.cookies.set(cookie, token)
    expect(errorOf(await signIn(someone, person))).toBeNull()
    expect(someone.cookies.get(cookie)).not.toBe(token)
    expect(errors).toEqual([])
  })

  test('SD-08 a deleted user is signed out, and may sign up again as somebody new', async () => {
    const { adapter, open, signIn, stored } = story()
    const { someone, errors } = open()
    const person = nobodyYet()
    await signIn(someone, person)
    const id = (await stored(someone))?.user.id as string
    await adapter.deleteUser?.(id)
    expect(await someone.session()).toBeNull()
    expect(errorOf(await signIn(someone, person))).toBeNull()
    expect((await stored(someone))?.user.id).not.toBe(id)
    expect(errors).toEqual([])
  })

  test('what the application changes by its own adapter is there at the next read', async () => {
    const { adapter, open, signIn, stored } = story()
    const { someone } = open()
    const person = nobodyYet()
    await signIn(someone, person)
    const id = (await stored(someone))?.user.id as string
    await adapter.updateUser?.({ id, name: 'Robert' })
    expect((await someone.session()).user.name).toBe('Robert')
    await adapter.unlinkAccount?.({ provider: 'real', providerAccountId: person })
    expect(await adapter.getUserByAccount?.({ provider: 'real', providerAccountId: person })).toBeNull()
  })
}

function crowdCases(story: () => Story, { lacks }: Published): void {
  const all = async (instances: number): Promise<void> => {
    const { adapter, stored } = story()
    const errors: Error[] = []
    const sites = Array.from({ length: instances }, () => crowdSite(adapter, (error) => errors.push(error)))
    const person = nobodyYet()
    const comers = await Promise.all(Array.from({ length: 20 }, (_, at) => comer(sites[at % instances] as (typeof sites)[0], person)))
    const responses = await Promise.all(comers.map((one) => one.comeBack()))
    expect(errors).toEqual([])
    expect(responses.map((response) => isIn(response) || location(response).href)).toEqual(responses.map(() => true))
    const ids = await Promise.all(comers.map(async (one) => (await stored(one.visitor))?.user.id))
    const owner = await adapter.getUserByAccount?.({ provider: 'service', providerAccountId: person })
    expect(new Set(ids)).toEqual(new Set([owner?.id]))
  }

  test('CC-03 of twenty first sign-ins of one person at once, one makes the user and all are let in', () => all(1))

  const title = 'CC-03 the same, with two instances of the application'
  if (lacks?.uniqueUsers) test.skip(`${title} (not so here: ${lacks.uniqueUsers})`)
  else test(title, () => all(2))
}

function oddCases(story: () => Story, { needsEmail, refusesMore }: Published): void {
  const service = (more: Record<string, unknown>, profile: object): Parameters<typeof walk>[0] => ({
    providers: [
      {
        id: 'service',
        name: 'Service',
        type: 'oauth',
        clientId: 'client',
        clientSecret: 'client-secret',
        authorization: 'https://service.example/authorize',
        token: 'https://service.example/token',
        userinfo: 'https://service.example/userinfo',
        profile: (claims) => claims as { id: string },
      },
    ],
    fetch: async (input) =>
      String(input instanceof Request ? input.url : input).endsWith('/token')
        ? Response.json({ access_token: 'access', token_type: 'bearer', expires_in: 3600, ...more })
        : Response.json(profile),
  })
  const comeBack = async ({ someone }: Walk): Promise<Response> => {
    const state = (await begin(someone, 'service')).searchParams.get('state') ?? ''
    return someone.get(`/callback/service?${new URLSearchParams({ code: 'code', state })}`)
  }

  test('what a service sends beyond the columns of v4 and v5 keeps nobody out', async () => {
    const id = nobodyYet()
    const more = { refresh_token: 'refresh', refresh_token_expires_in: 7200, 'not-before-policy': 0 }
    const walking = story().open(service(more, { id, name: 'Cleo', email: `${id}@example.com` }))
    expect(errorOf(await comeBack(walking))).toBeNull()
    expect((await walking.someone.session()).user.name).toBe('Cleo')
    expect(walking.warnings).toEqual(refusesMore ? ['ACCOUNT_COLUMNS'] : [])
  })

  test(`a person without an address is ${needsEmail ? 'refused by the store, and leaves nothing behind' : 'let in, and is one user'}`, async () => {
    const id = nobodyYet()
    const walking = story().open(service({}, { id, name: 'Cleo' }))
    for (let times = 0; times < 2; times++) expect(errorOf(await comeBack(walking))).toBe(needsEmail ? 'Configuration' : null)
    expect(Boolean(await story().adapter.getUserByAccount?.({ provider: 'service', providerAccountId: id }))).toBe(!needsEmail)
  })

  test('sessions as tokens over the same store', async () => {
    const { open, signIn, adapter } = story()
    const { someone, errors } = open({ session: { strategy: 'jwt' } })
    const person = nobodyYet()
    expect(errorOf(await signIn(someone, person))).toBeNull()
    expect((await someone.session()).user.email).toBe(`${person}@example.com`)
    expect(await adapter.getUserByAccount?.({ provider: 'real', providerAccountId: person })).toBeTruthy()
    expect(errors).toEqual([])
  })
}
