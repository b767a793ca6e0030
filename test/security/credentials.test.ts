import { inspect } from 'node:util'
import { CredentialsSignin } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { describe, expect, test } from 'vitest'
import { AuthError } from '../../src/base/errors.js'
import type { AuthOptions } from '../../src/engine/index.js'
import type { CredentialInput, Provider } from '../../src/providers/contract.js'
import { site, type Watched } from '../site.js'
import { location, visitor } from '../visitor.js'

const host = '__Host-next-auth.session-token'

/** A site that notes what `authorize` gets. */
function noting(credentials?: Record<string, CredentialInput>): Watched & { readonly got: unknown[] } {
  const got: unknown[] = []
  const authorize = (fields: object): null => {
    got.push(fields)
    return null
  }
  return { ...site({ providers: [Credentials(credentials ? { credentials, authorize } : { authorize })] }), got }
}

async function postJson({ auth }: Watched, fields: object): Promise<Response> {
  const someone = visitor(auth)
  const body = JSON.stringify({ csrfToken: await someone.csrfToken(), ...fields })
  const headers = { 'content-type': 'application/json', origin: 'https://app.example', 'sec-fetch-site': 'same-origin' }
  return someone.send('/api/auth/callback/credentials', { method: 'POST', body, headers })
}

describe('what `authorize` gets', () => {
  const fields = { username: {}, password: {} }

  test.each<[string, Record<string, string>, object]>([
    ['a field that was not sent is empty', { username: 'ann' }, { username: 'ann', password: '' }],
    ['an empty one is empty', { username: '', password: '' }, { username: '', password: '' }],
    [
      'others, of ours and of nobody, stay away',
      { username: 'ann', role: 'admin', redirectTo: '/', json: 'true' },
      { username: 'ann', password: '' },
    ],
    ['what objects inherit is nothing', { constructor: 'x', toString: 'x', username: 'ann' }, { username: 'ann', password: '' }],
  ])('CR-01 %s', async (_what, sent, expected) => {
    const watched = noting(fields)
    await visitor(watched.auth).post('/callback/credentials', { callbackUrl: '/', ...sent })
    expect(watched.got).toEqual([expected])
  })

  test.each([[undefined], [{}]])('CR-01 with no fields declared (%j), all but the protocol’s own', async (credentials) => {
    const watched = noting(credentials)
    const sent = { card: '7', pin: '1234', callbackUrl: '/', redirectTo: '/', redirect: 'false', json: 'false' }
    await visitor(watched.auth).post('/callback/credentials', sent)
    expect(watched.got).toEqual([{ card: '7', pin: '1234' }])
  })

  test.each([{ $gt: '' }, { $ne: null }, {}, [], ['right'], 7, true, null])('CR-02 %j for a text is refused before', async (value) => {
    for (const name of ['username', 'password', 'undeclared']) {
      const watched = noting(fields)
      const response = await postJson(watched, { username: 'ann', password: 'right', [name]: value })
      expect({ name, status: response.status }).toEqual({ name, status: 400 })
      expect(watched.got).toEqual([])
      expect(response.headers.getSetCookie().some((line) => line.startsWith(host))).toBe(false)
    }
  })

  test('CR-02 what a form makes of objects is text', async () => {
    const watched = noting(fields)
    await visitor(watched.auth).post('/callback/credentials', { username: '[object Object]', 'password[$ne]': '' })
    expect(watched.got).toEqual([{ username: '[object Object]', password: '' }])
  })

  test.each([
    '  right  ',
    '\tright',
    'ri ght',
    'pässwörd',
    'pässwörd'.normalize('NFD'),
    '你好',
    '🔑',
    '%20+',
    'ﬁ',
  ])('CR-12 %j arrives as it was typed', async (password) => {
    const watched = noting(fields)
    await visitor(watched.auth).post('/callback/credentials', { username: 'ann', password })
    await postJson(watched, { username: 'ann', password })
    expect(watched.got).toEqual([
      { username: 'ann', password },
      { username: 'ann', password },
    ])
  })
})

describe('what a visitor hears', () => {
  class Locked extends CredentialsSignin {
    override code = 'locked'
  }
  class Forged extends CredentialsSignin {
    override code = 'x&callbackUrl=https://evil.example'
  }

  async function heard(thrown: unknown): Promise<{ error: string | null; code: string | null; logged: Error[]; text: string }> {
    const authorize = () => Promise.reject(thrown)
    const { auth, errors } = site({ providers: [Credentials({ credentials: { username: {} }, authorize })] })
    const someone = visitor(auth)
    const response = await someone.post('/callback/credentials', { username: 'ann' })
    const { searchParams, pathname, search } = location(response)
    const page = await (await someone.send(pathname + search)).text()
    expect(await someone.session()).toBeNull()
    return { error: searchParams.get('error'), code: searchParams.get('code'), logged: errors, text: location(response).href + page }
  }

  test('the code of a `CredentialsSignin`, and nothing of its message', async () => {
    const { text, ...rest } = await heard(new Locked('canary of the developer'))
    expect(rest).toEqual({ error: 'CredentialsSignin', code: 'locked', logged: [] })
    expect(text).not.toContain('canary')
    expect(await heard(new CredentialsSignin())).toMatchObject({ error: 'CredentialsSignin', code: 'credentials' })
    const { text: forged, code } = await heard(new Forged())
    expect(code).toBe('credentials')
    expect(forged).not.toContain('evil.example')
  })

  test('CR-05 of a mistake "wrong", and the log has all of it', async () => {
    const { text, error, code, logged } = await heard(new Error('canary of the developer'))
    expect({ error, code }).toEqual({ error: 'CredentialsSignin', code: 'credentials' })
    expect(text).not.toContain('canary')
    expect(logged).toEqual([
      expect.objectContaining({ type: 'CredentialsSignin', cause: expect.objectContaining({ message: 'canary of the developer' }) }),
    ])
  })

  test('LG-01 what repeats the password, however deep, leaves it out of the log', async () => {
    const password = 'canary-password'
    for (const thrown of [new Error(`no ${password}`), new Error('no', { cause: new Error(`of ${password}`) }), `no ${password}`]) {
      const { auth, errors } = site({
        providers: [Credentials({ credentials: { password: {} }, authorize: () => Promise.reject(thrown) })],
      })
      await visitor(auth).post('/callback/credentials', { password })
      expect(errors).toHaveLength(1)
      expect(inspect(errors, { depth: 10 })).not.toContain(password)
    }
  })

  test('CR-05 what has a type of ours is shown by it', async () => {
    const { text, error, logged } = await heard(new AuthError('ProviderUnavailable', 'canary of the developer'))
    expect({ error, logged: logged.length }).toEqual({ error: 'Unavailable', logged: 1 })
    expect(text).toContain('not available right now')
    expect(text).not.toContain('canary')
    expect((await heard(new AuthError('AccessDenied', 'canary'))).error).toBe('AccessDenied')
  })
})

describe('several by id', () => {
  const check = (id: string, field: string): Provider =>
    Credentials({
      id,
      name: id,
      credentials: { [field]: { label: field } },
      authorize: (typed) => (typed[field] === id ? { id, name: id } : null),
    })
  const both = { providers: [check('pin', 'number'), check('badge', 'code')] }

  test.each<Partial<AuthOptions>['session'] & object>([
    { strategy: 'jwt' },
    { strategy: 'database' },
  ])('each asks its own (%j)', async (session) => {
    const { auth } = site({ ...both, session })
    for (const [id, field] of [
      ['pin', 'number'],
      ['badge', 'code'],
    ] as const) {
      const someone = visitor(auth)
      await someone.post(`/callback/${id}`, { [field]: id })
      expect((await someone.session()).user.name).toBe(id)
      for (const [other, wrong] of [
        ['pin', 'code'],
        ['badge', 'number'],
      ]) {
        const stranger = visitor(auth)
        await stranger.post(`/callback/${other}`, { [wrong as string]: id })
        expect(await stranger.session()).toBeNull()
      }
    }
  })

  test('each has a form of its own on the page, and a place in the list', async () => {
    const { auth } = site(both)
    const page = await (await visitor(auth).get('/signin')).text()
    for (const id of ['pin', 'badge']) expect(page).toContain(`/api/auth/callback/${id}"`)
    expect(Object.keys((await (await visitor(auth).get('/providers')).json()) as object)).toEqual(['pin', 'badge'])
  })

  test('the same id twice is refused', () => {
    expect(() => site({ providers: [check('pin', 'number'), check('pin', 'code')] })).toThrow(/an id that no other provider has/)
  })
})

describe('CR-17 a form and a script are judged alike', () => {
  test.each(['jwt', 'database'] as const)('right and wrong (%s)', async (strategy) => {
    for (const [password, isRight] of [
      ['right', true],
      ['wrong', false],
    ] as const) {
      const asked = [{}, { json: 'true' }].map(async (more) => {
        const someone = visitor(site({ session: { strategy } }).auth)
        const response = await someone.post('/callback/credentials', { username: 'ann', password, ...more })
        const to = response.headers.get('location') ?? ((await response.json()) as { url: string }).url
        const hasCookie = response.headers.getSetCookie().some((line) => line.startsWith(host))
        return {
          error: new URL(to).searchParams.get('error'),
          hasCookie,
          session: (await someone.session()) !== null,
          status: response.status,
        }
      })
      const [form, script] = await Promise.all(asked)
      const error = isRight ? null : 'CredentialsSignin'
      expect(form).toEqual({ error, hasCookie: isRight, session: isRight, status: 303 })
      expect(script).toEqual({ error, hasCookie: isRight, session: isRight, status: isRight ? 200 : 401 })
    }
  })
})
