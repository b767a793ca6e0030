import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Adapter, AdapterSession } from '../../src/adapters/contract.js'
import { memory } from '../../src/adapters/memory.js'
import { site } from '../site.js'
import { location, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }
const bob = { username: 'bob', password: 'right' }
const host = '__Host-next-auth.session-token'
const day = 86_400_000

afterEach(() => {
  vi.restoreAllMocks()
})

/** The verbs of v5 and nothing else, as strict as some databases' clients: an unknown column is refused, and so is what is not there. */
function strict(clock: () => number = Date.now): Adapter {
  const { transaction: _t, countAttempt: _c, sweep: _s, prepare: _p, close: _x, ...verbs } = memory({ clock })
  const found = <T>(row: T): NonNullable<T> => {
    if (!row) throw new Error('An operation failed because it depends on one or more records that were required but not found.')
    return row
  }
  return {
    ...verbs,
    createSession(session) {
      const unknown = Object.keys(session).find((name) => !['sessionToken', 'userId', 'expires'].includes(name))
      if (unknown) throw new Error(`Unknown argument: ${unknown}`)
      return verbs.createSession(session)
    },
    updateSession: async (session) => found(await verbs.updateSession(session)),
    deleteSession: async (token) => found(await verbs.deleteSession(token)),
  }
}

describe('adapters of v4 and v5', () => {
  test('DB-11 nothing but their own columns is handed to `createSession`', async () => {
    const { auth } = site({ adapter: strict(), session: { strategy: 'database' } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    expect((await someone.session()).user.name).toBe('ann')
  })

  test('DB-11 its failures say what is wrong, and repeat nothing that it was handed', async () => {
    const adapter = strict()
    adapter.createVerificationToken = async (row) => {
      const failed = Object.assign(new Error(`Failed query: insert … params: ${Object.values(row).join(', ')}`), {
        code: 'SQLITE_BUSY',
        parameters: Object.values(row),
        driverError: new Error(`near "${row.identifier}": database is locked`),
      })
      throw failed
    }
    const { auth, errors } = site({ adapter, session: { strategy: 'database' } })
    await visitor(auth).post('/signin/email', { email: 'ann@mail.example' })
    const told = inspect(errors, { depth: 10, showHidden: true })
    expect(told).toContain('The adapter’s `createVerificationToken` failed.')
    expect(told).toContain('Failed query: insert … params: •••, •••, ')
    expect(told).toContain('SQLITE_BUSY')
    expect(told).toContain('database is locked')
    expect(told).not.toContain('ann@mail.example')
    expect(told).not.toContain('parameters')
  })

  test('SD-06 an absolute lifetime that it cannot keep is warned of', () => {
    const options = { adapter: strict(), session: { strategy: 'database', absoluteMaxAge: 3600 } } as const
    expect(site(options).warnings).toEqual(['NO_ABSOLUTE_END'])
    expect(site({ ...options, adapter: memory() }).warnings).toEqual([])
  })

  test('EM-28 too many mails to one address are counted here, where the store cannot', async () => {
    const { auth, mails, warnings } = site({ adapter: strict(), session: { strategy: 'database' } })
    const someone = visitor(auth)
    for (let times = 0; times < 7; times++) await someone.post('/signin/email', { email: 'ann@mail.example' })
    expect(mails.length).toBe(5)
    expect(warnings).toEqual(['MAIL_LIMIT', 'MAIL_LIMIT'])
  })

  test('CC-02 one adapter in options that are made anew for each request uses a token once', async () => {
    const adapter = strict()
    const { useVerificationToken: use, getUserByEmail: read } = adapter as Required<Adapter>
    const kept = new Map<string, unknown>()
    // Finds, then deletes.
    adapter.createVerificationToken = async (row) => {
      kept.set(row.token, row)
      return row
    }
    adapter.useVerificationToken = async ({ identifier, token }) => {
      const row = kept.get(token)
      await read(identifier)
      await use({ identifier, token })
      kept.delete(token)
      return (row ?? null) as never
    }
    const open = () => site({ adapter, session: { strategy: 'database' } })
    const { auth, mails } = open()
    await visitor(auth).post('/signin/email', { email: 'ann@mail.example' })
    const link = Object.fromEntries(new URL(mails[0]?.url ?? '').searchParams)
    const responses = await Promise.all(Array.from({ length: 20 }, () => visitor(open().auth).post('/callback/email', link)))
    expect(responses.filter((response) => !location(response).searchParams.has('error')).length).toBe(1)
  })

  test('a cookie of a session that is gone keeps nobody from signing in', async () => {
    const { auth, errors } = site({ adapter: strict(), session: { strategy: 'database' } })
    const someone = visitor(auth)
    someone.cookies.set(host, 'of-a-session-that-was-deleted-long-ago')
    await someone.post('/callback/credentials', ann)
    expect((await someone.session()).user.name).toBe('ann')
    expect(errors).toEqual([])
  })

  test('S-04 a session that could not be ended is not left behind by the next sign-in', async () => {
    const adapter = strict()
    const { auth } = site({ adapter, session: { strategy: 'database' } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    adapter.deleteSession = () => Promise.reject(new Error('connection refused'))
    const response = await someone.post('/callback/credentials', bob)
    expect(location(response).searchParams.get('error')).toBe('Configuration')
  })

  test('CC-07 a session that was deleted before it is prolonged has ended, and nothing has failed', async () => {
    let now = Date.UTC(2026, 10, 23)
    const adapter = strict(() => now)
    const { auth, errors } = site({ adapter, session: { strategy: 'database' }, clock: () => now })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    now += 2 * day
    const update = adapter.updateSession as (session: AdapterSession) => unknown
    adapter.updateSession = async (session) => {
      await adapter.deleteSession?.(session.sessionToken)
      return update(session as AdapterSession) as never
    }
    expect(await someone.session()).toBeNull()
    expect(someone.cookies.has(host)).toBe(false)
    expect(errors).toEqual([])
  })

  test('LO-02 a sign-out of a session that is gone is no failure', async () => {
    const adapter = strict()
    const { auth, errors } = site({ adapter, session: { strategy: 'database' } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    const token = someone.cookies.get(host) as string
    await someone.post('/signout')
    someone.cookies.set(host, token)
    expect((await someone.post('/signout')).status).toBe(303)
    expect(errors).toEqual([])
  })
})

describe('what has expired', () => {
  /** Every draw of lots hits. */
  const always = () => {
    const real = crypto.getRandomValues.bind(crypto)
    vi.spyOn(crypto, 'getRandomValues').mockImplementation(
      (array) => (array instanceof Uint32Array ? array.fill(0) : real(array as never)) as never,
    )
  }

  test.each(['jwt', 'database'] as const)('SD-07 is swept under the %s strategy too, by sign-ins and by mails', async (strategy) => {
    const adapter = memory()
    const sweep = vi.spyOn(adapter, 'sweep')
    const { auth } = site({ adapter, session: { strategy } })
    always()
    await visitor(auth).post('/callback/credentials', ann)
    expect(sweep).toHaveBeenCalledTimes(1)
    await visitor(auth).post('/signin/email', { email: 'ann@app.example' })
    expect(sweep).toHaveBeenCalledTimes(2)
  })

  test('SD-07 a sweep that fails keeps nobody out', async () => {
    const adapter = memory()
    adapter.sweep = () => Promise.reject(new Error('lock timeout'))
    const { auth, warnings } = site({ adapter, session: { strategy: 'database' } })
    always()
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    expect((await someone.session()).user.name).toBe('ann')
    expect(warnings).toContain('SWEEP')
  })
})

describe('a sign-in that the store does not keep', () => {
  test('DB-02 DB-03 a commit that fails takes no session from the visitor, and the next attempt succeeds', async () => {
    const adapter = memory()
    const { auth } = site({ adapter, session: { strategy: 'database' } })
    const someone = visitor(auth)
    await someone.post('/callback/credentials', ann)
    const before = someone.cookies.get(host)
    const real = adapter.transaction
    adapter.transaction = (work) =>
      real(async (within) => {
        await work(within)
        throw new Error('connection lost')
      })
    const response = await someone.post('/callback/credentials', bob)
    expect(location(response).searchParams.get('error')).toBe('Configuration')
    expect(someone.cookies.get(host)).toBe(before)
    expect((await someone.session()).user.name).toBe('ann')
    adapter.transaction = real
    await someone.post('/callback/credentials', bob)
    expect((await someone.session()).user.name).toBe('bob')
  })
})
