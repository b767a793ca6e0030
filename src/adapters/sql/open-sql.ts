import type { Kysely } from 'kysely'
import type { OpenOptions, OpenStore } from '../open-store.js'
import type { Target } from '../target.js'
import { sqlAdapter } from './adapter.js'
import type { SqlDialect } from './dialect.js'
import { explain } from './run.js'
import { type CompiledMigration, compileMigrations, createSchema, type Schema, script } from './schema.js'
import { compileStatements } from './statements.js'
import type { Tables } from './tables.js'

/** Opens a SQL database: statements compiled, tables looked at once, created where the URL asks for it. */
export async function openSql(dialect: SqlDialect, target: Target, { clock, warn, create }: OpenOptions): Promise<OpenStore> {
  const { db, compiled } = await workshop(dialect)
  const fail = (error: unknown): never => {
    throw explain(error, dialect)
  }
  const store = await dialect.open(target, { create }).catch(fail)
  try {
    const schema = createSchema(db, compiled, dialect, store, clock)
    if (target.synchronize) await schema.up()
    await warnOf(schema, warn)
    const adapter = sqlAdapter(store, dialect, compileStatements(db), clock)
    const prepare = async (): Promise<void> => {
      await schema.up()
    }
    return { adapter: { ...adapter, prepare, close: () => store.close() }, schema }
  } catch (error) {
    await store.close()
    return fail(error)
  }
}

/** All migrations as a script, without a database at hand. */
export async function sqlScript(dialect: SqlDialect, now: number): Promise<readonly string[]> {
  return script((await workshop(dialect)).compiled, now)
}

/** Kysely takes a tenth of a second to load, so it is loaded for those who have a database, when they first use it. */
async function workshop(dialect: SqlDialect): Promise<{ readonly db: Kysely<Tables>; readonly compiled: readonly CompiledMigration[] }> {
  const kysely = await import('kysely')
  const db = new kysely.Kysely<Tables>({ dialect: dialect.compiler(kysely) })
  return { db, compiled: await compileMigrations(db, kysely, dialect) }
}

/** A schema of another version works as long as the columns are there, so it is worth a word, not a failure. */
async function warnOf(schema: Schema, warn: OpenOptions['warn']): Promise<void> {
  const { version, newest, pending, problems } = await schema.status()
  if (version > newest) {
    warn(
      'SCHEMA_NEWER',
      `The database was migrated by a newer next-auth (schema ${version}, this one knows ${newest}). Deploy the newer one when you can.`,
    )
  }
  if (version > 0 && pending.length > 0) warn('SCHEMA_OLDER', `The database lacks ${pending.join(', ')}: npx next-auth migrate`)
  for (const problem of problems) warn('SCHEMA_CHANGED', problem)
}
