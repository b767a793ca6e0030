import { describe, expect, test } from 'vitest'
import type { AuthOptions } from '../../src/engine/index.js'
import { credentialsProvider, emailProvider, site } from '../site.js'
import { location, visitor } from '../visitor.js'

const ann = { username: 'ann', password: 'right' }
// biome-ignore lint/suspicious/noExplicitAny: callbacks of v3 have no types of ours
const callbacks = (given: any): Partial<AuthOptions> => ({ callbacks: given, providers: [credentialsProvider()] })
// biome-ignore lint/suspicious/noExplicitAny: as above
type Any = any

async function outcome(options: Partial<AuthOptions>) {
  const { auth, errors } = site(options)
  const someone = visitor(auth)
  const response = await someone.post('/callback/credentials', ann)
  const session = await someone.get('/session')
  const to = location(response)
  return { to, error: to.searchParams.get('error'), status: session.status, session: await session.json(), errors, someone }
}

describe('callbacks of v3, by their second parameter', () => {
  test('each is handed its values in positions', async () => {
    const seen: Record<string, unknown[]> = {}
    const { to, session } = await outcome(
      callbacks({
        signIn(user: Any, account: Any, profile: Any) {
          seen.signIn = [user, account, profile]
          return true
        },
        redirect(url: Any, baseUrl: Any) {
          seen.redirect = [url, baseUrl]
          return `${baseUrl}/welcome`
        },
        jwt(token: Any, user: Any, account: Any) {
          if (user) seen.jwt = [structuredClone(token), user, account]
          return user ? { ...token, role: 'admin' } : token
        },
        session(session: Any, token: Any) {
          return { ...session, role: token.role }
        },
      }),
    )
    expect(to.href).toBe('https://app.example/welcome')
    expect(session).toMatchObject({ user: { name: 'ann' }, role: 'admin' })
    expect(seen.signIn).toEqual([
      { id: 'user-ann', name: 'ann', email: 'ann@app.example' },
      expect.objectContaining({ provider: 'credentials', type: 'credentials', id: 'user-ann', accessTokenExpires: null }),
      ann,
    ])
    expect(seen.redirect?.[1]).toBe('https://app.example')
    expect(seen.jwt?.[0]).toMatchObject({ name: 'ann', email: 'ann@app.example', sub: 'user-ann' })
    expect(seen.jwt?.[1]).toMatchObject({ name: 'ann' })
  })

  test('one with two parameters speaks for its neighbours with one', async () => {
    const { error } = await outcome(
      callbacks({ signIn: (user: Any) => user.name !== 'ann', session: (session: Any, _token: Any) => session }),
    )
    expect(error).toBe('AccessDenied')
  })

  test('a link by mail asks with the address, before and after', async () => {
    const mails: { to: string; url: string }[] = []
    const asked: unknown[] = []
    const { auth } = site({
      providers: [emailProvider([], mails)],
      callbacks: { signIn: (user: Any, _account: Any, profile: Any) => Boolean(asked.push([user.email, profile])) } as object as Any,
    })
    const someone = visitor(auth)
    await someone.post('/signin/email', { email: 'Ann@app.example' })
    const { searchParams } = new URL(mails[0]?.url ?? '')
    await someone.post('/callback/email', Object.fromEntries(searchParams))
    expect(asked).toEqual([
      ['ann@app.example', { email: 'ann@app.example', verificationRequest: true }],
      ['ann@app.example', { email: 'ann@app.example' }],
    ])
  })

  test('listeners hear what they heard', async () => {
    const heard: [string, Any][] = []
    const on = (name: string) => (message: unknown) => heard.push([name, message])
    const { someone } = await outcome({
      ...callbacks({ session: (session: Any, _token: Any) => session }),
      events: { signIn: on('signIn'), signOut: on('signOut'), session: on('session') },
    })
    await someone.post('/signout')
    expect(heard.map(([name]) => name)).toEqual(['signIn', 'session', 'signOut'])
    expect(heard[0]?.[1]).toMatchObject({ user: { name: 'ann' }, account: { id: 'user-ann' } })
    expect(heard[1]?.[1]).toMatchObject({ session: { user: { name: 'ann' } }, jwt: { name: 'ann' } })
    expect(heard[2]?.[1]).toMatchObject({ name: 'ann', sub: 'user-ann' })
  })
})

describe('callbacks with one parameter', () => {
  test('beside `session.jwt`, they are those of v3', async () => {
    const options = callbacks({ signIn: (user: Any) => user.name === 'ann', session: (session: Any) => ({ ...session, seen: true }) })
    const { session } = await outcome({ ...options, session: { jwt: true } as Any })
    expect(session).toMatchObject({ user: { name: 'ann' }, seen: true })
  })

  test('unless they take an object apart', async () => {
    const options = callbacks({ signIn: ({ user }: Any) => user.name === 'ann', session: (params: Any) => params.session })
    const { session } = await outcome({ ...options, session: { jwt: true } as Any })
    expect(session).toMatchObject({ user: { name: 'ann' } })
  })

  test.each<[string, (user: Any) => unknown]>([
    ['a field of its own', (user) => !user.banned],
    ['a name', (user) => user.name !== 'mallory'],
    ['an address', (user) => !['mallory@app.example'].includes(user.email)],
    ['an id', async (user) => user.id !== 'user-mallory'],
  ])('a `signIn` of v3 that looks at %s turns everybody away, and says why', async (_what, signIn) => {
    const { error, session, errors } = await outcome(callbacks({ signIn }))
    expect(error).toBe('Configuration')
    expect(session).toBeNull()
    expect(errors[0]?.message).toMatch(/declare the second parameter/)
  })

  test.each<[string, (params: Any) => unknown]>([
    ['takes it apart', ({ user, account, profile, email, credentials }) => !email && user && account && !profile && !!credentials],
    ['reads what there is', (params) => params.user.name === 'ann' && params.email === undefined && 'account' in params],
    ['hands it on', (params) => Object.keys({ ...params }).length > 0 && JSON.stringify(params).length > 0],
    ['asks for nothing', () => true],
  ])('a `signIn` of v4 that %s lets in', async (_what, signIn) => {
    const { error, session } = await outcome(callbacks({ signIn: (params: Any) => Boolean(signIn(params)) }))
    expect(error).toBeNull()
    expect(session.user.name).toBe('ann')
    const direct = await outcome(callbacks({ signIn }))
    expect(direct.error).toBeNull()
  })

  test.each<[string, (session: Any) => unknown]>([
    ['returns what it was handed', (session) => session],
    ['adds to it', (session) => ({ ...session, role: 'admin' })],
  ])('a `session` of v3 that %s shows the browser no token', async (_what, session) => {
    const answer = await outcome(callbacks({ session }))
    expect(answer.status).toBe(500)
    expect(JSON.stringify(answer.session)).not.toContain('sub')
    expect(answer.errors[0]?.message).toMatch(/`session\(\{ … \}\)`/)
  })

  test.each<[string, (token: Any) => unknown]>([
    ['returns what it was handed', (token) => token],
    ['adds to it', (token) => ({ ...token, role: 'admin' })],
  ])('a `jwt` of v3 that %s makes no token', async (_what, jwt) => {
    const { error, session } = await outcome(callbacks({ jwt }))
    expect(error).toBe('Configuration')
    expect(session).toBeNull()
  })
})

test('a callback is called on the object that holds it', async () => {
  class Rules {
    allowed = 'ann'
    signIn({ user }: Any) {
      return user.name === this.allowed
    }
    session({ session }: Any) {
      return { ...session, by: this.allowed }
    }
  }
  const { session } = await outcome(callbacks(new Rules()))
  expect(session).toMatchObject({ user: { name: 'ann' }, by: 'ann' })
})
