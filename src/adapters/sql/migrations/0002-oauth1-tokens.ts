import type { Compilable } from 'kysely'
import type { Migration, Workshop } from './migration.js'

/** What an OAuth 1 service gives in place of an access token. */
export const oauth1Tokens: Migration = {
  version: 2,
  name: 'oauth1-tokens',
  // SQLite adds one column at a time.
  up: (workshop) => [textOfAccounts('oauth_token', workshop), textOfAccounts('oauth_token_secret', workshop)],
}

function textOfAccounts(column: string, { db, kysely, dialect }: Workshop): Compilable {
  const text = kysely.sql.raw(dialect.columns.text)
  return db.schema.alterTable('accounts').addColumn(column, text, (made) => (dialect.addsIfMissing ? made.ifNotExists() : made))
}
