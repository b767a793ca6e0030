import { randomUUID } from 'node:crypto'
import type { Adapter } from 'next-auth/adapters'
import { expect, test } from 'vitest'
import { begin, errorOf, type Walk, type walk } from '../providers/walk.js'
import { visitor } from '../visitor.js'
import { cookie, nobodyYet, type Published, type Story } from './published-story.js'

const day = 86_400_000

export function sessionCases(story: () => Story, { lacks }: Published): void {
  test('a session is prolonged when it is due, again and again, and ends when it has not been used', async () => {
    const { open, signIn, stored } = story()
    const { someone, turn, errors } = open()
    expect([errorOf(await signIn(someone, nobodyYet())), errors]).toEqual([null, []])
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

  test.each([
    '__Secure-next-auth.session-token',
    '__Secure-authjs.session-token',
  ])('SD-01 a session that v4 or v5 began goes on (%s), and is a hash from then on', async (name) => {
    const { adapter, open, signIn, stored } = story()
    const { auth, someone, errors } = open()
    await signIn(someone, nobodyYet())
    const { user } = (await stored(someone)) as { user: { id: string; email: string } }
    const raw = randomUUID()
    await adapter.createSession?.({ sessionToken: raw, userId: user.id, expires: new Date(Date.now() + 20 * day) })
    const earlier = visitor(auth)
    earlier.cookies.set(name, raw)
    for (let visits = 0; visits < 2; visits++) expect((await earlier.session())?.user.email).toBe(user.email)
    expect([...earlier.cookies.keys()]).toEqual([cookie])
    expect((await stored(earlier))?.user.email).toBe(user.email)
    expect(await adapter.getSessionAndUser?.(raw)).toBeNull()
    expect(errors).toEqual([])
  })

  const several = 'LO-01 a session that several requests took over at once is ended by one sign-out'
  if (lacks?.wholeReads) test.skip(`${several} (not so here: ${lacks.wholeReads})`)
  else
    test(several, async () => {
      const { adapter, open, signIn, stored } = story()
      const { auth, someone } = open()
      await signIn(someone, nobodyYet())
      const raw = randomUUID()
      const userId = (await stored(someone))?.user.id as string
      await adapter.createSession?.({ sessionToken: raw, userId, expires: new Date(Date.now() + 20 * day) })
      const tabs = Array.from({ length: 8 }, () => visitor(auth))
      for (const tab of tabs) tab.cookies.set('__Secure-authjs.session-token', raw)
      const sessions = await Promise.all(tabs.map((tab) => tab.session()))
      expect(sessions.map((session) => Boolean(session))).toEqual(tabs.map(() => true))
      const [first, ...others] = tabs as [(typeof tabs)[0], ...typeof tabs]
      await first.post('/signout')
      for (const tab of others) expect(await tab.session()).toBeNull()
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

  test('LO-02 signing out takes the row away, once and twice; the next sign-in is a new session', async () => {
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

export function oddCases(story: () => Story, { needsEmail, lacks }: Published): void {
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
    expect(walking.warnings).toEqual(lacks?.exactKeys ? ['LOOSE_KEYS'] : [])
  })

  test(`a person without an address is ${needsEmail ? 'refused by the store, and leaves nothing behind' : 'let in, and is one user'}`, async () => {
    const id = nobodyYet()
    const walking = story().open(service({}, { id, name: 'Cleo' }))
    for (let times = 0; times < 2; times++) expect(errorOf(await comeBack(walking))).toBe(needsEmail ? 'Configuration' : null)
    expect(Boolean(await story().adapter.getUserByAccount?.({ provider: 'service', providerAccountId: id }))).toBe(!needsEmail)
  })

  /** Who is let in with each id, one after the other. */
  const ownersOf = async (ids: readonly string[]) => {
    const { open, stored } = story()
    const letIn = []
    for (const id of ids) {
      const walking = open(service({}, { id, name: 'Cleo', email: `${Buffer.from(id).toString('hex')}@example.com` }))
      await comeBack(walking)
      letIn.push({ owner: (await stored(walking.someone))?.user.id, warnings: walking.warnings })
    }
    expect(letIn[0]?.owner).toBeTruthy()
    return letIn
  }
  const exact = 'LK-01 whose id at a service differs in the case of a letter'
  if (lacks?.exactKeys)
    test(`${exact} is somebody else, but not here (${lacks.exactKeys}): the log says so`, async () => {
      const person = nobodyYet()
      expect((await ownersOf([person, person.toUpperCase()]))[0]?.warnings).toEqual(['LOOSE_KEYS'])
    })
  else
    test(`${exact} is somebody else`, async () => {
      const person = nobodyYet()
      const [one, other, again] = await ownersOf([person, person.toUpperCase(), person])
      expect([other?.owner === one?.owner, again?.owner === one?.owner]).toEqual([false, true])
      expect(one?.warnings).toEqual([])
    })

  test('LK-01 whose id at a service differs after a mark that a store drops, or turns into another, is somebody else', async () => {
    const person = nobodyYet()
    const [one, dropped, turned, again] = await ownersOf([`${person}/?a`, `${person}/?b`, `${person}:`, `${person}/?a`])
    expect([dropped, turned, again].map((other) => other?.owner === one?.owner)).toEqual([false, false, true])
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
