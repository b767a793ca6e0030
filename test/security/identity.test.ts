import { describe, expect, test } from 'vitest'
import { lostRace } from '../../src/accounts/resolve.js'
import { memory } from '../../src/adapters/memory.js'
import { credentialsProvider, oauthProvider, site, type Watched } from '../site.js'
import { location, type Visitor, visitor } from '../visitor.js'

/** A service that says who somebody is without being asked. */
const service = (profile: Record<string, unknown>) => ({
  ...oauthProvider(),
  userinfo: { url: 'https://service.example/userinfo', request: () => profile },
})
const fetch = async () => Response.json({ access_token: 'a', token_type: 'bearer' })

async function byService(someone: Visitor): Promise<void> {
  const state = location(await someone.post('/signin/service')).searchParams.get('state')
  await someone.get(`/callback/service?code=c&state=${state}`)
}

async function byMail(someone: Visitor, { mails }: Watched, email: string): Promise<void> {
  await someone.post('/signin/email', { email })
  const link = new URL(mails.at(-1)?.url ?? '')
  await someone.post('/callback/email', { token: link.searchParams.get('token') ?? '', email: link.searchParams.get('email') ?? '' })
}

describe('whose identity it is', () => {
  test('LK-01 without a store a subject at a service is never a user whom `authorize` knows by the same id', async () => {
    const { auth } = site({ adapter: undefined, providers: [credentialsProvider(), service({ id: 'user-ann' })], fetch })
    const ann = visitor(auth)
    await ann.post('/callback/credentials', { username: 'ann', password: 'right' })
    const other = visitor(auth)
    await byService(other)
    expect((await ann.session()).user.id).toBe('user-ann')
    expect((await other.session()).user.id).toBe('service:user-ann')
  })

  test('DB-11 a store that leaves `emailVerified` out has not proven the address', async () => {
    const adapter = memory()
    await adapter.createUser({ id: 'ann', email: 'ann@app.example', emailVerified: null })
    const real = adapter.getUserByEmail
    adapter.getUserByEmail = async (email) => {
      const { emailVerified: _left, ...user } = (await real(email)) ?? {}
      return user as never
    }
    const watched = site({ adapter })
    const ann = visitor(watched.auth)
    await byMail(ann, watched, 'ann@app.example')
    expect(await ann.session()).toBeNull()
  })

  test('LK-05 an address that a stranger registered and never proved opens the stranger’s user to nobody', async () => {
    const adapter = memory()
    await adapter.createUser({ id: 'eve', email: 'ann@app.example', emailVerified: null })
    const watched = site({ adapter })
    const ann = visitor(watched.auth)
    await byMail(ann, watched, 'ann@app.example')
    expect(await ann.session()).toBeNull()
    expect((await adapter.getUser('eve'))?.emailVerified).toBeNull()
  })

  test('EM-04 EM-05 a store that takes the Kelvin sign for a k gives nobody another’s account or mail', async () => {
    const adapter = memory()
    await adapter.createUser({ id: 'eve', email: 'mar\u212a@app.example', emailVerified: new Date(0) })
    const loose = { ...adapter, getUserByEmail: (email: string) => adapter.getUserByEmail(email.replace('k', '\u212a')) }
    const watched = site({ adapter: loose })
    const mark = visitor(watched.auth)
    await byMail(mark, watched, 'mark@app.example')
    expect(watched.mails.map(({ to }) => to)).toEqual(['mark@app.example'])
    expect((await mark.session()).user.id).not.toBe('eve')
  })

  test('an error that is its own cause is looked at once', () => {
    const error = new Error('round and round')
    error.cause = error
    expect(lostRace(error)).toBe(false)
  })
})
