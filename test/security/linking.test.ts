import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import { type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { errorOf, signIn, walk } from '../providers/walk.js'
import { visitor } from '../visitor.js'

let op: Misbehaving
beforeAll(async () => {
  op = await misbehaving()
})
afterAll(() => op.close())
beforeEach(() => op.behave())

test('LK-02 under one id and over one store, another issuer’s Ann is not this one’s', async () => {
  const other = await misbehaving()
  try {
    const adapter = memory()
    const here = walk({ adapter, providers: [op.provider()] })
    expect(errorOf(await signIn(here.someone, 'op'))).toBeNull()
    const there = walk({ adapter, providers: [other.provider()] })
    expect(errorOf(await signIn(there.someone, 'op'))).toBe('Configuration')
    expect(String(there.errors[0])).toContain('another issuer')
    expect(await there.someone.session()).toBeNull()
    // Nor by asking to be linked, while signed in as somebody else.
    other.person = { ...other.person, sub: 'eve-1', email: 'eve@example.com' }
    expect(errorOf(await signIn(there.someone, 'op'))).toBeNull()
    other.person = { ...other.person, sub: 'ann-1' }
    expect(errorOf(await signIn(there.someone, 'op', { intent: 'link' }))).toBe('Configuration')
    // Back here nothing has changed.
    expect(errorOf(await signIn(visitor(here.auth), 'op'))).toBeNull()
  } finally {
    await other.close()
  }
})

test('LK-07 who takes on somebody else’s address at the provider stays who they were', async () => {
  const adapter = memory()
  const walking = walk({ adapter, providers: [op.provider()] })
  const eve = visitor(walking.auth)
  op.person = { ...op.person, sub: 'eve-1', email: 'eve@example.com' }
  await signIn(eve, 'op')
  const before = (await eve.session()).user.id
  op.person = { ...op.person, sub: 'ann-1', email: 'ann@example.com' }
  await signIn(walking.someone, 'op')
  const ann = (await walking.someone.session()).user.id
  // Verified or not, with linking trusted or not: the subject alone says who it is.
  op.person = { ...op.person, sub: 'eve-1', email: 'ann@example.com', email_verified: true }
  for (const provider of [op.provider(), op.provider({ allowDangerousEmailAccountLinking: true })]) {
    const later = visitor(walk({ adapter, providers: [provider] }).auth)
    expect(errorOf(await signIn(later, 'op'))).toBeNull()
    expect((await later.session()).user.id).toBe(before)
  }
  expect(before).not.toBe(ann)
  expect((await adapter.getUserByEmail('ann@example.com'))?.id).toBe(ann)
})

test('LK-16 what a provider says of somebody names no user, no role and no time here', async () => {
  const adapter = memory()
  const walking = walk({ adapter, providers: [op.provider()] })
  const claims = { id: 'admin', userId: 'admin', role: 'admin', emailVerified: '2020-01-01', __proto__: { isAdmin: true } }
  op.person = { ...op.person, email_verified: false }
  op.faults.claims = (right) => ({ ...right, ...claims })
  expect(errorOf(await signIn(walking.someone, 'op'))).toBeNull()
  const { user } = await walking.someone.session()
  const stored = await adapter.getUser(user.id)
  expect(stored).toMatchObject({ name: 'Ann', email: 'ann@example.com', emailVerified: null })
  expect(Object.keys(stored ?? {}).toSorted()).toEqual(['email', 'emailVerified', 'id', 'image', 'name'])
  expect([user.id === 'admin', user.role, user.isAdmin]).toEqual([false, undefined, undefined])
})

test.each([
  ['false', () => false],
  ['a place', () => '/not-yet'],
  [
    'an exception',
    () => {
      throw new Error('no')
    },
  ],
])('LK-20 the `signIn` callback that answers with %s leaves no user and no account behind', async (_what, answer) => {
  const adapter = memory()
  const walking = walk({ adapter, providers: [op.provider()], callbacks: { signIn: answer } })
  const response = await signIn(walking.someone, 'op')
  expect(response.headers.get('location')).not.toBe('https://app.example/')
  expect(await adapter.getUserByEmail('ann@example.com')).toBeNull()
  expect(await adapter.getUserByAccount({ provider: 'op', providerAccountId: 'ann-1' })).toBeNull()
  expect(walking.calls.filter((call) => call.startsWith('event'))).toEqual([])
  expect(await walking.someone.session()).toBeNull()
})
