import { allAtOnce, ann, facts, failure, type Harness, session, soon } from './harness.js'

export function sessionCases(harness: Harness): void {
  reading(harness)
  changing(harness)
}

function reading({ check, expect, has }: Harness): void {
  check('a session comes with its user', async (adapter) => {
    const user = await adapter.createUser(ann())
    const expires = soon()
    await adapter.createSession(session(user.id, { expires }))
    const found = await adapter.getSessionAndUser('hash-of-a-token')
    expect(found?.session.sessionToken).toBe('hash-of-a-token')
    expect(found?.session.userId).toBe(user.id)
    expect(found?.session.expires.toISOString()).toBe(expires.toISOString())
    expect(found?.user.id).toBe(user.id)
    expect(facts(found?.user)).toEqual(facts(user))
  })

  check('a session that has expired is answered all the same: the caller judges time', async (adapter) => {
    const user = await adapter.createUser(ann())
    await adapter.createSession(session(user.id, { expires: new Date(1000) }))
    expect((await adapter.getSessionAndUser('hash-of-a-token'))?.session.expires.getTime()).toBe(1000)
  })

  check('each token answers for its own session', async (adapter) => {
    const users = [await adapter.createUser(ann()), await adapter.createUser(ann({ email: 'bob@example.com' }))]
    for (const [at, user] of users.entries()) await adapter.createSession(session(user.id, { sessionToken: `hash-${at}` }))
    expect((await adapter.getSessionAndUser('hash-0'))?.user.id).toBe(users[0]?.id)
    expect((await adapter.getSessionAndUser('hash-1'))?.user.id).toBe(users[1]?.id)
    expect(await adapter.getSessionAndUser('hash-2')).toBe(null)
  })

  if (has('sessionFacts')) {
    check('how, when and where a session began is kept', async (adapter) => {
      const user = await adapter.createUser(ann())
      const given = {
        sid: 's1',
        provider: 'acme',
        amr: ['pwd', 'otp'],
        authTime: new Date(1_790_000_000_123),
        createdAt: new Date(1_790_000_001_456),
      }
      await adapter.createSession(session(user.id, given))
      const { sid, provider, amr, authTime, createdAt } = (await adapter.getSessionAndUser('hash-of-a-token'))?.session ?? {}
      expect({ sid, provider, amr, authTime, createdAt }).toEqual(given)
    })
  }
}

function changing({ check, expect }: Harness): void {
  check('an update moves the end and nothing else', async (adapter) => {
    const user = await adapter.createUser(ann())
    await adapter.createSession(session(user.id, { sid: 's1', createdAt: new Date(5000) }))
    const before = (await adapter.getSessionAndUser('hash-of-a-token'))?.session
    const expires = new Date(Date.now() + 7_200_456)
    await adapter.updateSession({ sessionToken: 'hash-of-a-token', expires })
    expect((await adapter.getSessionAndUser('hash-of-a-token'))?.session).toEqual({ ...before, expires })
  })

  check('SD-09 an update of a deleted session answers null and does not bring it back', async (adapter) => {
    const user = await adapter.createUser(ann())
    await adapter.createSession(session(user.id))
    await adapter.deleteSession('hash-of-a-token')
    expect((await adapter.updateSession({ sessionToken: 'hash-of-a-token', expires: soon() })) ?? null).toBe(null)
    expect(await adapter.getSessionAndUser('hash-of-a-token')).toBe(null)
  })

  check('CC-06 of a sign-out and twenty refreshes at once, the sign-out wins', async (adapter) => {
    const user = await adapter.createUser(ann())
    await adapter.createSession(session(user.id))
    await allAtOnce(
      21,
      async (at): Promise<unknown> =>
        at === 10 ? adapter.deleteSession('hash-of-a-token') : adapter.updateSession({ sessionToken: 'hash-of-a-token', expires: soon() }),
    )
    expect(await adapter.getSessionAndUser('hash-of-a-token')).toBe(null)
  })

  check('deleting a session ends that one; deleting what is not there is no failure', async (adapter) => {
    const user = await adapter.createUser(ann())
    for (const at of [0, 1]) await adapter.createSession(session(user.id, { sessionToken: `hash-${at}` }))
    await adapter.deleteSession('hash-0')
    await adapter.deleteSession('hash-0')
    expect(await adapter.getSessionAndUser('hash-0')).toBe(null)
    expect((await adapter.getSessionAndUser('hash-1'))?.user.id).toBe(user.id)
  })

  check('DB-06 a second session with one token is refused', async (adapter) => {
    const [one, other] = [await adapter.createUser(ann()), await adapter.createUser(ann({ email: 'bob@example.com' }))]
    await adapter.createSession(session(one.id))
    expect((await failure(() => adapter.createSession(session(other.id)))) !== undefined).toBe(true)
    expect((await adapter.getSessionAndUser('hash-of-a-token'))?.user.id).toBe(one.id)
  })
}
