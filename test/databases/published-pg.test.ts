import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseServers, serverOf } from './servers.js'
import { say } from './sql-subject.js'

const name = 'postgres-15'

/** As the adapter's documentation has them: ids are numbers. */
const tables = `
  create table verification_token (identifier text not null, expires timestamptz not null, token text not null, primary key (identifier, token));
  create table accounts (id serial primary key, "userId" integer not null, type varchar(255) not null, provider varchar(255) not null,
    "providerAccountId" varchar(255) not null, refresh_token text, access_token text, expires_at bigint, id_token text, scope text,
    session_state text, token_type text);
  create table sessions (id serial primary key, "userId" integer not null, expires timestamptz not null, "sessionToken" varchar(255) not null);
  create table users (id serial primary key, name varchar(255), email varchar(255), "emailVerified" timestamptz, image text)`

describe.skipIf(databaseServers.find((server) => server.name === name)?.missing)('published adapters', () => {
  publishedCases({
    name: '@auth/pg-adapter, PostgreSQL',
    lacks: { uniqueUsers: 'the tables of its documentation have no unique index on the address or the account' },
    async open() {
      const server = await serverOf(name)
      const url = await server.createDatabase()
      await say(url, tables)
      const [{ default: PostgresAdapter }, { default: pg }] = await Promise.all([load('@auth/pg-adapter'), load('pg')])
      const pool = new pg.Pool({ connectionString: url })
      return {
        adapter: PostgresAdapter(pool) as Adapter,
        async close() {
          await pool.end()
          await server.dropDatabase(url)
        },
      }
    },
  })
})
