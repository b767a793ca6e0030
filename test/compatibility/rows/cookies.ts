import { expect } from 'vitest'
import { visitor } from '../../visitor.js'
import { ann, base, beside, credentials, otherwise, type Walk } from '../beside.js'
import { withEnvironment } from '../environment.js'
import { ours } from '../ours.js'
import { published } from '../published.js'
import { differs, type Row, rows } from '../table.js'

const kind = 'Cookies'
const all = { v3: 'same', v4: 'same', v5: 'same' } as const

/** Name and attributes of the first cookie whose name ends so, without what is different each time. */
const lineOf =
  (ending: string): Walk =>
  async (someone) => {
    const answers = [
      await someone.get('/signin?callbackUrl=https%3A%2F%2Fapp.example%2Finside'),
      await someone.post('/callback/credentials', ann),
    ]
    const line = answers.flatMap((answer) => answer.headers.getSetCookie()).find((one) => one.split('=')[0]?.endsWith(ending)) ?? ''
    const attributes = line
      .split('; ')
      .slice(1)
      .map((attribute) => attribute.toLowerCase())
    const said = (name: string) => attributes.find((attribute) => attribute.startsWith(name)) ?? null
    return {
      name: line.split('=')[0],
      httpOnly: said('httponly'),
      sameSite: said('samesite'),
      path: said('path'),
      secure: said('secure'),
      lasts: said('expires') !== null || said('max-age') !== null,
    }
  }

const host = (what: string) => `\`__Host-next-auth.${what}\`: no subdomain can set it`

export const cookies: Row[] = [
  ...beside(
    kind,
    'the session’s, on https',
    {
      v3: otherwise({ name: '__Host-next-auth.session-token' }, host('session-token'), '0601'),
      v4: otherwise({ name: '__Host-next-auth.session-token' }, host('session-token'), '0601'),
      v5: otherwise({ name: '__Host-next-auth.session-token' }, host('session-token'), '0601'),
    },
    lineOf('session-token'),
  ),
  ...beside(kind, 'the session’s: `HttpOnly`, `SameSite=Lax`, `Path=/`, `Secure`, and an end', all, async (...call) => {
    const { name: _name, ...attributes } = (await lineOf('session-token')(...call)) as { name: string }
    return attributes
  }),
  ...rows(
    kind,
    'the session’s, on http: `next-auth.session-token`',
    { v3: 'same', v4: 'same', v5: differs('`next-auth.session-token`, as in v3 and v4', '0601') },
    () =>
      withEnvironment({ NEXTAUTH_URL: undefined }, async () => {
        const someone = visitor(ours({ url: 'http://localhost:3000', providers: [credentials()] }), 'http://localhost:3000')
        await someone.post('/callback/credentials', ann)
        expect([...someone.cookies.keys()]).toContain('next-auth.session-token')
      }),
  ),
  ...beside(
    kind,
    'the CSRF token’s, on https',
    { v3: 'same', v4: 'same', v5: otherwise({ name: '__Host-next-auth.csrf-token' }, host('csrf-token'), '0601') },
    lineOf('csrf-token'),
  ),
  ...beside(
    kind,
    'the target’s, on https',
    {
      v3: otherwise(
        { name: '__Host-next-auth.callback-url', httpOnly: 'httponly' },
        `${host('callback-url')}, and no script can read it`,
        '0601',
      ),
      v4: otherwise({ name: '__Host-next-auth.callback-url' }, host('callback-url'), '0601'),
      v5: otherwise({ name: '__Host-next-auth.callback-url' }, host('callback-url'), '0601'),
    },
    lineOf('callback-url'),
  ),
  ...rows(kind, 'a session that was begun goes on, and nobody is signed out', all, async (generation) => {
    const options = base(generation, 'http://127.0.0.1:9')
    const before = visitor(await published(generation, options))
    await before.post('/callback/credentials', ann)
    const after = visitor(ours(options))
    for (const [name, value] of before.cookies) after.cookies.set(name, value)
    expect(await after.session()).toMatchObject({ user: { name: 'ann', email: 'ann@app.example' } })
    await after.post('/signout')
    expect(await after.session()).toBeNull()
    expect([...after.cookies.keys()].filter((name) => name.includes('session-token'))).toEqual([])
  }),
  ...rows(kind, 'a session in parts goes on', { v4: 'same', v5: 'same' }, async (generation) => {
    const long = 'x'.repeat(4_500)
    const options = {
      ...base(generation, 'http://127.0.0.1:9'),
      callbacks: { jwt: ({ token }: { token: object }) => ({ ...token, long }) },
    }
    const before = visitor(await published(generation, options))
    await before.post('/callback/credentials', ann)
    expect([...before.cookies.keys()].filter((name) => name.includes('session-token')).length).toBeGreaterThan(1)
    const after = visitor(ours(base(generation, 'http://127.0.0.1:9')))
    for (const [name, value] of before.cookies) after.cookies.set(name, value)
    expect(await after.session()).toMatchObject({ user: { name: 'ann' } })
  }),
]
