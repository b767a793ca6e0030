import { describe, expect, test, vi } from 'vitest'
import type { Adapter, AdapterUser } from '../../src/adapters/contract.js'
import { memory } from '../../src/adapters/memory.js'
import { sha256 } from '../../src/crypto/hash.js'
import { site } from '../site.js'
import { type Visitor, visitor } from '../visitor.js'

const own = '__Host-next-auth.session-token'
const names = { 'v3 and v4': '__Secure-next-auth.session-token', v5: '__Secure-authjs.session-token' }
/** v4 and v5 make UUIDs, v3 64 hexadecimal digits. */
const tokens = ['8f14e45f-ceea-467f-a0e6-0123456789ab', '9a'.repeat(32)]
const day = 86_400_000

interface Rows {
  readonly adapter: Adapter
  readonly ann: AdapterUser
  /** Tokens in the table, as they are. */
  readonly kept: () => readonly string[]
  readonly has: (token: string) => Promise<boolean>
}

/** A store with the verbs of v4 and v5 and no others, and ann's session in it as they wrote it. */
async function rows(token: string, expires = new Date(Date.now() + 30 * day)): Promise<Rows> {
  const { sweep: _s, countAttempt: _c, transaction: _t, prepare: _p, close: _e, ...theirs } = memory()
  const kept = new Set<string>()
  const adapter: Adapter = {
    ...theirs,
    createSession: async (session) => {
      const made = await theirs.createSession?.(session)
      kept.add(session.sessionToken)
      return made as never
    },
    deleteSession: async (sessionToken) => {
      kept.delete(sessionToken)
      return theirs.deleteSession?.(sessionToken)
    },
  }
  const ann = (await adapter.createUser?.({ id: 'user-ann', name: 'ann', email: 'ann@app.example', emailVerified: null })) as AdapterUser
  await adapter.createSession?.({ sessionToken: token, userId: ann.id, expires })
  return { adapter, ann, kept: () => [...kept], has: async (raw) => Boolean(await adapter.getSessionAndUser?.(raw)) }
}

function visit(adapter: Adapter, cookies: Record<string, string>, options: object = {}): Visitor {
  const someone = visitor(site({ adapter, session: { strategy: 'database' }, ...options }).auth)
  for (const [name, value] of Object.entries(cookies)) someone.cookies.set(name, value)
  return someone
}

describe.each(Object.entries(names))('the cookie of %s', (_generation, name) => {
  test.each(tokens)('SD-01 %s goes on, and is kept as a hash from the first answer that can set a cookie', async (token) => {
    const { adapter, kept } = await rows(token)
    const someone = visit(adapter, { [name]: token })
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
    expect(kept()).toEqual([await sha256(token)])
    expect([...someone.cookies.keys()]).toEqual([own])
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
    await someone.post('/signout')
    expect(kept()).toEqual([])
    expect(await someone.session()).toBeNull()
  })

  test('found under its hash already, after `migrate`, it only gets our name', async () => {
    const token = tokens[0] as string
    const { adapter, kept } = await rows(await sha256(token))
    const someone = visit(adapter, { [name]: token })
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
    expect(kept()).toEqual([await sha256(token)])
    expect([...someone.cookies.keys()]).toEqual([own])
  })

  test('signing out at once deletes the row and the cookie', async () => {
    const token = tokens[0] as string
    const { adapter, kept } = await rows(token)
    const someone = visit(adapter, { [name]: token })
    await someone.post('/signout')
    expect(kept()).toEqual([])
    expect(someone.cookies.has(name)).toBe(false)
  })

  test('SD-13 signing in as somebody else deletes the row and the cookie', async () => {
    const token = tokens[0] as string
    const { adapter, has } = await rows(token)
    const someone = visit(adapter, { [name]: token })
    await someone.post('/callback/credentials', { username: 'ben', password: 'right' })
    expect(await has(token)).toBe(false)
    expect(someone.cookies.has(name)).toBe(false)
    expect(await someone.session()).toMatchObject({ user: { name: 'ben' } })
  })

  test('SD-05 expired is nobody', async () => {
    const token = tokens[0] as string
    const { adapter } = await rows(token, new Date(Date.now() - 1000))
    expect(await visit(adapter, { [name]: token }).session()).toBeNull()
  })

  test('the grace ends on its date, and `false` gives none', async () => {
    const token = tokens[0] as string
    const { adapter } = await rows(token)
    const until = (earlierUntil: Date | false) =>
      visit(adapter, { [name]: token }, { session: { strategy: 'database', earlierUntil } }).session()
    expect(await until(new Date(Date.now() - 1000))).toBeNull()
    expect(await until(false)).toBeNull()
    expect(await until(new Date(Date.now() + 60_000))).not.toBeNull()
  })
})

test('on http, where the name is ours, too: taken within the grace, and kept as a hash', async () => {
  const token = tokens[0] as string
  const { adapter, kept } = await rows(token)
  const at = async (earlierUntil?: false) => {
    const session = { strategy: 'database' as const, ...(earlierUntil === undefined ? {} : { earlierUntil }) }
    const someone = visitor(site({ adapter, session, url: 'http://localhost:3000' }).auth, 'http://localhost:3000')
    someone.cookies.set('next-auth.session-token', token)
    return someone.session()
  }
  expect(await at(false)).toBeNull()
  expect(await at()).toMatchObject({ user: { id: 'user-ann' } })
  expect(kept()).toEqual([await sha256(token)])
  // From then on it is one of ours.
  expect(await at(false)).toMatchObject({ user: { id: 'user-ann' } })
})

test('reading alone writes nothing', async () => {
  const token = tokens[0] as string
  const { adapter, kept } = await rows(token)
  const { auth } = site({ adapter, session: { strategy: 'database' } })
  const headers = new Headers({ host: 'app.example', cookie: `${names.v5}=${token}` })
  for (let i = 0; i < 3; i++) expect(await auth.read(headers)).toMatchObject({ user: { id: 'user-ann' } })
  expect(kept()).toEqual([token])
})

test('SD-01 whoever reads the table is nobody in it: a hash is no token', async () => {
  const token = tokens[0] as string
  const { adapter } = await rows(token)
  await visit(adapter, { [names.v5]: token }).session()
  const hash = await sha256(token)
  for (const name of [own, ...Object.values(names)]) expect(await visit(adapter, { [name]: hash }).session(), name).toBeNull()
  const plain = visitor(site({ adapter, session: { strategy: 'database' }, url: 'http://localhost:3000' }).auth, 'http://localhost:3000')
  plain.cookies.set('next-auth.session-token', hash)
  expect(await plain.session()).toBeNull()
})

test('a session of ours asks the store once, as before', async () => {
  const { adapter } = await rows(tokens[0] as string)
  const someone = visit(adapter, {})
  await someone.post('/callback/credentials', { username: 'ben', password: 'right' })
  const asked = vi.fn((key: string) => adapter.getSessionAndUser?.(key) ?? null)
  const counting = { ...adapter, getSessionAndUser: asked }
  const again = visit(counting, Object.fromEntries(someone.cookies))
  expect(await again.session()).not.toBeNull()
  expect(asked).toHaveBeenCalledTimes(1)
  someone.cookies.set(own, 'A'.repeat(43))
  expect(await visit(counting, Object.fromEntries(someone.cookies)).session()).toBeNull()
  expect(asked).toHaveBeenCalledTimes(2)
})

test('CC twenty requests of one browser at once: all of them are signed in, and one row stays', async () => {
  const token = tokens[0] as string
  const { adapter, kept } = await rows(token)
  const { auth } = site({ adapter, session: { strategy: 'database' } })
  const ask = () => auth.handle(new Request('https://app.example/api/auth/session', { headers: { cookie: `${names.v5}=${token}` } }))
  const sessions = await Promise.all(Array.from({ length: 20 }, async () => (await ask()).json()))
  expect(sessions.every((session) => session?.user.id === 'user-ann')).toBe(true)
  expect(kept()).toEqual([await sha256(token)])
})

test.each(['unique', 'not unique'])('CC the same on a store whose answers overtake each other, its tokens %s', async (column) => {
  const token = tokens[0] as string
  for (let seed = 1; seed <= 40; seed++) {
    const { adapter, kept } = await rows(token)
    const { auth } = site({ adapter: slowly(adapter, column === 'unique', seed), session: { strategy: 'database' } })
    const ask = () => auth.handle(new Request('https://app.example/api/auth/session', { headers: { cookie: `${names.v5}=${token}` } }))
    const sessions = await Promise.all(Array.from({ length: 6 }, async () => (await ask()).json()))
    expect(sessions.map((session) => session?.user.id)).toEqual(sessions.map(() => 'user-ann'))
    expect(kept()).toEqual([await sha256(token)])
  }
})

/** Each call takes a few milliseconds, the next one fewer or more; the seed says how many. Tables of v4 need not refuse a token twice. */
function slowly(adapter: Adapter, unique: boolean, seed: number): Adapter {
  let state = seed
  const wait = () => {
    state = (state * 48_271) % 2_147_483_647
    return new Promise((resolve) => setTimeout(resolve, state % 6))
  }
  return {
    ...adapter,
    getSessionAndUser: async (token) => {
      await wait()
      return adapter.getSessionAndUser?.(token) ?? null
    },
    createSession: async (session) => {
      await wait()
      if (unique || !(await adapter.getSessionAndUser?.(session.sessionToken))) return adapter.createSession?.(session) as never
      return session as never
    },
    deleteSession: async (token) => {
      await wait()
      return adapter.deleteSession?.(token)
    },
  }
}

test('SD-09 signed out while it is being rewritten, it stays signed out', async () => {
  const token = tokens[0] as string
  const { adapter, kept } = await rows(token)
  let signOut: (() => Promise<unknown>) | undefined = async () => {
    const other = visit(adapter, { [names.v5]: token })
    await other.post('/signout')
  }
  const slow: Adapter = {
    ...adapter,
    // Between reading the row and writing it anew, another tab signs out.
    createSession: async (session) => {
      const once = signOut
      signOut = undefined
      await once?.()
      return adapter.createSession?.(session) as never
    },
  }
  const someone = visit(slow, { [names.v5]: token })
  expect(await someone.session()).toBeNull()
  expect(kept()).toEqual([])
})

test('a store that fails in the middle loses nobody: the next answer does it', async () => {
  const token = tokens[0] as string
  const { adapter, kept } = await rows(token)
  let fails = true
  const broken: Adapter = {
    ...adapter,
    createSession: (session) => {
      if (fails) throw new Error('down')
      return adapter.createSession?.(session) as never
    },
  }
  const someone = visit(broken, { [names.v5]: token })
  await someone.get('/session')
  expect(kept()).toEqual([token])
  expect(someone.cookies.get(names.v5)).toBe(token)
  fails = false
  expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
  expect(kept()).toEqual([await sha256(token)])
})
