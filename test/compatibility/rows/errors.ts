import { expect } from 'vitest'
import * as earlier from '../../../src/base/earlier-errors.js'
import * as root from '../../../src/next/index.js'
import { visitor } from '../../visitor.js'
import { ann, beside, credentials, otherwise, seen, type Walk } from '../beside.js'
import { ours } from '../ours.js'
import { load } from '../published.js'
import { differs, type Row, rows } from '../table.js'

const kind = 'Errors'
const all = { v3: 'same', v4: 'same', v5: 'same' } as const

/** Each class of v5, with its type and the page it leads to, and of v3 with its name. */
export async function errors(): Promise<Row[]> {
  return [...(await classesOfV5()), ...(await classesOfV3()), ...thrown(), ...shown()]
}

// biome-ignore lint/suspicious/noExplicitAny: classes of two packages, by name
type Class = new (...call: any[]) => Error & { type?: string; kind?: string }

async function classesOfV5(): Promise<Row[]> {
  const published: Record<string, Class> = await load('@auth/core/errors.js')
  const classes = Object.entries(published).filter(([, value]) => value.prototype instanceof Error)
  return classes.flatMap(([name, Theirs]) => {
    const Ours = (root as unknown as Record<string, Class>)[name]
    // A base class that nobody throws.
    if (name === 'SignInError')
      return rows(kind, '`SignInError`', { v5: differs('`error.kind === "signIn"` says the same', '0105') }, () =>
        expect(Ours).toBeUndefined(),
      )
    return rows(kind, `\`${name}\`: of \`AuthError\`, with this \`type\``, { v5: 'same' }, () => {
      expect(Ours, 'is exported by next-auth').toBeDefined()
      const [their, own] = [new Theirs('text'), new (Ours as Class)('text')]
      expect(own).toBeInstanceOf(root.AuthError)
      expect(own).toBeInstanceOf(Ours)
      expect([own.type, own.message]).toEqual([their.type, 'text'])
      expect((new (Ours as Class)(new Error('inner')) as { cause?: { err?: Error } }).cause?.err?.message).toBe('inner')
    })
  })
}

async function classesOfV3(): Promise<Row[]> {
  const published: Record<string, Class> = await load('next-auth-3/dist/lib/errors.js')
  return Object.entries(published).flatMap(([name, Theirs]) =>
    rows(kind, `\`${name}\` of \`next-auth/errors\``, { v3: 'same' }, () => {
      const Ours = (earlier as unknown as Record<string, Class>)[name] as Class
      expect(new Ours('text')).toMatchObject({ name: new Theirs('text').name, message: 'text' })
      expect(new Ours('text')).toBeInstanceOf(Error)
    }),
  )
}

const script = { v3: { json: 'true' }, v4: { json: 'true' }, v5: {} } as const
const failing = (authorize: unknown) => () => ({ providers: [credentials({ authorize })] })
const codes: Walk = async (someone, generation) => {
  const headers: Record<string, string> = generation === 'v5' ? { 'x-auth-return-redirect': '1' } : {}
  const { json } = await seen(await someone.post('/callback/credentials', { ...ann, ...script[generation] }, headers))
  const { searchParams } = new URL(json.url, 'https://app.example')
  return { error: searchParams.get('error'), ...(generation === 'v5' ? { code: searchParams.get('code') ?? undefined } : {}) }
}

function thrown(): Row[] {
  const hidden = (generation: string) =>
    otherwise(
      { error: 'CredentialsSignin' },
      `\`CredentialsSignin\`; the text, which ${generation} puts into the URL, is in the log`,
      '0651',
    )
  return [
    ...beside(
      kind,
      '`authorize` returns `null`: `error=CredentialsSignin`',
      all,
      codes,
      failing(() => null),
    ),
    ...beside(
      kind,
      '`authorize` throws an `Error`',
      {
        v3: hidden('v3'),
        v4: hidden('v4'),
        v5: otherwise(
          { error: 'CredentialsSignin' },
          '`CredentialsSignin`, where v5 says `Configuration`: the visitor may try again',
          '0651',
        ),
      },
      codes,
      failing(() => {
        throw new Error('No such user')
      }),
    ),
    ...rows(kind, '`authorize` throws a class of `CredentialsSignin` with a `code`: `code=…`', { v5: 'same' }, async () => {
      class Locked extends root.CredentialsSignin {
        override code = 'locked'
      }
      const { AuthError } = root
      expect(new Locked()).toBeInstanceOf(AuthError)
      expect((await seen(await visitor(ours(failing(() => Promise.reject(new Locked()))())).post('/callback/credentials', ann))).to).toBe(
        '/api/auth/signin?error=CredentialsSignin&code=locked',
      )
    }),
    ...rows(kind, 'the same with the class of `@auth/core/errors`', { v5: 'same' }, async () => {
      const { CredentialsSignin } = await load('@auth/core/errors.js')
      class Locked extends CredentialsSignin {
        code = 'locked'
      }
      expect((await seen(await visitor(ours(failing(() => Promise.reject(new Locked()))())).post('/callback/credentials', ann))).to).toBe(
        '/api/auth/signin?error=CredentialsSignin&code=locked',
      )
    }),
    ...beside(kind, 'the `signIn` callback returns `false`: `error=AccessDenied`', all, denied, (generation) => ({
      callbacks: { signIn: generation === 'v3' ? (_user: object, _account: object) => false : () => false },
    })),
    ...beside(
      kind,
      'the `signIn` callback returns a path: there',
      { v3: otherwise('/join', 'there; v3 lets in all the same, where it is about credentials', '0651'), v4: 'same', v5: 'same' },
      denied,
      (generation) => ({
        callbacks: { signIn: generation === 'v3' ? (_user: object, _account: object) => '/join' : () => '/join' },
      }),
    ),
    ...beside(
      kind,
      'the `signIn` callback returns nothing',
      { v3: otherwise('AccessDenied', 'nobody is let in, as in v4 and v5', '0651'), v4: 'same', v5: 'same' },
      denied,
      (generation) => ({ callbacks: { signIn: generation === 'v3' ? (_user: object, _account: object) => undefined : () => undefined } }),
    ),
    ...beside(
      kind,
      'the `signIn` callback returns an object',
      {
        v3: otherwise('AccessDenied', 'only `true` lets in: `{ error: … }` did', '0651'),
        v4: otherwise('AccessDenied', 'only `true` lets in: `{ error: … }` did', '0651'),
        v5: otherwise('AccessDenied', 'only `true` lets in: `{ error: … }` did', '0651'),
      },
      denied,
      (generation) => ({ callbacks: { signIn: generation === 'v3' ? (_user: object, _account: object) => ({}) : () => ({}) } }),
    ),
    ...beside(
      kind,
      'the `signIn` callback throws an `Error`',
      {
        v3: otherwise('AccessDenied', '`AccessDenied`; the text, which v3 puts into the URL, is in the log', '0651'),
        v4: otherwise('AccessDenied', '`AccessDenied`; the text, which v4 puts into the URL, is in the log', '0651'),
        v5: 'same',
      },
      denied,
      (generation) => ({ callbacks: { signIn: generation === 'v3' ? (_user: object, _account: object) => refuse() : () => refuse() } }),
    ),
  ]
}

function refuse(): never {
  throw new Error('Not today')
}

const denied: Walk = async (someone) => {
  const { to = '' } = await seen(await someone.post('/callback/credentials', ann))
  const { searchParams, pathname } = new URL(to, 'https://app.example')
  return searchParams.get('error') ?? pathname
}

/** Codes that a page of the application's may look for in its URL. */
function shown(): Row[] {
  const codesOfPages = [
    'OAuthSignin',
    'OAuthCallback',
    'OAuthCreateAccount',
    'EmailCreateAccount',
    'Callback',
    'OAuthAccountNotLinked',
    'EmailSignin',
    'CredentialsSignin',
    'SessionRequired',
    'Default',
    'Configuration',
    'AccessDenied',
    'Verification',
  ]
  return codesOfPages.flatMap((code) =>
    rows('Codes', `\`error=${code}\` is understood by the built-in pages`, { v3: 'same', v4: 'same', v5: 'same' }, async () => {
      const someone = visitor(ours({ providers: [credentials()] }))
      for (const page of ['signin', 'error']) {
        const answer = await someone.get(`/${page}?error=${code}`)
        expect(answer.status).toBeLessThanOrEqual(500)
        expect(await answer.text()).toContain('</html>')
      }
    }),
  )
}
