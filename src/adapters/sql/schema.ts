import type { Kysely } from 'kysely'
import { AuthError, isAuthError } from '../../base/errors.js'
import type { Schema, SchemaStatus } from '../open-store.js'
import { type CompiledMigration, script } from './compiled-migrations.js'
import type { Execute, SqlDialect, SqlStore } from './dialect.js'
import { explain, runner } from './run.js'
import { compile, givenAll, plain, type Statement } from './statement.js'
import { columnsOf, spareColumns, type TableName, type Tables } from './tables.js'

/** What a schema is made of. */
export interface SchemaParts {
  readonly db: Kysely<Tables>
  readonly compiled: readonly CompiledMigration[]
  readonly dialect: SqlDialect
  readonly store: SqlStore
  readonly entityPrefix: string
  readonly clock: () => number
}

export interface SqlSchema extends Schema {
  /** Which tables and columns there are. */
  look(): Promise<Found>
  judge(found: Found): SchemaStatus
  /** `before` runs under the lock, ahead of what is missing. */
  up(before?: (execute: Execute) => Promise<void>): Promise<readonly string[]>
}

/** What there is in the database, without our prefix. */
export interface Found {
  /** The newest migration in the database; 0 when there is none. */
  readonly version: number
  readonly checksums: ReadonlyMap<number, string>
  /** Tables and indexes. */
  readonly objects: ReadonlySet<string>
  /** `users.email` */
  readonly columns: ReadonlySet<string>
  /** A table of accounts that is not ours. */
  readonly earlier: string | undefined
}

export function createSchema({ db, compiled, dialect, store, entityPrefix, clock }: SchemaParts): SqlSchema {
  const statements = schemaStatements(db, dialect)
  const lookWith = (execute: Execute): Promise<Found> => look(execute, dialect, statements, entityPrefix)
  const pending = async (execute: Execute): Promise<readonly CompiledMigration[]> => {
    const found = await lookWith(execute)
    refuseForeignTables(found, entityPrefix)
    return compiled.filter(({ version }) => version > found.version)
  }
  const apply = async (execute: Execute): Promise<readonly string[]> => {
    // Looked at again: another process may have done it while this one waited for the lock.
    const todo = await pending(execute)
    for (const migration of todo) {
      for (const text of migration.statements) await create(text, execute, dialect)
      const { version, checksum } = migration
      await runner(execute, dialect)(statements.record, { version, applied_at: clock(), checksum })
    }
    return todo.map(({ name }) => name)
  }
  return {
    look: () => lookWith(store.execute),
    judge: (found) => judge(found, compiled),
    status: async () => judge(await lookWith(store.execute), compiled),
    plan: async () => script(await pending(store.execute), clock()),
    async up(before) {
      if (!before && (await pending(store.execute)).length === 0) return []
      const work = async (execute: Execute): Promise<readonly string[]> => {
        await before?.(execute)
        return apply(execute)
      }
      return store.migrate(work).catch((error: unknown) => {
        throw explain(error, dialect)
      })
    },
  }
}

interface SchemaStatements {
  readonly objects: Statement
  readonly columns: Statement
  readonly versions: Statement
  readonly record: Statement
}

function schemaStatements(db: Kysely<Tables>, dialect: SqlDialect): SchemaStatements {
  return {
    objects: plain(dialect.objects, false),
    columns: plain(dialect.tableColumns, false),
    versions: compile(db.selectFrom('next_auth_schema').select(['version', 'checksum'])),
    record: compile(db.insertInto('next_auth_schema').values(givenAll<never>(columnsOf.next_auth_schema))),
  }
}

async function look(execute: Execute, dialect: SqlDialect, statements: SchemaStatements, prefix: string): Promise<Found> {
  const run = runner(execute, dialect)
  const ours = (name: unknown): string[] => (String(name).startsWith(prefix) ? [String(name).slice(prefix.length)] : [])
  const list = async (): Promise<Set<string>> => new Set((await run(statements.objects, {})).flatMap((row) => ours(row.name)))
  const before = await list()
  const rows = before.has('next_auth_schema') ? await run(statements.versions, {}) : []
  // Another process may be migrating, and records it last: with that there, what was missing a moment ago is there by now.
  const objects = rows.length > 0 && made.some((name) => !before.has(name)) ? await list() : before
  const all = await run(statements.columns, {})
  const columns = new Set(all.flatMap((row) => ours(row.name).map((name) => `${name}.${row.column_name}`)))
  const checksums = new Map(rows.map((row) => [Number(row.version), String(row.checksum)]))
  // Ours under another prefix are beside a table of versions.
  const names = new Set(all.map((row) => row.name))
  const isOurs = (name: string): boolean => name.endsWith('accounts') && names.has(name.replace(/accounts$/, 'next_auth_schema'))
  const foreign = all.find((row) => /^provider_?account_?id$/i.test(String(row.column_name)) && !isOurs(String(row.name)))
  return { version: Math.max(0, ...checksums.keys()), checksums, objects, columns, earlier: foreign && String(foreign.name) }
}

const tables = Object.keys(columnsOf) as readonly TableName[]

const indexes: readonly (readonly [name: string, table: TableName])[] = [
  ['accounts_user_id', 'accounts'],
  ['sessions_user_id', 'sessions'],
  ['sessions_expires', 'sessions'],
  ['verification_tokens_expires', 'verification_tokens'],
  ['rate_counters_resets', 'rate_counters'],
]

const made: readonly string[] = [...tables, 'users_email_unique', ...indexes.map(([name]) => name)]

/** Where changes of tables cannot be undone, a migration may have been left in its middle: what it made is there already. */
async function create(text: string, execute: Execute, dialect: SqlDialect): Promise<void> {
  try {
    await execute(plain(text, true), [])
  } catch (error) {
    if (isAuthError(error) || dialect.trouble(error)?.kind !== 'exists') throw explain(error, dialect)
  }
}

function judge({ version, checksums, objects, columns }: Found, compiled: readonly CompiledMigration[]): SchemaStatus {
  const changed = compiled.filter(
    (migration) => checksums.has(migration.version) && checksums.get(migration.version) !== migration.checksum,
  )
  const newest = Math.max(0, ...compiled.map((migration) => migration.version))
  // An older schema lacks what its pending migrations add; that is said already.
  const judged = version >= newest ? tables : []
  return {
    version,
    newest,
    pending: compiled.filter((migration) => migration.version > version).map(({ name }) => name),
    problems: [
      ...changed.map(({ name }) => `${name} was applied with other statements than this version of next-auth has.`),
      ...judged.flatMap((table) => drift(table, objects, columns)),
      ...(version > 0 ? missingIndexes(objects) : []),
    ],
  }
}

function missingIndexes(objects: Found['objects']): readonly string[] {
  const slow = indexes.filter(([name, table]) => objects.has(table) && !objects.has(name))
  return [
    ...(objects.has('users_email_unique') ? [] : ['The unique index users_email_unique is missing: two users could share an address.']),
    ...slow.map(([name, table]) => `The index ${name} is missing: whole tables (${table}) are read for want of it.`),
  ]
}

function drift(table: TableName, objects: Found['objects'], columns: Found['columns']): readonly string[] {
  if (!objects.has(table)) return [`The table ${table} is missing.`]
  return columnsOf[table]
    .filter((column) => !columns.has(`${table}.${column}`))
    .map((column) => {
      const spare = spareColumns[table].includes(column)
      return `The column ${table}.${column} is missing${spare ? '; nothing is kept in it' : ', and next-auth needs it'}.`
    })
}

/** Tables of the same names that are not ours are never touched. */
function refuseForeignTables({ version, objects, columns }: Found, prefix: string): void {
  // The table of versions is made first, so with it there the others are ours, even if a migration was left in its middle.
  if (version > 0 || objects.has('next_auth_schema')) return
  const taken = tables.find((name) => objects.has(name))
  if (taken === undefined) return
  const seen = [...columns].filter((column) => column.startsWith(`${taken}.`)).map((column) => column.slice(taken.length + 1))
  throw new AuthError(
    'AdapterError',
    `The database has a table \`${prefix}${taken}\` (${seen.join(', ')}) that next-auth did not make. Tables of next-auth 3, 4 and 5 are taken over by \`npx next-auth migrate\`. For others, set \`entityPrefix\` (in the URL: ?entityPrefix=auth_), give next-auth a database of its own, or pass an \`adapter\` that knows your tables.`,
    { details: { table: prefix + taken } },
  )
}
