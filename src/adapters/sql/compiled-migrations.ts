import type { Kysely } from 'kysely'
import type { SqlDialect } from './dialect.js'
import { migrations } from './migrations/all.js'
import type { Migration } from './migrations/migration.js'
import type { Tables } from './tables.js'

/** A migration, compiled for one database. */
export interface CompiledMigration {
  readonly version: number
  /** `0001-first-tables` */
  readonly name: string
  readonly statements: readonly string[]
  /** SHA-256 of the statements, in hexadecimal. */
  readonly checksum: string
  /** What notes down that it ran, for those who run the statements by hand. */
  record(now: number): string
}

/** Compiles every migration for a database, without one at hand. */
export async function compileMigrations(
  db: Kysely<Tables>,
  kysely: typeof import('kysely'),
  dialect: SqlDialect,
  list: readonly Migration[] = migrations,
): Promise<readonly CompiledMigration[]> {
  const { lit } = kysely.sql
  return Promise.all(
    list.map(async ({ version, name, up }) => {
      const statements = up({ db, kysely, dialect }).map((query) => query.compile().sql)
      const checksum = await sha256Hex(statements.join('\n'))
      const record = (now: number): string => {
        const values = { version: lit(version), applied_at: lit(now), checksum: lit(checksum) }
        return db.insertInto('next_auth_schema').values(values).compile().sql
      }
      return { version, name: `${String(version).padStart(4, '0')}-${name}`, statements, checksum, record }
    }),
  )
}

/** The statements as a script for those who run them by hand; it records them as `up` does. */
export function script(compiled: readonly CompiledMigration[], now: number): readonly string[] {
  return compiled.flatMap(({ statements, record }) => [...statements, record(now)])
}

async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
