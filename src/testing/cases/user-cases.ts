import { account, ann, facts, failure, type Harness, session, soon } from './harness.js'

export function userCases(harness: Harness): void {
  reading(harness)
  changing(harness)
  removing(harness)
  values(harness)
}

function reading({ check, expect }: Harness): void {
  check('a user is found by id and by e-mail address', async (adapter) => {
    const made = await adapter.createUser(ann({ emailVerified: soon() }))
    expect(typeof made.id).toBe('string')
    expect((await adapter.getUser(made.id))?.id).toBe(made.id)
    expect(facts(await adapter.getUser(made.id))).toEqual(facts(made))
    expect((await adapter.getUserByEmail('ann@example.com'))?.id).toBe(made.id)
  })

  check('a user who is not there is null', async (adapter) => {
    await adapter.createUser(ann())
    expect(await adapter.getUser(crypto.randomUUID())).toBe(null)
    expect(await adapter.getUserByEmail('bob@example.com')).toBe(null)
    expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })).toBe(null)
  })

  check('several users may have no address', async (adapter) => {
    const none = null as unknown as string
    const [one, other] = [await adapter.createUser(ann({ email: none })), await adapter.createUser(ann({ email: none }))]
    expect(one.id === other.id).toBe(false)
    expect((await adapter.getUser(one.id))?.email ?? null).toBe(null)
  })

  check('an answer is a copy: changing it changes nothing in the store', async (adapter) => {
    const made = await adapter.createUser(ann({ emailVerified: new Date(1000) }))
    for (const answer of [made, await adapter.getUser(made.id), await adapter.getUserByEmail('ann@example.com')]) {
      if (answer) answer.name = 'Mallory'
      answer?.emailVerified?.setTime(5)
    }
    expect(facts(await adapter.getUser(made.id))).toEqual(facts(ann({ emailVerified: new Date(1000) })))
  })
}

function changing({ check, expect, has }: Harness): void {
  check('an update changes what is given and nothing else', async (adapter) => {
    const { id } = await adapter.createUser(ann({ image: 'https://example.com/a.png' }))
    const verified = soon()
    expect(facts(await adapter.updateUser({ id, emailVerified: verified }))).toEqual(
      facts(ann({ image: 'https://example.com/a.png', emailVerified: verified })),
    )
    await adapter.updateUser({ id, name: null })
    await adapter.updateUser({ id })
    expect(facts(await adapter.getUser(id))).toEqual(
      facts(ann({ name: null, image: 'https://example.com/a.png', emailVerified: verified })),
    )
  })

  check('an address that changes is found anew and no longer as it was', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    await adapter.updateUser({ id, email: 'anna@example.com' })
    expect((await adapter.getUserByEmail('anna@example.com'))?.id).toBe(id)
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
  })

  check('an update of nobody fails and creates nobody', async (adapter) => {
    const id = crypto.randomUUID()
    expect((await failure(() => adapter.updateUser({ id, name: 'Nobody' }))) !== undefined).toBe(true)
    expect(await adapter.getUser(id)).toBe(null)
  })

  check('DB-06 a second user with one address is refused, at creation and at update', async (adapter) => {
    const first = await adapter.createUser(ann())
    const bob = await adapter.createUser(ann({ email: 'bob@example.com' }))
    const errors = [
      await failure(() => adapter.createUser(ann({ name: 'Mallory' }))),
      await failure(() => adapter.updateUser({ id: bob.id, email: 'ann@example.com' })),
    ]
    for (const error of errors) {
      expect(error !== undefined).toBe(true)
      if (has('conflict')) expect(error?.details?.conflict).toBe('email')
      expect(error?.message?.includes('ann@example.com')).toBe(false)
    }
    expect((await adapter.getUserByEmail('ann@example.com'))?.id).toBe(first.id)
    expect((await adapter.getUser(bob.id))?.email).toBe('bob@example.com')
  })
}

function removing({ check, expect }: Harness): void {
  check('a deleted user takes accounts and sessions along, and only their own', async (adapter) => {
    const [one, other] = [await adapter.createUser(ann()), await adapter.createUser(ann({ email: 'bob@example.com' }))]
    for (const [at, { id }] of [one, other].entries()) {
      await adapter.linkAccount(account(id, { providerAccountId: String(at) }))
      await adapter.createSession(session(id, { sessionToken: `hash-${at}` }))
    }
    await adapter.deleteUser(one.id)
    expect(await adapter.getUser(one.id)).toBe(null)
    expect(await adapter.getUserByEmail('ann@example.com')).toBe(null)
    expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '0' })).toBe(null)
    expect(await adapter.getSessionAndUser('hash-0')).toBe(null)
    expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe(other.id)
    expect((await adapter.getSessionAndUser('hash-1'))?.user.id).toBe(other.id)
    // Nothing of the account stayed behind: it can be linked again.
    await adapter.linkAccount(account(other.id, { providerAccountId: '0' }))
    expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '0' }))?.id).toBe(other.id)
  })
}

function values({ check, expect }: Harness): void {
  check('DB-19 names come back as they went: emoji, four bytes, composed and decomposed, quotes, line breaks', async (adapter) => {
    const names = [
      'Zoë',
      'Zoe\u0308',
      '李小龙',
      '👩‍👩‍👧‍👦',
      '𐍈',
      'O\'Neil "x" \\ `y` ; --',
      'a\r\nb\tc',
      ' padded ',
      '',
      '\u202eabc',
      '%_[]*?',
    ]
    for (const name of names) {
      const { id } = await adapter.createUser(ann({ name, email: `${crypto.randomUUID()}@example.com` }))
      expect((await adapter.getUser(id))?.name).toBe(name)
    }
  })

  check('values of 10 KB come back whole', async (adapter) => {
    const long = 'é'.repeat(5 * 1024)
    const { id } = await adapter.createUser(ann({ name: long, image: `https://example.com/${'a'.repeat(10_240)}` }))
    const user = await adapter.getUser(id)
    expect(user?.name).toBe(long)
    expect(user?.image?.length).toBe('https://example.com/'.length + 10_240)
  })

  check('DB-20 dates keep their milliseconds', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    for (const text of ['2026-03-29T01:59:59.999Z', '2026-10-25T01:00:00.001Z', '1969-12-31T23:59:59.123Z', '2099-12-31T23:59:59.678Z']) {
      await adapter.updateUser({ id, emailVerified: new Date(text) })
      expect((await adapter.getUser(id))?.emailVerified?.toISOString()).toBe(text)
    }
  })
}
