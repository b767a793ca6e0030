import type { Collection, Db } from 'mongodb'
import type { AccountDocument, CounterDocument, SessionDocument, TokenDocument, UserDocument } from './documents.js'

export interface Collections {
  readonly users: Collection<UserDocument>
  readonly accounts: Collection<AccountDocument>
  readonly sessions: Collection<SessionDocument>
  readonly tokens: Collection<TokenDocument>
  readonly counters: Collection<CounterDocument>
  readonly schema: Collection<SchemaDocument>
}

/** `version` says what has been made; `lock` is there while somebody makes it. */
export interface SchemaDocument {
  readonly _id: 'version' | 'lock'
  readonly version?: number
  readonly appliedAt?: Date
  /** Indexes that this server knows nothing of; nobody misses them. */
  readonly without?: readonly string[]
  readonly owner?: string
  readonly until?: Date
}

/** Names as they are in the database, without the prefix. */
export const collectionNames: Readonly<Record<keyof Collections, string>> = {
  users: 'users',
  accounts: 'accounts',
  sessions: 'sessions',
  tokens: 'verification_tokens',
  counters: 'rate_counters',
  schema: 'next_auth_schema',
}

/**
 * The primary alone knows who has signed out, and only what a majority holds survives it: these hold for a client of the application's
 * too, as does the form values come back in.
 */
const options = {
  readPreference: 'primary',
  promoteValues: true,
  promoteLongs: true,
  useBigInt64: false,
  raw: false,
  ignoreUndefined: false,
} as const

/** `writeConcern` of the URL where it says one; otherwise a majority. */
export function collectionsOf(db: Db, prefix: string): Collections {
  // `w=0` waits for nobody: nothing would be known of a write.
  const writeConcern = db.writeConcern?.w ? db.writeConcern : { w: 'majority' as const }
  const named = Object.entries(collectionNames).map(([key, name]) => [key, db.collection(`${prefix}${name}`, { ...options, writeConcern })])
  return Object.fromEntries(named) as Collections
}
