import { type Earlier, recognise, type TableShape } from '../../earlier/recognise.js'
import type { Execute } from '../dialect.js'
import type { Family } from '../dialects/migration-locks.js'
import { plain } from '../statement.js'
import { columnsOf } from '../tables.js'
import type { Bench } from './bench.js'

/** Which keys were taken over; a table of its own, made by the first takeover and gone with the earlier tables. */
export const ledgerName = 'next_auth_earlier'

export interface Seen {
  readonly tables: ReadonlySet<string>
  readonly earlier: Earlier | undefined
}

/** What there is now. */
export async function lookAt(bench: Bench, execute: Execute): Promise<Seen> {
  const prefix = bench.ground.entityPrefix
  const tables = new Map<string, TableShape['columns'][number][]>()
  for (const { name, column_name, type } of await bench.run(execute, plain(columns[bench.family], false))) {
    const list = tables.get(String(name)) ?? []
    tables.set(String(name), list)
    list.push({ name: String(column_name), type: String(type ?? '') })
  }
  const shapes = [...tables].map(([name, list]) => ({ name, columns: list }))
  return { tables: new Set(tables.keys()), earlier: recognise(shapes, oursAmong(tables.keys()), prefix) }
}

/** The table of versions is made first: with it there, those with the same prefix are ours, whoever's prefix it is. */
function oursAmong(tables: Iterable<string>): ReadonlySet<string> {
  const prefixes = [...tables].flatMap((name) => (name.endsWith('next_auth_schema') ? [name.slice(0, -'next_auth_schema'.length)] : []))
  return new Set(prefixes.flatMap((prefix) => [...Object.keys(columnsOf), ledgerName].map((name) => prefix + name)))
}

const columns: Readonly<Record<Family, string>> = {
  sqlite: `select m.name as name, c.name as column_name, c.type as type from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'`,
  postgres: `select c.table_name as name, c.column_name, c.data_type as type from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' order by c.ordinal_position`,
  mysql: `select c.table_name as name, c.column_name as column_name, c.data_type as type from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = database() and t.table_type = 'BASE TABLE' order by c.ordinal_position`,
  mssql: `select t.name as name, c.name as column_name, type_name(c.system_type_id) as type from sys.columns as c
    inner join sys.tables as t on t.object_id = c.object_id where t.schema_id = schema_id()`,
}
