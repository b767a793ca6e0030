import { expect, test } from 'vitest'
import { type Adapter, connect, memory } from '../../src/adapters/index.js'
import type { AuthOptions } from '../../src/engine/index.js'
import { site } from '../site.js'
import { visitor } from '../visitor.js'

/** Who has signed in by mail. */
async function signIn(options: Partial<AuthOptions>): Promise<{ readonly id?: string }> {
  const { auth, mails } = site({ adapter: undefined, session: { strategy: 'database' }, ...options })
  const ann = visitor(auth)
  await ann.post('/signin/email', { email: 'ann@example.com' })
  await ann.post('/callback/email', Object.fromEntries(new URL(mails[0]?.url ?? '').searchParams))
  return (await ann.session()).user
}

const tell = {
  session: ({ session, user }: { session: object; user?: { id: string } }) => ({ ...session, user: { id: user?.id } }),
} as never

test('`generateId` names the users of a database', async () => {
  let made = 0
  const database = { url: 'sqlite::memory:', generateId: () => `user-${++made}` }
  expect(await signIn({ database, callbacks: tell })).toEqual({ id: 'user-1' })
  await connect(database).close()
})

test('without it they are UUIDs that sort by time', async () => {
  expect((await signIn({ database: 'sqlite::memory:', callbacks: tell })).id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  await connect('sqlite::memory:').close()
})

test('an adapter made for v5 is handed an id', async () => {
  const { sweep: _ours, countAttempt: _too, transaction: _also, ...v5 } = memory()
  const handed: unknown[] = []
  const adapter: Adapter = {
    ...v5,
    createUser(user) {
      handed.push(user.id)
      return v5.createUser(user)
    },
  }
  await signIn({ adapter })
  expect(handed).toEqual([expect.stringMatching(/^[0-9a-f]{8}-/)])
})
