/** MySQL and MariaDB by `mysql2`: everybody has a pool of ten connections, which is its default. */
import { Connection, createPool } from 'mysql2'
import { noting } from '../statements.js'

/** Notes every statement that is run from now on. */
export function watch() {
  const base = Object.getPrototypeOf(Connection.prototype)
  const statementOf = (query, values) =>
    typeof query === 'string' ? { text: query, values } : { text: query.sql, values: query.values ?? values }
  const undo = ['query', 'execute'].map((verb) => noting(base, verb, statementOf))
  return () => {
    for (const one of undo) one()
  }
}

export const open = (url) => createPool({ uri: url })

/**
 * @param {string} url of a database of the peer's own
 * @returns {import('../statements.js').Store}
 */
export function store(url) {
  const pool = open(url)
  const promising = pool.promise()
  // As ours makes it by itself, without recording a stack at each call. No connection is made before the first statement.
  const mine = createPool({ uri: url, trace: false })
  return {
    pool,
    ours: { client: mine },
    async authJs() {
      const [{ KyselyAdapter }, { Kysely, MysqlDialect }] = await Promise.all([import('@auth/kysely-adapter'), import('kysely')])
      for (const table of kyselyTables) await promising.query(table)
      return KyselyAdapter(new Kysely({ dialect: new MysqlDialect({ pool }) }))
    },
    betterAuth: () => promising,
    bare({ text, values }) {
      const bare = mine.promise()
      return () => bare.execute(text, values)
    },
    close: () => Promise.all([promising.end(), mine.promise().end()]),
  }
}

/** By the server itself, in the tables of ours: half a million sign-ins would take minutes. */
export async function fill(pool, { users, sessions }) {
  const client = await pool.promise().getConnection()
  const now = Date.now()
  const id = (number) => `concat('00000000-0000-4000-8000-', lpad(${number}, 12, '0'))`
  const digit =
    '(select 0 d union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9)'
  const numbers = (count) =>
    `(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d as n
      from ${digit} a, ${digit} b, ${digit} c, ${digit} e, ${digit} f, ${digit} g having n < ${count}) numbers`
  const statements = [
    // What indexes and foreign keys would check is known to be right.
    'set foreign_key_checks = 0, unique_checks = 0',
    `insert into users (id, name, email, email_verified, created_at, updated_at)
      select ${id('n')}, concat('Person ', n), concat('person-', n, '@example.com'), ${now}, ${now}, ${now} from ${numbers(users)}`,
    `insert into accounts (user_id, type, provider, provider_account_id, created_at, updated_at)
      select ${id('n')}, 'oauth', 'plain', concat('subject-', n), ${now}, ${now} from ${numbers(users)}`,
    `insert into sessions (session_token_hash, user_id, expires, sid, provider, amr, auth_time, created_at)
      select trim(trailing '=' from replace(replace(to_base64(unhex(sha2(concat('session ', n), 256))), '+', '-'), '/', '_')) hash,
        ${id(`n % ${users}`)}, ${now + 86_400_000}, concat('sid-', n), 'plain', '["fed"]', ${now}, ${now} from ${numbers(sessions)} order by hash`,
    `insert into verification_tokens (identifier, token_hash, expires, created_at)
      select concat('person-', n, '@example.com'), concat('token-', n), ${now + 86_400_000}, ${now} from ${numbers(users)}`,
    'analyze table users, accounts, sessions, verification_tokens',
  ]
  for (const text of statements) await client.query(text)
  client.destroy()
}

const kyselyTables = [
  'CREATE TABLE `User` (id varchar(191) PRIMARY KEY, name text, email varchar(191) UNIQUE, emailVerified datetime(3), image text)',
  `CREATE TABLE \`Account\` (id varchar(191), userId varchar(191) NOT NULL, type text NOT NULL, provider varchar(64) NOT NULL, providerAccountId varchar(120) NOT NULL,
    refresh_token text, access_token text, expires_at bigint, token_type text, scope text, id_token text, session_state text,
    PRIMARY KEY (provider, providerAccountId), INDEX (userId), FOREIGN KEY (userId) REFERENCES \`User\` (id) ON DELETE CASCADE)`,
  `CREATE TABLE \`Session\` (id varchar(191), sessionToken varchar(191) PRIMARY KEY, userId varchar(191) NOT NULL, expires datetime(3) NOT NULL,
    INDEX (userId), FOREIGN KEY (userId) REFERENCES \`User\` (id) ON DELETE CASCADE)`,
  'CREATE TABLE `VerificationToken` (identifier text NOT NULL, token varchar(191) PRIMARY KEY, expires datetime(3) NOT NULL)',
]
