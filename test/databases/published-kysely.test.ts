import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { type Published, publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, missing } from './published-place.js'
import { say } from './sql-subject.js'

/** As the adapter's documentation has them, for the dialect's names of types. */
const tables = (quote: string, { id, text, moment }: Record<'id' | 'text' | 'moment', string>): readonly string[] =>
  [
    `create table "User" (id ${id} primary key, name ${text}, email ${text} unique not null, "emailVerified" ${moment} null, image text)`,
    `create table "Account" (id ${id} primary key, "userId" ${id} not null, type ${text} not null, provider ${text} not null,
       "providerAccountId" ${text} not null, refresh_token text, access_token text, expires_at bigint, token_type text, scope text, id_token text,
       session_state text, foreign key ("userId") references "User" (id) on delete cascade)`,
    `create table "Session" (id ${id} primary key, "userId" ${id} not null, "sessionToken" ${text} not null unique,
       expires ${moment} not null, foreign key ("userId") references "User" (id) on delete cascade)`,
    `create table "VerificationToken" (identifier ${text} not null, token ${text} not null unique, expires ${moment} not null)`,
  ].map((statement) => statement.replaceAll('"', quote))

const forPostgres = tables('"', { id: 'uuid default gen_random_uuid()', text: 'text', moment: 'timestamptz' }).map((text) =>
  text.replaceAll('"userId" uuid default gen_random_uuid()', '"userId" uuid'),
)
const forMysql = tables('`', { id: 'varchar(36)', text: 'varchar(191)', moment: 'timestamp(3)' }).map((text) =>
  text.replace(/(Account|Session)` \(id varchar\(36\) primary key/, '$1` (id varchar(36) default (uuid()) primary key'),
)

describe.skipIf(missing('postgres-15'))('published adapters', () => {
  publishedCases({
    name: '@auth/kysely-adapter, PostgreSQL',
    needsEmail: true,
    open: () =>
      over('postgres-15', forPostgres, async (url) => {
        const [{ PostgresDialect }, { default: pg }] = await Promise.all([load('kysely'), load('pg')])
        const pool = new pg.Pool({ connectionString: url })
        pool.on('error', () => {})
        return new PostgresDialect({ pool })
      }),
  })
})

describe.skipIf(missing('mariadb'))('published adapters', () => {
  publishedCases({
    name: '@auth/kysely-adapter, MariaDB',
    lacks: { exactKeys: 'MariaDB compares loosely, and the adapter cannot show an account' },
    needsEmail: true,
    open: () =>
      over('mariadb', forMysql, async (url) => {
        const [{ MysqlDialect }, { createPool }] = await Promise.all([load('kysely'), load('mysql2')])
        return new MysqlDialect({ pool: createPool(url) })
      }),
  })
})

async function over(
  server: 'postgres-15' | 'mariadb',
  statements: readonly string[],
  dialectOf: (url: string) => Promise<unknown>,
): ReturnType<Published['open']> {
  const { url, leave } = await databaseOn(server)
  for (const statement of statements) await say(url, statement)
  const [{ KyselyAdapter }, { Kysely }] = await Promise.all([load('@auth/kysely-adapter'), load('kysely')])
  const database = new Kysely({ dialect: await dialectOf(url) })
  return {
    adapter: KyselyAdapter(database) as Adapter,
    async close() {
      await database.destroy()
      await leave()
    },
  }
}
