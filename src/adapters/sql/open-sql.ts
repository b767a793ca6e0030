import type { Kysely } from 'kysely'
import type { Adapter } from '../contract.js'
import type { Backend, OpenOptions, OpenStore, SchemaStatus } from '../open-store.js'
import type { Target } from '../target.js'
import { type SqlAdapter, sqlAdapter } from './adapter.js'
import { type CompiledMigration, compileMigrations, script } from './compiled-migrations.js'
import type { SqlDialect, SqlStore } from './dialect.js'
import { prefixPlugin } from './prefix.js'
import { explain } from './run.js'
import { createSchema, type Found, type SqlSchema } from './schema.js'
import { compileStatements, type Has } from './statements.js'
import { spareColumns, type Tables } from './tables.js'

/** A kind of SQL database: its dialect, and how one is opened. */
export function sqlBackend<T extends Target>(dialect: SqlDialect, open: (target: T, create: boolean) => Promise<SqlStore>): Backend<T> {
  return {
    open: (target, options) => openSql(dialect, () => open(target, options.create), target, options),
    script: (target, now) => sqlScript(dialect, target, now),
  }
}

/** All migrations as a script, without a database at hand. */
export async function sqlScript(dialect: SqlDialect, { entityPrefix }: Target, now: number): Promise<readonly string[]> {
  return script((await workshop(dialect, entityPrefix)).compiled, now)
}

/** Opens a SQL database: tables looked at once, created where the URL asks for it, statements compiled for what is there. */
export async function openSql(
  dialect: SqlDialect,
  open: () => Promise<SqlStore>,
  { entityPrefix, synchronize }: Target,
  { clock, generateId, warn }: OpenOptions,
): Promise<OpenStore> {
  const { db, kysely, compiled } = await workshop(dialect, entityPrefix)
  const fail = (error: unknown): never => {
    throw explain(error, dialect)
  }
  const store = await open().catch(fail)
  try {
    const schema = createSchema({ db, compiled, dialect, store, entityPrefix, clock })
    if (synchronize) await schema.up()
    const found = await schema.look()
    warnOf(schema.judge(found), warn)
    const build = (now: Found): SqlAdapter =>
      sqlAdapter(store, dialect, compileStatements(db, dialect.writeForms(db, kysely), columnsIn(now)), { clock, generateId })
    const ground = { kind: 'sql', kysely, dialect, store, schema, entityPrefix, clock } as const
    return { adapter: withSchema(build, found, schema, store, warn), schema, ground }
  } catch (error) {
    await store.close()
    return fail(error)
  }
}

/** The verbs, made for the columns that are there; made anew by `prepare` where some were missing. */
function withSchema(
  build: (found: Found) => SqlAdapter,
  found: Found,
  schema: SqlSchema,
  store: SqlStore,
  warn: OpenOptions['warn'],
): Required<Adapter> {
  const wasOlder = schema.judge(found).pending.length > 0
  const adapter: Required<Adapter> = {
    ...build(found),
    async prepare() {
      const added = await schema.up()
      if (added.length > 0 && found.version === 0 && found.earlier !== undefined) warn('EARLIER_TABLES', untaken(found.earlier))
      // Of several processes that prepare at once, one adds the columns, and all of them are to use them.
      if (added.length > 0 || wasOlder) Object.assign(adapter, build(await schema.look()))
    },
    close: () => store.close(),
  }
  return adapter
}

/** Nobody's data is moved by starting an application. */
function untaken(table: string): string {
  return `The database has a table \`${table}\` of an earlier next-auth. What is in its tables is taken over by: npx next-auth migrate`
}

/** Where a table is not there at all, the statements name every column: what is missing then is the table. */
function columnsIn({ columns, objects }: Found): Has {
  return (table, column) => columns.has(`${table}.${column}`) || !objects.has(table) || !spareColumns[table].includes(column)
}

interface Workshop {
  readonly db: Kysely<Tables>
  readonly kysely: typeof import('kysely')
  readonly compiled: readonly CompiledMigration[]
}

/** Kysely takes a tenth of a second to load, so it is loaded for those who have a database, when they first use it. */
async function workshop(dialect: SqlDialect, entityPrefix: string): Promise<Workshop> {
  const kysely = await import('kysely')
  const plain = new kysely.Kysely<Tables>({ dialect: dialect.compiler(kysely) })
  const db = entityPrefix === '' ? plain : plain.withPlugin(prefixPlugin(entityPrefix))
  return { db, kysely, compiled: await compileMigrations(db, kysely, dialect) }
}

/** A schema of another version works as long as the columns are there, so it is worth a word, not a failure. */
function warnOf({ version, newest, pending, problems }: SchemaStatus, warn: OpenOptions['warn']): void {
  if (version > newest) {
    warn(
      'SCHEMA_NEWER',
      `The database was migrated by a newer next-auth (schema ${version}, this one knows ${newest}). Deploy the newer one when you can.`,
    )
  }
  if (version > 0 && pending.length > 0) warn('SCHEMA_OLDER', `The database lacks ${pending.join(', ')}: npx next-auth migrate`)
  for (const problem of version > 0 ? problems : []) warn('SCHEMA_CHANGED', problem)
}
