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
