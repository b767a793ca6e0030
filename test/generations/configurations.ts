import type { App } from './place.js'

/** One of the ways an application is run. */
export interface Configuration {
  readonly name: string
  readonly strategy: 'jwt' | 'database'
  readonly https?: true
  /** Environment variables that only this one has. */
  readonly variables?: Readonly<Record<string, string>>
  /** Names of the cookies that hold a session, of the published package's and of ours. */
  readonly cookies: readonly [published: readonly string[], ours: readonly string[]]
}

export interface Generation {
  readonly app: App
  /** Environment variables by which the generation asks for its origin and its secret. */
  readonly variables: (origin: string, secret: string) => Readonly<Record<string, string>>
  /** The client's entry at the OpenID Provider: v3 sends its secret in the body. */
  readonly client: 'next-app' | 'next-app-post'
  /** Buttons that update a token, and the plan it has then. v3 had no such thing. */
  readonly updates: Readonly<Record<string, string>>
  /** It signs out by its client. A server action, as in v5, belongs to a build, and goes with it. */
  readonly leaves: boolean
  /** Its `database` is migrated first, as an operator does before a deployment. An `adapter` keeps its tables. */
  readonly migrates?: true
  /** The table of sessions. */
  readonly sessions: string
  /** Its middleware guards `/members`; that of v4 knows tokens only. */
  readonly guarded: readonly Configuration['strategy'][]
  readonly configurations: readonly Configuration[]
}

const nextAuth = ['next-auth.session-token']
/** More than a cookie holds. */
const manyRights = { RIGHTS: '1000' }
const parts = (name: string) => [`${name}.0`, `${name}.1`]

const v4 = (origin: string, secret: string) => ({ NEXTAUTH_URL: origin, NEXTAUTH_SECRET: secret })

export const generations: readonly Generation[] = [
  {
    app: 'v3-pages',
    variables: (origin, secret) => ({ NEXTAUTH_URL: origin, SECRET: secret }),
    client: 'next-app-post',
    updates: {},
    leaves: true,
    migrates: true,
    sessions: 'sessions',
    guarded: [],
    configurations: [
      { name: 'signed tokens', strategy: 'jwt', cookies: [nextAuth, nextAuth] },
      { name: 'encrypted tokens', strategy: 'jwt', variables: { TOKEN: 'encrypted' }, cookies: [nextAuth, nextAuth] },
      { name: 'TypeORM', strategy: 'database', cookies: [nextAuth, nextAuth] },
    ],
  },
  {
    app: 'v4-pages',
    variables: v4,
    client: 'next-app',
    updates: { Update: 'silver' },
    leaves: true,
    sessions: '"Session"',
    guarded: ['jwt'],
    configurations: [
      { name: 'tokens', strategy: 'jwt', cookies: [nextAuth, nextAuth] },
      { name: 'Kysely adapter', strategy: 'database', cookies: [nextAuth, nextAuth] },
    ],
  },
  {
    app: 'v4-app',
    variables: v4,
    client: 'next-app',
    updates: { Update: 'silver' },
    leaves: true,
    sessions: 'sessions',
    guarded: [],
    configurations: [
      {
        name: 'https, tokens in chunks',
        strategy: 'jwt',
        https: true,
        variables: manyRights,
        cookies: [parts('__Secure-next-auth.session-token'), parts('__Host-next-auth.session-token')],
      },
      { name: 'PostgreSQL adapter', strategy: 'database', cookies: [nextAuth, nextAuth] },
    ],
  },
  {
    app: 'v5-app',
    variables: (origin, secret) => ({ AUTH_URL: origin, AUTH_SECRET: secret }),
    client: 'next-app',
    updates: { Update: 'silver', 'Update in an action': 'platinum' },
    leaves: false,
    sessions: 'session',
    guarded: ['jwt', 'database'],
    configurations: [
      { name: 'tokens', strategy: 'jwt', cookies: [['authjs.session-token'], nextAuth] },
      {
        name: 'https, tokens in chunks',
        strategy: 'jwt',
        https: true,
        variables: manyRights,
        cookies: [parts('__Secure-authjs.session-token'), parts('__Host-next-auth.session-token')],
      },
      { name: 'Drizzle adapter', strategy: 'database', cookies: [['authjs.session-token'], nextAuth] },
    ],
  },
]
