/**
 * The tables as Kysely sees them. Names are fixed, columns are only ever added.
 *
 * Times are whole milliseconds since 1970 in an integer column: no driver reads a time zone into them, none rounds them (SQL Server's
 * `datetime` and MySQL's `timestamp` do), and they compare the same on every database. `expires_at` is what the provider said, in seconds.
 */
export interface Tables {
  users: UsersTable
  accounts: AccountsTable
  sessions: SessionsTable
  verification_tokens: VerificationTokensTable
  rate_counters: RateCountersTable
  next_auth_schema: SchemaTable
}

export type TableName = keyof Tables

/** Every column, in the order it was made. They are always named: one that a later version adds is invisible to this one. */
export const columnsOf: { readonly [T in TableName]: readonly (keyof Tables[T] & string)[] } = {
  users: ['id', 'name', 'email', 'email_verified', 'image', 'created_at', 'updated_at'],
  accounts: [
    'user_id',
    'type',
    'provider',
    'provider_account_id',
    'issuer',
    'refresh_token',
    'access_token',
    'expires_at',
    'token_type',
    'scope',
    'id_token',
    'session_state',
    'created_at',
    'updated_at',
    'oauth_token',
    'oauth_token_secret',
  ],
  sessions: ['session_token_hash', 'user_id', 'expires', 'sid', 'provider', 'amr', 'auth_time', 'created_at'],
  verification_tokens: ['identifier', 'token_hash', 'expires', 'created_at'],
  rate_counters: ['key', 'count', 'resets'],
  next_auth_schema: ['version', 'applied_at', 'checksum'],
}

/** Columns that we can do without: where a table lacks one, nothing is kept in it, and it reads as empty. */
export const spareColumns: Readonly<Record<TableName, readonly string[]>> = {
  users: ['name', 'image', 'created_at', 'updated_at'],
  accounts: [
    'issuer',
    'refresh_token',
    'access_token',
    'expires_at',
    'token_type',
    'scope',
    'id_token',
    'session_state',
    'created_at',
    'updated_at',
    'oauth_token',
    'oauth_token_secret',
  ],
  sessions: ['sid', 'provider', 'amr', 'auth_time', 'created_at'],
  verification_tokens: ['created_at'],
  rate_counters: [],
  next_auth_schema: [],
}

export interface UsersTable {
  id: string
  name: string | null
  email: string | null
  email_verified: number | null
  image: string | null
  created_at: number
  updated_at: number
}

export interface AccountsTable {
  user_id: string
  type: string
  provider: string
  provider_account_id: string
  issuer: string | null
  refresh_token: string | null
  access_token: string | null
  expires_at: number | null
  token_type: string | null
  scope: string | null
  id_token: string | null
  session_state: string | null
  created_at: number
  updated_at: number
  oauth_token: string | null
  oauth_token_secret: string | null
}

export interface SessionsTable {
  session_token_hash: string
  user_id: string
  expires: number
  sid: string | null
  provider: string | null
  /** A JSON list. */
  amr: string | null
  auth_time: number | null
  created_at: number
}

export interface VerificationTokensTable {
  identifier: string
  token_hash: string
  expires: number
  created_at: number
}

export interface RateCountersTable {
  key: string
  count: number
  resets: number
}

export interface SchemaTable {
  version: number
  applied_at: number
  checksum: string
}

/** What a database is given, and what it gives back. */
export type Value = string | number | null
export type Row = Readonly<Record<string, Value>>
export type Values = Readonly<Record<string, Value>>
