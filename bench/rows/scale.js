/** Ours alone: what an indexed look-up costs with 100 000 users and 500 000 sessions, against a tenth and a fiftieth of that. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate, ratio } from '../measure.js'
import { createOurs, withOurs } from '../peers/index.js'
import { open, sqliteStore } from '../stores/sqlite.js'

export const sizes = { small: { users: 10_000, sessions: 10_000 }, large: { users: 100_000, sessions: 500_000 } }

export async function measure(how) {
  if (!withOurs()) return {}
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const stores = {}
    for (const [name, size] of Object.entries(sizes)) {
      const store = join(folder, `${name}.db`)
      const [{ settings }] = await createOurs({ store: sqliteStore(store) })
      fill(store, size)
      stores[name] = { adapter: settings.adapter, tokens: shuffled(size.users), ...size }
    }
    const paths = {}
    for (const [path, look] of Object.entries(looks)) {
      const contestants = Object.entries(stores).map(([name, store]) => contestant(name, store, look))
      paths[path] = ratio(await alternate(contestants, { ...how, most: look.most ?? 2000, row: `scale-${path}` }), 'large', 'small')
    }
    return { scale: paths }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const uuid = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const hash = (number) => createHash('sha256').update(`session ${number}`).digest('base64url')

export const looks = {
  'session by its cookie': {
    key: ({ sessions }) => hash(Math.floor(Math.random() * sessions)),
    ask: (adapter, key) => adapter.getSessionAndUser(key),
  },
  'user by account': {
    key: ({ users }) => `subject-${Math.floor(Math.random() * users)}`,
    ask: (adapter, key) => adapter.getUserByAccount({ provider: 'plain', providerAccountId: key }),
  },
  'user by address': {
    key: ({ users }) => `person-${Math.floor(Math.random() * users)}@example.com`,
    ask: (adapter, key) => adapter.getUserByEmail(key),
  },
  'user by id': { key: ({ users }) => uuid(Math.floor(Math.random() * users)), ask: (adapter, key) => adapter.getUser(key) },
  // Each of them is there once, so few are taken in each round.
  'token, consumed': {
    most: 100,
    key: ({ tokens }) => tokens.pop() ?? 0,
    ask: (adapter, number) => adapter.useVerificationToken({ identifier: `person-${number}@example.com`, token: `token-${number}` }),
  },
}

export function shuffled(count) {
  const numbers = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1))
    ;[numbers[last], numbers[other]] = [numbers[other], numbers[last]]
  }
  return numbers
}

export function contestant(name, store, { key, ask }) {
  return {
    name,
    prepare: (count) => Array.from({ length: count }, () => key(store)),
    run: async (wanted) => {
      if (!(await ask(store.adapter, wanted))) throw new Error(`${name}: ${wanted} is not there`)
    },
  }
}

/** By hand: half a million sign-ins would take a minute. */
function fill(file, { users, sessions }) {
  const database = open(file)
  const now = Date.now()
  const user = database.prepare(
    'insert into users (id, name, email, email_verified, image, created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const account = database.prepare(
    "insert into accounts (user_id, type, provider, provider_account_id, created_at, updated_at) values (?, 'oauth', 'plain', ?, ?, ?)",
  )
  const session = database.prepare(
    "insert into sessions (session_token_hash, user_id, expires, sid, provider, amr, auth_time, created_at) values (?, ?, ?, ?, 'plain', '[\"fed\"]', ?, ?)",
  )
  const token = database.prepare('insert into verification_tokens (identifier, token_hash, expires, created_at) values (?, ?, ?, ?)')
  database.exec('begin')
  for (let number = 0; number < users; number++) {
    user.run(uuid(number), `Person ${number}`, `person-${number}@example.com`, now, null, now, now)
    account.run(uuid(number), `subject-${number}`, now, now)
    token.run(`person-${number}@example.com`, `token-${number}`, now + 86_400_000, now)
  }
  for (let number = 0; number < sessions; number++)
    session.run(hash(number), uuid(number % users), now + 86_400_000, `sid-${number}`, now, now)
  database.exec('commit')
  database.close()
}
