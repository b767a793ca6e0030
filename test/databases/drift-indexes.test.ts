import { createPool, type RowDataPacket } from 'mysql2/promise'
import { type Adapter, connect } from 'next-auth/adapters'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { type Heard, listening } from './listening.js'
import { databaseServers } from './servers.js'
import { say, sharedDatabase } from './sql-subject.js'

const people = 20_000

for (const { name, url: here } of databaseServers) {
  if (here === undefined || !/^(postgres|mariadb|mysql)/.test(name)) continue

  describe(name, () => {
    const database = sharedDatabase(name)

    test(`DB-18 with ${people} people, every statement of a request finds its rows by an index`, { timeout: 120_000 }, async () => {
      const heard: Heard[] = []
      const pool = name.startsWith('postgres') ? new pg.Pool({ connectionString: database.url }) : createPool(database.url)
      const adapter = connect({ client: listening(pool, heard) })
      await adapter.prepare()
      await fill(database.url)
      heard.length = 0
      await useEveryVerb(adapter)
      // What a foreign key does when its user is deleted stands in no statement.
      const cascades = ['accounts', 'sessions'].map((table) => ({ text: `delete from ${table} where user_id = 'u7'`, values: [] }))
      const plans: (readonly [text: string, scans: readonly unknown[]])[] = []
      for (const { text, values } of [...heard, ...cascades].filter(({ text }) => /^(select|update|delete)/.test(text))) {
        plans.push([text, await (pool instanceof pg.Pool ? scansOfPostgres(pool, text, values) : scansOfMysql(pool, text, values))])
      }
      await pool.end()
      expect(plans.length).toBeGreaterThanOrEqual(15)
      expect(plans.filter(([, scans]) => scans.length > 0)).toEqual([])
    })
  })
}

/** Straight into the tables, a thousand rows at a time; every hundredth session, token and counter is over. */
async function fill(url: string): Promise<void> {
  const over = (at: number): number => (at % 100 === 0 ? 5 : 4_000_000_000_000)
  const rows: Readonly<Record<string, (at: number) => string>> = {
    'users (id, name, email, created_at, updated_at)': (at) => `('u${at}', 'Ann', '${at}@example.com', 0, 0)`,
    'accounts (user_id, type, provider, provider_account_id, created_at, updated_at)': (at) => `('u${at}', 'oauth', 'acme', '${at}', 0, 0)`,
    'sessions (session_token_hash, user_id, expires, created_at)': (at) => `('h${at}', 'u${at}', ${over(at)}, 0)`,
    'verification_tokens (identifier, token_hash, expires, created_at)': (at) => `('${at}@example.com', 't${at}', ${over(at)}, 0)`,
    'rate_counters (key, count, resets)': (at) => `('k${at}', 1, ${over(at)})`,
  }
  const quoted = (into: string): string => (url.startsWith('postgres') ? into : into.replace('(key', '(`key`'))
  for (const [into, row] of Object.entries(rows)) {
    for (let from = 0; from < people; from += 1000) {
      await say(url, `insert into ${quoted(into)} values ${Array.from({ length: 1000 }, (_, at) => row(from + at)).join()}`)
    }
    const table = into.slice(0, into.indexOf(' '))
    await say(url, url.startsWith('postgres') ? `analyze ${table}` : `analyze table ${table}`)
  }
}

async function useEveryVerb(adapter: Required<Adapter>): Promise<void> {
  await adapter.getUser('u1')
  await adapter.getUserByEmail('1@example.com')
  await adapter.updateUser({ id: 'u1', name: 'Anna' })
  await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })
  await adapter.getSessionAndUser('h1')
  await adapter.updateSession({ sessionToken: 'h1', expires: new Date(4_000_000_000_001) })
  await adapter.deleteSession('h1')
  await adapter.useVerificationToken({ identifier: '1@example.com', token: 't1' })
  await adapter.countAttempt({ key: 'k1', windowSeconds: 1 })
  expect(await adapter.sweep(new Date())).toBe((3 * people) / 100)
  await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '1' })
  await adapter.deleteUser('u1')
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

async function scansOfPostgres(pool: pg.Pool, text: string, values: readonly unknown[]): Promise<readonly unknown[]> {
  const { rows } = await pool.query(`explain (format json) ${text}`, [...values])
  const scans = (plan: Plan): readonly Plan[] => [
    ...(plan['Node Type'] === 'Seq Scan' ? [plan] : []),
    ...(plan.Plans ?? []).flatMap((inner) => scans(inner)),
  ]
  return scans(rows[0]['QUERY PLAN'][0].Plan)
}

/** `ALL` reads the table, `index` all of an index. */
async function scansOfMysql(pool: ReturnType<typeof createPool>, text: string, values: readonly unknown[]): Promise<readonly unknown[]> {
  const [rows] = await pool.query<RowDataPacket[]>(`explain ${text}`, [...values])
  return rows.filter(({ type }) => type === 'ALL' || type === 'index')
}
