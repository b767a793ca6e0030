import type { Kysely } from 'kysely'
import { AuthError } from '../../base/errors.js'
import type { Execute, SqlDialect, SqlStore } from './dialect.js'
import { migrations } from './migrations/all.js'
import type { Migration } from './migrations/migration.js'
import { explain, runner } from './run.js'
import { compile, given, plain, type Statement } from './statement.js'
import type { Tables } from './tables.js'

/** The tables of an open database: what there is, what is missing, and how to add it. */
export interface Schema {
  status(): Promise<SchemaStatus>
  /** Adds what is missing, under a lock; the names of what was added. Of several processes at once, one does it. */
  up(): Promise<readonly string[]>
  /** What `up` would run. */
  plan(): Promise<readonly string[]>
}

export interface SchemaStatus {
  /** The newest migration in the database; 0 when there are no tables of ours. */
  readonly version: number
  /** The newest one this version of next-auth knows. */
  readonly newest: number
  readonly pending: readonly string[]
  /** What is not as next-auth made it, in words. */
  readonly problems: readonly string[]
}

/** A migration, compiled for one database. */
export interface CompiledMigration {
  readonly version: number
  /** `0001-first-tables` */
  readonly name: string
  readonly statements: readonly string[]
  /** SHA-256 of the statements, in hexadecimal. */
  readonly checksum: string
}

export function createSchema(
  db: Kysely<Tables>,
  compiled: readonly CompiledMigration[],
  dialect: SqlDialect,
  store: SqlStore,
  clock: () => number,
): Schema {
  const statements = schemaStatements(db, dialect)
  const pending = async (execute: Execute): Promise<readonly CompiledMigration[]> => {
    const found = await look(execute, dialect, statements)
    refuseForeignTables(found)
    return compiled.filter(({ version }) => version > found.version)
  }
  return {
    status: async () => judge(await look(store.execute, dialect, statements), compiled),
    plan: async () => (await pending(store.execute)).flatMap((migration) => migration.statements),
    async up() {
      if ((await pending(store.execute)).length === 0) return []
      const apply = async (execute: Execute): Promise<readonly string[]> => {
        const run = runner(execute, dialect)
        // Looked at again: another process may have done it while this one waited for the lock.
        const todo = await pending(execute)
        for (const migration of todo) {
          for (const text of migration.statements) await run(plain(text, true), {})
          await run(statements.record, { version: migration.version, applied_at: clock(), checksum: migration.checksum })
        }
        return todo.map(({ name }) => name)
      }
      return store.transaction(apply).catch((error: unknown) => {
        throw explain(error, dialect)
      })
    },
  }
}

/** Compiles every migration for a database, without one at hand. */
export async function compileMigrations(
  db: Kysely<Tables>,
  kysely: typeof import('kysely'),
  dialect: SqlDialect,
  list: readonly Migration[] = migrations,
): Promise<readonly CompiledMigration[]> {
  return Promise.all(
    list.map(async ({ version, name, up }) => {
      const statements = up({ db, kysely, dialect }).map((query) => query.compile().sql)
      return { version, name: `${String(version).padStart(4, '0')}-${name}`, statements, checksum: await sha256Hex(statements.join('\n')) }
    }),
  )
}

/** The statements as a script for those who run them by hand; it records them as `up` does. */
export function script(compiled: readonly CompiledMigration[], now: number): readonly string[] {
  return compiled.flatMap(({ version, statements, checksum }) => [
    ...statements,
    `insert into next_auth_schema (version, applied_at, checksum) values (${version}, ${now}, '${checksum}')`,
  ])
}

interface Found {
  readonly version: number
  readonly checksums: ReadonlyMap<number, string>
  readonly objects: ReadonlySet<string>
}

interface SchemaStatements {
  readonly objects: Statement
  readonly versions: Statement
  readonly record: Statement
}

function schemaStatements(db: Kysely<Tables>, dialect: SqlDialect): SchemaStatements {
  return {
    objects: plain(dialect.objects, false),
    versions: compile(db.selectFrom('next_auth_schema').select(['version', 'checksum'])),
    record: compile(
      db.insertInto('next_auth_schema').values({ version: given('version'), applied_at: given('applied_at'), checksum: given('checksum') }),
    ),
  }
}

async function look(execute: Execute, dialect: SqlDialect, statements: SchemaStatements): Promise<Found> {
  const run = runner(execute, dialect)
  const objects = new Set((await run(statements.objects, {})).map((row) => String(row.name)))
  const rows = objects.has('next_auth_schema') ? await run(statements.versions, {}) : []
  const checksums = new Map(rows.map((row) => [Number(row.version), String(row.checksum)]))
  return { version: Math.max(0, ...checksums.keys()), checksums, objects }
}

function judge({ version, checksums, objects }: Found, compiled: readonly CompiledMigration[]): SchemaStatus {
  const changed = compiled.filter(
    (migration) => checksums.has(migration.version) && checksums.get(migration.version) !== migration.checksum,
  )
  const lacks = version > 0 && !objects.has('users_email_unique')
  return {
    version,
    newest: Math.max(0, ...compiled.map((migration) => migration.version)),
    pending: compiled.filter((migration) => migration.version > version).map(({ name }) => name),
    problems: [
      ...changed.map(({ name }) => `${name} was applied with other statements than this version of next-auth has.`),
      ...(lacks ? ['The unique index users_email_unique is missing: two users could share an address.'] : []),
    ],
  }
}

/** Tables of the same names that are not ours are never touched. */
function refuseForeignTables({ version, objects }: Found): void {
  const taken =
    version === 0 ? ['users', 'accounts', 'sessions', 'verification_tokens', 'rate_counters'].find((name) => objects.has(name)) : undefined
  if (taken === undefined) return
  throw new AuthError(
    'AdapterError',
    `The database has a table \`${taken}\` that next-auth did not make. Give next-auth a database of its own, or pass an \`adapter\` that knows your tables.`,
    { details: { table: taken } },
  )
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
