import type { Adapter } from 'next-auth/adapters'
import { describe } from 'vitest'
import { type Published, publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, folder, missing } from './published-place.js'
import { say } from './sql-subject.js'

interface Types {
  readonly text: string
  readonly number: string
  readonly moment: string
}

/** The tables that the adapter defines where the application defines none, without those of passkeys. */
const tables = ({ text, number, moment }: Types): readonly string[] => {
  const owner = `"userId" ${text} not null`
  const goes = 'foreign key ("userId") references "user" (id) on delete cascade'
  return [
    `create table "user" (id ${text} not null primary key, name ${text}, email ${text} unique, "emailVerified" ${moment} null, image ${text})`,
    `create table "account" (type ${text} not null, provider ${text} not null, "providerAccountId" ${text} not null, refresh_token ${text},
       access_token ${text}, expires_at ${number}, token_type ${text}, scope ${text}, id_token ${text.replace('255', '2048')}, session_state ${text},
       ${owner}, primary key (provider, "providerAccountId"), ${goes})`,
    `create table "session" ("sessionToken" ${text} not null primary key, expires ${moment} not null, ${owner}, ${goes})`,
    `create table "verificationToken" (identifier ${text} not null, token ${text} not null, expires ${moment} not null, primary key (identifier, token))`,
  ]
}

const forPostgres = tables({ text: 'text', number: 'integer', moment: 'timestamp' })
const forSqlite = tables({ text: 'text', number: 'integer', moment: 'integer' })
const forMysql = tables({ text: 'varchar(255)', number: 'int', moment: 'timestamp(3)' }).map((statement) => statement.replaceAll('"', '`'))

describe.skipIf(missing('postgres-15'))('published adapters', () => {
  publishedCases({ name: '@auth/drizzle-adapter, PostgreSQL', open: onPostgres })
})

describe.skipIf(missing('mariadb'))('published adapters', () => {
  publishedCases({ name: '@auth/drizzle-adapter, MariaDB', open: onMariadb })
})

describe('published adapters', () => {
  publishedCases({ name: '@auth/drizzle-adapter, SQLite by libSQL', open: onSqlite })
})

async function onPostgres(): ReturnType<Published['open']> {
  const { url, leave } = await databaseOn('postgres-15')
  for (const statement of forPostgres) await say(url, statement)
  const [{ drizzle }, { default: pg }] = await Promise.all([load('drizzle-orm/node-postgres'), load('pg')])
  const pool = new pg.Pool({ connectionString: url })
  pool.on('error', () => {})
  return over(drizzle(pool), async () => {
    await pool.end()
    await leave()
  })
}

async function onMariadb(): ReturnType<Published['open']> {
  const { url, leave } = await databaseOn('mariadb')
  for (const statement of forMysql) await say(url, statement)
  const [{ drizzle }, { createPool }] = await Promise.all([load('drizzle-orm/mysql2'), load('mysql2/promise')])
  const pool = createPool(url)
  return over(drizzle(pool), async () => {
    await pool.end()
    await leave()
  })
}

async function onSqlite(): ReturnType<Published['open']> {
  const { url: path, leave } = await folder()
  const [{ drizzle }, { createClient }] = await Promise.all([load('drizzle-orm/libsql'), load('@libsql/client')])
  const client = createClient({ url: `file:${path}/app.db` })
  await client.executeMultiple(forSqlite.join(';\n'))
  return over(drizzle(client), async () => {
    client.close()
    await leave()
  })
}

async function over(database: unknown, close: () => Promise<void>): ReturnType<Published['open']> {
  const { DrizzleAdapter } = await load('@auth/drizzle-adapter')
  return { adapter: DrizzleAdapter(database) as Adapter, close }
}
