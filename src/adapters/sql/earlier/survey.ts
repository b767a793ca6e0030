import type { RawBuilder } from 'kysely'
import type { Column, Earlier, EarlierTable } from '../../earlier/recognise.js'
import type { Family } from '../dialects/migration-locks.js'
import { plain } from '../statement.js'
import type { Bench } from './bench.js'
import { ledgerName } from './look.js'

/** What the database can count about rows that need a word, without reading them here. */
export async function survey(earlier: Earlier, hasRun: boolean, bench: Bench): Promise<readonly string[]> {
  const { users, accounts, sessions, others } = earlier
  const counts = await countsOf(earlier, hasRun, bench)
  const line = (table: EarlierTable, kind: string): string => {
    const taken = hasRun ? `, ${counts[`${kind} taken`]} of them taken over` : ''
    return `${table.name}: ${counts[kind]} ${kind}${taken}${ownColumns(table)}`
  }
  const doubts = Object.entries(sentences).flatMap(([name, sentence]) => ((counts[name] ?? 0) > 0 ? [`${counts[name]} ${sentence}`] : []))
  return [
    `Tables of next-auth ${earlier.generation === 3 ? '3' : '4 or 5'}:`,
    ...[line(users, 'users'), line(accounts, 'accounts'), ...(sessions ? [line(sessions, 'sessions')] : [])].map(indented),
    ...doubts.map(indented),
    ...others.map((name) => indented(`${name}: stays as it is; one-time tokens and passkeys are not taken over`)),
    ...(await references(earlier, bench)).map(indented),
  ]
}

const sentences = {
  sameAddress: 'users have an address that differs from another user’s in upper and lower case only: they keep everything but the address',
  withoutId: 'accounts name nobody at their provider, and stay where they are',
  twice: 'accounts are there more than once: the first of each is taken over',
  'accounts of nobody': 'accounts belong to a user who is not there, and stay where they are',
  'sessions of nobody': 'sessions belong to a user who is not there, and stay where they are',
  expired: 'sessions have expired, and stay where they are',
} as const

function indented(line: string): string {
  return `  ${line}`
}

function ownColumns({ own }: EarlierTable): string {
  return own.length > 0 ? `; only the application knows ${own.join(', ')}: what is in there stays there` : ''
}

type Counts = Readonly<Record<string, number>>

async function countsOf({ users, accounts, sessions }: Earlier, hasRun: boolean, bench: Bench): Promise<Counts> {
  const { sql, name, ours } = bench
  const all = (table: EarlierTable): RawBuilder<unknown> => sql`select count(*) as n from ${name(table.name)}`
  const taken = (kind: string): RawBuilder<unknown> =>
    sql`select count(*) as n from ${ours(ledgerName)} where ${name('kind')} = ${sql.lit(kind)}`
  const questions: Readonly<Record<string, RawBuilder<unknown>>> = {
    users: all(users),
    accounts: all(accounts),
    ...(sessions && { sessions: all(sessions) }),
    ...(hasRun && { 'users taken': taken('users'), 'accounts taken': taken('accounts'), 'sessions taken': taken('sessions') }),
    sameAddress: sameAddress(users, bench),
    withoutId: sql`select count(*) as n from ${name(accounts.name)} where not (${named(accounts, bench)}) or ${column(accounts, 'provideraccountid', bench)} is null`,
    twice: twice(accounts, bench),
    'accounts of nobody': ofNobody(accounts, users, bench),
    ...(sessions && { 'sessions of nobody': ofNobody(sessions, users, bench), expired: expired(sessions, bench) }),
  }
  const counts: Record<string, number> = {}
  for (const [key, question] of Object.entries(questions)) {
    const [row] = await bench.run(bench.ground.store.execute, bench.statement(question))
    counts[key] = Number(row?.n ?? 0)
  }
  return counts
}

function column(table: EarlierTable, key: string, { name }: Bench): RawBuilder<unknown> {
  return name(table.columns.get(key)?.name ?? key)
}

function sameAddress(users: EarlierTable, bench: Bench): RawBuilder<unknown> {
  const email = column(users, 'email', bench)
  return bench.sql`select count(${email}) - count(distinct lower(${email})) as n from ${bench.name(users.name)} where ${email} <> ''`
}

function named(accounts: EarlierTable, bench: Bench): RawBuilder<unknown> {
  const id = column(accounts, 'provideraccountid', bench)
  return bench.sql`${id} not in ('', 'undefined', 'null', 'NaN', '[object Object]')`
}

function twice(accounts: EarlierTable, bench: Bench): RawBuilder<unknown> {
  const { sql, name } = bench
  const provider = column(accounts, accounts.columns.has('provider') ? 'provider' : 'providerid', bench)
  const id = column(accounts, 'provideraccountid', bench)
  const groups = sql`select count(*) as rows_of_one from ${name(accounts.name)} where ${named(accounts, bench)} group by ${provider}, ${id}`
  return sql`select coalesce(sum(g.rows_of_one - 1), 0) as n from (${groups}) as g`
}

/** Compared as text only where the types differ: an index is of no use then. */
function ofNobody(table: EarlierTable, users: EarlierTable, { sql, name, text }: Bench): RawBuilder<unknown> {
  const [user, id] = [table.columns.get('userid') as Column, users.columns.get('id') as Column]
  const mine = sql`select ${name(id.name)} from ${name(users.name)}`
  if (user.type === id.type)
    return sql`select count(*) as n from ${name(table.name)} where ${name(user.name)} not in (${mine} where ${name(id.name)} is not null)`
  const asText = sql`select ${text(id.name)} from ${name(users.name)} where ${name(id.name)} is not null`
  return sql`select count(*) as n from ${name(table.name)} where ${text(user.name)} not in (${asText})`
}

function expired(sessions: EarlierTable, bench: Bench): RawBuilder<unknown> {
  const { sql, family, ground } = bench
  const expires = sessions.columns.get('expires') as Column
  const read = bench.time(expires)
  // Whichever of both it is.
  const time =
    family === 'sqlite'
      ? sql`case typeof(${read}) when 'text' then (julianday(${read}) - 2440587.5) * 86400000 else ${read} * (case when ${read} < 100000000000 then 1000 else 1 end) end`
      : read
  return sql`select count(*) as n from ${bench.name(sessions.name)} where ${time} <= ${sql.lit(ground.clock())}`
}

/** Tables of the application that refer to users: they go on doing so, to the table with the users of then. */
async function references({ users, accounts, sessions, others }: Earlier, bench: Bench): Promise<readonly string[]> {
  const theirs = new Set([accounts.name, sessions?.name, users.name, ...others])
  const rows = await bench.run(bench.ground.store.execute, plain(referencesOf[bench.family], false))
  const from = new Set(rows.filter((row) => row.target === users.name && !theirs.has(String(row.name))).map((row) => String(row.name)))
  return [...from].map(
    (name) => `${name}: refers to \`${users.name}\` by a foreign key, which stays; let it refer to the new users before new ones are in it`,
  )
}

const referencesOf: Readonly<Record<Family, string>> = {
  sqlite: `select m.name as name, f."table" as target from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'`,
  postgres: `select a.relname as name, b.relname as target from pg_constraint c join pg_class a on a.oid = c.conrelid
    join pg_class b on b.oid = c.confrelid join pg_namespace n on n.oid = b.relnamespace where c.contype = 'f' and n.nspname = current_schema()`,
  mysql: `select table_name as name, referenced_table_name as target from information_schema.key_column_usage
    where table_schema = database() and referenced_table_schema = database() and referenced_table_name is not null`,
  mssql: `select object_name(parent_object_id) as name, object_name(referenced_object_id) as target from sys.foreign_keys where schema_id = schema_id()`,
}
