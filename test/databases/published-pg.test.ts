import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, missing } from './published-place.js'
import { say } from './sql-subject.js'

/** As the adapter's documentation has them: ids are numbers. */
const tables = `
  create table verification_token (identifier text not null, expires timestamptz not null, token text not null, primary key (identifier, token));
  create table accounts (id serial primary key, "userId" integer not null, type varchar(255) not null, provider varchar(255) not null,
    "providerAccountId" varchar(255) not null, refresh_token text, access_token text, expires_at bigint, id_token text, scope text,
    session_state text, token_type text);
  create table sessions (id serial primary key, "userId" integer not null, expires timestamptz not null, "sessionToken" varchar(255) not null);
  create table users (id serial primary key, name varchar(255), email varchar(255), "emailVerified" timestamptz, image text)`

const indexes = `
  create unique index on users (email);
  create unique index on accounts (provider, "providerAccountId")`

/** Ids of eight bytes come as text, those of four as numbers. */
const wide = 'alter table users alter column id type bigint'

describe.skipIf(missing('postgres-15'))('published adapters', () => {
  publishedCases({
    name: '@auth/pg-adapter, PostgreSQL',
    lacks: { uniqueUsers: 'the tables of its documentation have no unique index on the address or the account' },
    open: () => over('@auth/pg-adapter', tables),
  })

  publishedCases({
    name: '@auth/pg-adapter, PostgreSQL, with unique indexes and wide ids',
    open: () => over('@auth/pg-adapter', tables, indexes, wide),
  })

  // Neon's pool has the methods of that of `pg`, and PostgreSQL behind it.
  publishedCases({
    name: '@auth/neon-adapter, PostgreSQL by pg, with unique indexes',
    open: () => over('@auth/neon-adapter', tables, indexes),
  })
})

async function over(name: string, ...statements: readonly string[]) {
  const { url, leave } = await databaseOn('postgres-15')
  for (const statement of statements) await say(url, statement)
  const [{ default: adapterOf }, { default: pg }] = await Promise.all([load(name), load('pg')])
  const pool = new pg.Pool({ connectionString: url })
  pool.on('error', () => {})
  return {
    adapter: adapterOf(pool) as Adapter,
    async close() {
      await pool.end()
      await leave()
    },
  }
}
