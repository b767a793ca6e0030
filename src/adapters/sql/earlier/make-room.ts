import type { Execute } from '../dialect.js'
import type { Family } from '../dialects/migration-locks.js'
import { plain } from '../statement.js'
import { columnsOf } from '../tables.js'
import type { Bench } from './bench.js'
import type { Seen } from './look.js'

const suffix = '_before_6'

/** What gives our tables their names: earlier ones that have them get another, and references to them follow. */
export async function renamesFor(seen: Seen, bench: Bench, execute: Execute): Promise<readonly string[]> {
  const { ground, family } = bench
  if (seen.tables.has(`${ground.entityPrefix}next_auth_schema`)) return []
  const taken = tablesInTheWay(seen, bench)
  if (taken.length === 0) return []
  const indexes = await bench.run(execute, plain(indexesOf[family], false))
  const inTheWay = indexes.filter(({ name }) => isOurIndex(String(name), ground.entityPrefix))
  return [
    ...inTheWay.flatMap(({ name, definition }) => renameIndex(String(name), String(definition), bench)),
    ...renameTables(taken, bench),
  ]
}

/** Only what was recognised. If something else has one of our names, nothing is renamed: the schema refuses it as a whole. */
function tablesInTheWay({ tables, earlier }: Seen, { ground, family }: Bench): readonly string[] {
  if (!earlier) return []
  const same = (name: string): string => (family === 'postgres' ? name : name.toLowerCase())
  const needed = new Set(Object.keys(columnsOf).map((name) => same(ground.entityPrefix + name)))
  const found = [earlier.users.name, earlier.accounts.name, ...(earlier.sessions ? [earlier.sessions.name] : []), ...earlier.others]
  const taken = found.filter((name) => needed.has(same(name)))
  return [...tables].filter((name) => needed.has(same(name))).length === taken.length ? taken : []
}

function renameTables(names: readonly string[], { family, sql, name, statement }: Bench): readonly string[] {
  // All at once, since here each change of a table is for good.
  if (family === 'mysql') {
    const pairs = names.map((one) => sql`${name(one)} to ${name(one + suffix)}`)
    return [statement(sql`rename table ${sql.join(pairs)}`).text]
  }
  if (family === 'mssql') return names.map((one) => statement(sql`exec sp_rename ${sql.lit(one)}, ${sql.lit(one + suffix)}`).text)
  return names.map((one) => statement(sql`alter table ${name(one)} rename to ${name(one + suffix)}`).text)
}

/** Where names of indexes are the whole database's, an earlier one would be taken for ours. */
const indexesOf: Readonly<Record<Family, string>> = {
  sqlite: `select name, sql as definition from sqlite_master where type = 'index' and sql is not null`,
  postgres: 'select indexname as name, indexdef as definition from pg_indexes where schemaname = current_schema()',
  mysql: `select '' as name from dual where 1 = 0`,
  mssql: `select '' as name where 1 = 0`,
}

function isOurIndex(name: string, prefix: string): boolean {
  return Object.keys(columnsOf).some((table) => name.startsWith(`${prefix}${table}_`)) && /_(unique|user_id|expires|resets|key)$/.test(name)
}

function renameIndex(index: string, definition: string, { family, sql, name, statement }: Bench): readonly string[] {
  if (family === 'postgres') return [statement(sql`alter index ${name(index)} rename to ${name(index + suffix)}`).text]
  // SQLite has no word for it.
  return [statement(sql`drop index ${name(index)}`).text, definition.replace(index, index + suffix)]
}
