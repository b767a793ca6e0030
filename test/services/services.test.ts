import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AdapterUser } from '../../src/adapters/contract.js'
import type { Account } from '../../src/base/types.js'
import { ask, begin, bring, errorOf, type Walk, walk } from '../providers/walk.js'
import type { PersonFixture, ServiceFixture } from './contract.js'
import { type Double, doubleOf, registered, secretOf, type Trouble } from './double.js'

const modules = import.meta.glob<{ readonly default: ServiceFixture }>('./fixtures/*.ts', { eager: true })
const fixtures = Object.values(modules).map((module) => module.default)

describe.each(fixtures.map((fixture) => [fixture.id, fixture] as const))('%s', (_id, fixture) => {
  let double: Double
  beforeAll(async () => {
    double = await doubleOf(fixture)
  })
  afterAll(() => double.close())
  beforeEach(() => double.reset())

  test('a new visitor signs in, comes back as the same user, and somebody else is somebody else', async () => {
    const site = siteOf(fixture, double)
    for (const person of [0, 0, 1] as const) {
      double.person = person
      expect([await signIn(site), double.refused, site.log]).toEqual([null, [], []])
    }
    expect(site.users.map(known)).toEqual(fixture.people.map(({ user: { id: _there, ...rest } }) => rest))
    expect(site.accounts.map(({ providerAccountId }) => providerAccountId)).toEqual(fixture.people.map(({ user }) => user.id))
  })

  test('who says no is not signed in, and nothing more is asked', async () => {
    const site = siteOf(fixture, double)
    expect(await meet(site, 'denial')).toBe('OAuthDenied')
    expect(double.asked.filter((asked) => asked.endsWith(` ${fixture.token.url}`))).toEqual([])
    await expectNobody(site)
  })

  test('a code that the service does not know signs nobody in (PF-06)', async () => {
    const site = siteOf(fixture, double)
    expect(await meet(site, 'unknown code')).toBe('OAuthCallbackError')
    expect(double.refused).toEqual(['code'])
    await expectNobody(site)
  })

  test('a token endpoint that is down signs nobody in (PF-02)', async () => {
    const site = siteOf(fixture, double)
    expect(await meet(site, 'token endpoint down')).toBe('OAuthCallbackError')
    expect(double.asked.filter((asked) => asked.endsWith(` ${fixture.token.url}`)).length).toBe(1)
    await expectNobody(site)
  })

  test('a profile of another shape signs nobody in (PF-16)', async () => {
    const site = siteOf(fixture, double)
    expect(await meet(site, 'malformed profile')).toBe('OAuthCallbackError')
    expect(double.asked.some((asked) => asked.endsWith(` ${fixture.token.url}`))).toBe(true)
    await expectNobody(site)
  })

  async function meet(site: Site, trouble: Trouble): Promise<string | null> {
    double.trouble = trouble
    return signIn(site)
  }

  async function expectNobody(site: Site): Promise<void> {
    expect(await site.walk.someone.session()).toBeNull()
    expect(site.users).toEqual([])
    // LG-01: which check failed is said, and nothing that was exchanged.
    expect(site.log.length).toBeGreaterThan(0)
    const log = site.log.join('\n')
    expect(log).toContain(fixture.id)
    for (const secret of [...double.issued, secretOf(fixture.token)]) expect(log).not.toContain(secret)
  }

  async function signIn(site: Site): Promise<string | null> {
    const there = await begin(site.walk.someone, fixture.id)
    expect(`${there.origin}${there.pathname}`).toBe(fixture.authorization.url)
    const answer = await ask(double.at(there))
    return errorOf(await bring(site.walk.someone, answer))
  }
})

interface Site {
  readonly walk: Walk
  readonly log: string[]
  readonly users: AdapterUser[]
  readonly accounts: Account[]
}

function siteOf(fixture: ServiceFixture, double: Double): Site {
  const users: AdapterUser[] = []
  const accounts: Account[] = []
  const log: string[] = []
  const note = (...words: unknown[]): unknown => log.push(inspect(words, { depth: 20, showHidden: true }))
  const walking = walk({
    debug: true,
    logger: { error: note, warn: note, debug: note },
    providers: [fixture.provider({ ...registered, clientSecret: secretOf(fixture.token), ...fixture.options })],
    fetch: double.fetch,
    events: {
      createUser: ({ user }) => users.push(user as AdapterUser),
      linkAccount: ({ account }) => accounts.push(account),
    },
  })
  return { walk: walking, log, users, accounts }
}

/** A user without an address has `null` there, whatever the type says. */
function known({ name = null, email, image = null, emailVerified }: AdapterUser): Omit<PersonFixture['user'], 'id'> {
  return { name, email: email as string | null, image, emailVerified: emailVerified !== null }
}
