import { memory } from '../../../src/adapters/memory.js'
import { location, type Visitor } from '../../visitor.js'
import { ann, beside, credentials, email, type Otherwise, otherwise, service, update } from '../beside.js'
import type { Options } from '../published.js'
import type { Generation, Row } from '../table.js'

const all = { v3: 'same', v4: 'same', v5: 'same' } as const
const modern = { v4: 'same', v5: 'same' } as const

export const callbacks: Row[] = [
  ...handed('signIn', 'of a service: `user`, `account`, `profile`', all, 0, byService),
  ...handed(
    'signIn',
    'of credentials: `user`, `account`, `credentials`',
    { v3: declared(), v4: declared(), v5: declared() },
    0,
    byPassword,
  ),
  ...handed('signIn', 'before a mail is sent: `email.verificationRequest`', modern, 0, byMail),
  ...handed('signIn', 'of a link that was followed: `user`, `account`', modern, 1, byMail),
  ...handed('redirect', '`url`, `baseUrl`', all, 0, byPassword),
  ...handed('jwt', 'at a sign-in with a service: `token`, `user`, `account`, `profile`, `isNewUser`', all, 0, byService),
  ...handed('jwt', 'at a sign-in with credentials', all, 0, byPassword),
  ...handed('jwt', 'at a read: `token`', all, 1, byPassword),
  ...handed('jwt', 'at an update: `trigger`, `session`', modern, 'update', updating),
  ...handed('session', 'of a token: `session`, `token`', all, 0, byPassword),
  ...handed('session', 'of a token, at an update: `newSession`, `trigger`', modern, 'update', updating),
  ...handed('session', 'of a row: `session`, `user`', { v4: 'same', v5: withoutToken() }, 0, byMail, stored),
  ...events(),
]

function events(): Row[] {
  const heard = (name: string, of: string, verdicts: Parameters<typeof handed>[2], walk: typeof byMail, more?: typeof stored) =>
    handed(name, of, verdicts, 0, walk, more, 'events')
  return [
    ...heard('signIn', 'of a service: `user`, `account`, `profile`, `isNewUser`', all, byService),
    ...heard('signIn', 'of credentials: `user`, `account`', all, byPassword),
    ...heard('signOut', 'of a token', all, byPassword),
    ...heard('signOut', 'of a row', modern, byMail, stored),
    ...heard('session', 'of a token', all, byPassword),
    ...heard('createUser', '`user`', modern, byService),
    ...heard('linkAccount', '`user`, `account`, `profile`', modern, byService),
  ]
}

function declared(): Otherwise {
  return otherwise({ user: { name: 'string' } }, 'of what was posted, the fields that the provider declares', '0653')
}

/** v5 hands the callback the row as it is in the database. */
function withoutToken(): Otherwise {
  return otherwise(
    { session: { user: { email: 'string' }, expires: 'string' } },
    'without `sessionToken`: what a callback is handed is soon in the browser',
    '0653',
  )
}

function handed(
  name: string,
  of: string,
  verdicts: Partial<Record<Generation, 'same' | Otherwise>>,
  at: number | 'update',
  walk: (someone: Visitor, generation: Generation, options: Options) => Promise<void>,
  more: (at: string) => Options = () => ({}),
  group: 'callbacks' | 'events' = 'callbacks',
): Row[] {
  const kind = group === 'callbacks' ? 'Callbacks' : 'Events'
  return beside(
    kind,
    `\`${name}\` ${of}`,
    verdicts,
    async (someone, generation, options) => {
      await walk(someone, generation, options)
      const calls = options.heard[group][name] as { trigger?: string }[]
      return shapeOf(at === 'update' ? (calls.find(({ trigger }) => trigger === at) ?? calls.at(-1)) : calls[at])
    },
    (generation, at) => listening(generation, more(at)),
  )
}

function listening(generation: Generation, more: Options): Options {
  const heard = { callbacks: {} as Record<string, unknown[]>, events: {} as Record<string, unknown[]> }
  const note = <A>(group: 'callbacks' | 'events', name: string, call: unknown, answer?: A): A => {
    // What is there at the time: some of it is changed afterwards.
    heard[group][name] = [...(heard[group][name] ?? []), JSON.parse(JSON.stringify(call ?? null))]
    return answer as A
  }
  // biome-ignore lint/suspicious/noExplicitAny: callbacks of three generations
  type Any = any
  const positional = {
    signIn: (...[user, account, profile]: Any[]) => note('callbacks', 'signIn', { user, account, profile }, true),
    redirect: (url: Any, baseUrl: Any) => note('callbacks', 'redirect', { url, baseUrl }, baseUrl),
    jwt: (token: Any, user: Any, account: Any, profile: Any, isNewUser: Any) =>
      note('callbacks', 'jwt', { token, user, account, profile, isNewUser }, token),
    session: (session: Any, token: Any) => note('callbacks', 'session', { session, token }, session),
  }
  const named = {
    signIn: ({ ...params }: Any) => note('callbacks', 'signIn', params, true),
    redirect: ({ ...params }: Any) => note('callbacks', 'redirect', params, params.baseUrl),
    jwt: ({ ...params }: Any) => note('callbacks', 'jwt', params, params.token),
    session: ({ ...params }: Any) => note('callbacks', 'session', params, params.session),
  }
  const names = ['signIn', 'signOut', 'createUser', 'updateUser', 'linkAccount', 'session']
  return {
    heard,
    callbacks: generation === 'v3' ? positional : named,
    events: Object.fromEntries(names.map((name) => [name, (message: unknown) => note('events', name, message)])),
    ...more,
  }
}

function stored(at: string): Options {
  return { adapter: memory(), session: { strategy: 'database' }, providers: [credentials(), service(at), email()] }
}

async function byPassword(someone: Visitor): Promise<void> {
  await someone.post('/callback/credentials', ann)
  await someone.get('/session')
  await someone.post('/signout')
}

async function updating(someone: Visitor): Promise<void> {
  await someone.post('/callback/credentials', ann)
  await update(someone, { name: 'Bob' })
}

async function byMail(someone: Visitor, _generation: Generation, options: Options): Promise<void> {
  await someone.post('/signin/email', { email: 'ann@app.example' })
  const link = new URL(options.providers[2].mails[0])
  // Ours waits for the button of the page that the link opens; theirs is in already.
  if ((await someone.send(link.href)).status === 200) await someone.post('/callback/email', Object.fromEntries(link.searchParams))
  await someone.get('/session')
  await someone.post('/signout')
}

async function byService(someone: Visitor): Promise<void> {
  const state = location(await someone.post('/signin/service')).searchParams.get('state')
  await someone.get(`/callback/service?${new URLSearchParams({ code: 'x', ...(state ? { state } : {}) })}`)
}

/** Names and kinds, three levels deep; what is `null` may be absent as well, and nobody asks for the number of a token. */
function shapeOf(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return typeof value
  if (depth === 3) return 'object'
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== null && inner !== undefined && key !== 'jti')
      .map(([key, inner]) => [key, shapeOf(inner, depth + 1)]),
  )
}
