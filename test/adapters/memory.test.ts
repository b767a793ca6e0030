import { memory } from 'next-auth/adapters'
import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'

adapterCases({ name: 'memory', open: () => memory(), close: (adapter) => adapter.close?.() }, { describe, expect, test })

test('two stores share nothing', async () => {
  const [one, other] = [memory(), memory()]
  await one.createUser({ id: 'u1', email: 'ann@example.com', emailVerified: null })
  expect(await one.getUser('u1')).not.toBeNull()
  expect(await other.getUser('u1')).toBeNull()
})

test('an id that is handed in is kept; without one, one is made', async () => {
  const store = memory({ clock: () => 0x0123_4567_89ab })
  expect((await store.createUser({ id: 'own', email: 'ann@example.com', emailVerified: null })).id).toBe('own')
  const made = await store.createUser({ email: 'bob@example.com', emailVerified: null } as never)
  expect(made.id).toMatch(/^01234567-89ab-7/)
})
