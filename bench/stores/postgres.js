/** PostgreSQL by `pg`: everybody has a pool of ten connections, which is its default. */
import pg from 'pg'
import { noting } from '../statements.js'

/** Notes every statement that is run from now on. */
export const watch = () =>
  noting(pg.Client.prototype, 'query', (query, values) =>
    typeof query === 'string' ? { text: query, values } : { text: query.text, values: query.values ?? values, name: query.name },
  )

export function open(url) {
  const pool = new pg.Pool({ connectionString: url })
  // The server ends before the process does.
  pool.on('error', () => {})
  return pool
}

/**
 * @param {string} url of a database of the peer's own
 * @returns {import('../statements.js').Store}
 */
export function store(url) {
  const pool = open(url)
  return {
    pool,
    ours: { client: pool },
    async authJs() {
      const [{ KyselyAdapter }, { Kysely, PostgresDialect }] = await Promise.all([import('@auth/kysely-adapter'), import('kysely')])
      await pool.query(kyselyTables)
      return KyselyAdapter(new Kysely({ dialect: new PostgresDialect({ pool }) }))
    },
    /** Auth.js's other adapter, for this database alone. */
    async authJsOwn() {
      const { default: PostgresAdapter } = await import('@auth/pg-adapter')
      await pool.query(ownTables)
      return PostgresAdapter(pool)
    },
    betterAuth: () => pool,
    bare: (statement) => () => pool.query(statement),
    close: () => pool.end(),
  }
}

/** By the server itself, in the tables of ours: half a million sign-ins would take minutes. */
export async function fill(pool, { users, sessions }) {
  const client = await pool.connect()
  const now = Date.now()
  const id = (number) => `'00000000-0000-4000-8000-' || lpad((${number})::text, 12, '0')`
  // What indexes and foreign keys would check is known to be right.
  const statements = [
    'set session_replication_role = replica',
    `insert into users (id, name, email, email_verified, created_at, updated_at)
      select ${id('n')}, 'Person ' || n, 'person-' || n || '@example.com', ${now}, ${now}, ${now} from generate_series(0, ${users - 1}) n`,
    `insert into accounts (user_id, type, provider, provider_account_id, created_at, updated_at)
      select ${id('n')}, 'oauth', 'plain', 'subject-' || n, ${now}, ${now} from generate_series(0, ${users - 1}) n`,
    `insert into sessions (session_token_hash, user_id, expires, sid, provider, amr, auth_time, created_at)
      select translate(rtrim(encode(sha256(('session ' || n)::bytea), 'base64'), '='), '+/', '-_'), ${id(`n % ${users}`)}, ${now + 86_400_000},
        'sid-' || n, 'plain', '["fed"]', ${now}, ${now} from generate_series(0, ${sessions - 1}) n`,
    `insert into verification_tokens (identifier, token_hash, expires, created_at)
      select 'person-' || n || '@example.com', 'token-' || n, ${now + 86_400_000}, ${now} from generate_series(0, ${users - 1}) n`,
    // What it would otherwise do by itself, some time during the rounds.
    'vacuum analyze',
    'checkpoint',
  ]
  for (const text of statements) await client.query(text)
  client.release(true)
}

const kyselyTables = `
CREATE TABLE "User" (id text PRIMARY KEY, name text, email text UNIQUE, "emailVerified" timestamptz, image text);
CREATE TABLE "Account" (id text, "userId" text NOT NULL REFERENCES "User" (id) ON DELETE CASCADE, type text NOT NULL, provider text NOT NULL,
  "providerAccountId" text NOT NULL, refresh_token text, access_token text, expires_at bigint, token_type text, scope text, id_token text, session_state text,
  PRIMARY KEY (provider, "providerAccountId"));
CREATE TABLE "Session" (id text, "sessionToken" text PRIMARY KEY, "userId" text NOT NULL REFERENCES "User" (id) ON DELETE CASCADE, expires timestamptz NOT NULL);
CREATE TABLE "VerificationToken" (identifier text NOT NULL, token text PRIMARY KEY, expires timestamptz NOT NULL);
CREATE INDEX ON "Account" ("userId");
CREATE INDEX ON "Session" ("userId");
`

/** Its documentation's, and the indexes that these lack. */
const ownTables = `
CREATE TABLE users (id serial PRIMARY KEY, name varchar(255), email varchar(255) UNIQUE, "emailVerified" timestamptz, image text);
CREATE TABLE accounts (id serial PRIMARY KEY, "userId" integer NOT NULL, type varchar(255) NOT NULL, provider varchar(255) NOT NULL,
  "providerAccountId" varchar(255) NOT NULL, refresh_token text, access_token text, expires_at bigint, id_token text, scope text, session_state text, token_type text,
  UNIQUE (provider, "providerAccountId"));
CREATE TABLE sessions (id serial PRIMARY KEY, "userId" integer NOT NULL, expires timestamptz NOT NULL, "sessionToken" varchar(255) NOT NULL UNIQUE);
CREATE TABLE verification_token (identifier text NOT NULL, expires timestamptz NOT NULL, token text NOT NULL, PRIMARY KEY (identifier, token));
`
