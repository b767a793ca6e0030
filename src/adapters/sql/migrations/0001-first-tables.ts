import type { Compilable, RawBuilder } from 'kysely'
import type { Migration, Workshop } from './migration.js'

/** Users, accounts, sessions, one-time tokens, counters, and the table that tells which migrations ran. */
export const firstTables: Migration = {
  version: 1,
  name: 'first-tables',
  up: (workshop) => [
    schema(workshop),
    ...users(workshop),
    ...accounts(workshop),
    ...sessions(workshop),
    ...tokens(workshop),
    ...counters(workshop),
  ],
}

function schema({ db, kysely, dialect }: Workshop): Compilable {
  const { time, text, integer } = types({ kysely, dialect })
  return db.schema
    .createTable('next_auth_schema')
    .addColumn('version', integer, (column) => column.primaryKey())
    .addColumn('applied_at', time, (column) => column.notNull())
    .addColumn('checksum', text, (column) => column.notNull())
    .modifyEnd(kysely.sql.raw(dialect.tableEnd.plain))
}

function users({ db, kysely, dialect }: Workshop): readonly Compilable[] {
  const { key, text, time } = types({ kysely, dialect })
  const unique = db.schema.createIndex('users_email_unique').unique().on('users').column('email')
  return [
    db.schema
      .createTable('users')
      .addColumn('id', key, (column) => column.primaryKey())
      .addColumn('name', text)
      .addColumn('email', key)
      .addColumn('email_verified', time)
      .addColumn('image', text)
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('updated_at', time, (column) => column.notNull())
      .modifyEnd(kysely.sql.raw(dialect.tableEnd.plain)),
    dialect.partialIndexes ? unique.where('email', 'is not', null) : unique,
  ]
}

function accounts({ db, kysely, dialect }: Workshop): readonly Compilable[] {
  const { key, opaque, text, time, integer } = types({ kysely, dialect })
  return [
    db.schema
      .createTable('accounts')
      .addColumn('user_id', key, (column) => column.notNull())
      .addColumn('type', text, (column) => column.notNull())
      .addColumn('provider', key, (column) => column.notNull())
      .addColumn('provider_account_id', opaque, (column) => column.notNull())
      .addColumn('issuer', text)
      .addColumn('refresh_token', text)
      .addColumn('access_token', text)
      .addColumn('expires_at', integer)
      .addColumn('token_type', text)
      .addColumn('scope', text)
      .addColumn('id_token', text)
      .addColumn('session_state', text)
      .addColumn('created_at', time, (column) => column.notNull())
      .addColumn('updated_at', time, (column) => column.notNull())
      .addPrimaryKeyConstraint('accounts_key', ['provider', 'provider_account_id'])
      .addForeignKeyConstraint('accounts_user', ['user_id'], 'users', ['id'], (user) => user.onDelete('cascade'))
      .modifyEnd(kysely.sql.raw(dialect.tableEnd.plain)),
    db.schema.createIndex('accounts_user_id').on('accounts').column('user_id'),
  ]
}

function sessions({ db, kysely, dialect }: Workshop): readonly Compilable[] {
  const { key, text, time } = types({ kysely, dialect })
  return [
    db.schema
      .createTable('sessions')
      .addColumn('session_token_hash', key, (column) => column.notNull().primaryKey())
      .addColumn('user_id', key, (column) => column.notNull())
      .addColumn('expires', time, (column) => column.notNull())
      .addColumn('sid', text)
      .addColumn('provider', text)
      .addColumn('amr', text)
      .addColumn('auth_time', time)
      .addColumn('created_at', time, (column) => column.notNull())
      .addForeignKeyConstraint('sessions_user', ['user_id'], 'users', ['id'], (user) => user.onDelete('cascade'))
      .modifyEnd(kysely.sql.raw(dialect.tableEnd.keyed)),
    db.schema.createIndex('sessions_user_id').on('sessions').column('user_id'),
    db.schema.createIndex('sessions_expires').on('sessions').column('expires'),
  ]
}

function tokens({ db, kysely, dialect }: Workshop): readonly Compilable[] {
  const { key, time } = types({ kysely, dialect })
  return [
    db.schema
      .createTable('verification_tokens')
      .addColumn('identifier', key, (column) => column.notNull())
      .addColumn('token_hash', key, (column) => column.notNull().primaryKey())
      .addColumn('expires', time, (column) => column.notNull())
      .addColumn('created_at', time, (column) => column.notNull())
      .modifyEnd(kysely.sql.raw(dialect.tableEnd.keyed)),
    db.schema.createIndex('verification_tokens_expires').on('verification_tokens').column('expires'),
  ]
}

function counters({ db, kysely, dialect }: Workshop): readonly Compilable[] {
  const { key, time, integer } = types({ kysely, dialect })
  return [
    db.schema
      .createTable('rate_counters')
      .addColumn('key', key, (column) => column.notNull().primaryKey())
      .addColumn('count', integer, (column) => column.notNull())
      .addColumn('resets', time, (column) => column.notNull())
      .modifyEnd(kysely.sql.raw(dialect.tableEnd.keyed)),
    db.schema.createIndex('rate_counters_resets').on('rate_counters').column('resets'),
  ]
}

type ColumnType = RawBuilder<unknown>

function types({
  kysely: { sql },
  dialect: { columns },
}: Pick<Workshop, 'kysely' | 'dialect'>): Record<'key' | 'opaque' | 'text' | 'time' | 'integer', ColumnType> {
  const { key, opaque, text, time, integer } = columns
  return { key: sql.raw(key), opaque: sql.raw(opaque), text: sql.raw(text), time: sql.raw(time), integer: sql.raw(integer) }
}
