import type { Adapter } from './contract.js'
import type { MongodbGround } from './mongodb/ground.js'
import type { SqlGround } from './sql/ground.js'
import type { Target } from './target.js'

/** A database that is open. */
export interface OpenStore {
  readonly adapter: Required<Adapter>
  readonly schema: Schema
  /** The database itself, for what a terminal alone does. */
  readonly ground: SqlGround | MongodbGround
}

export interface OpenOptions {
  readonly clock: () => number
  /** The id of a new user who comes without one. */
  readonly generateId: () => string
  readonly warn: (code: string, message: string) => void
  /** Makes the database file if there is none. */
  readonly create: boolean
}

/** A kind of database. */
export interface Backend<T extends Target = Target> {
  open(target: T, options: OpenOptions): Promise<OpenStore>
  /** Everything that creates the tables, as text. */
  script(target: T, now: number): Promise<readonly string[]>
}

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

/** Loads what a kind of database needs, and nothing else. Another kind is one more line and one more file. */
export async function loadBackend<T extends Target>({ kind }: T): Promise<Backend<T>> {
  // Each kind's backend takes the targets of that kind; TypeScript cannot follow that through a table.
  return (await backends[kind]()) as unknown as Backend<T>
}

const backends: { readonly [K in Target['kind']]: () => Promise<Backend<Extract<Target, { readonly kind: K }>>> } = {
  sqlite: async () => (await import('./sql/dialects/sqlite.js')).sqliteBackend,
  libsql: async () => (await import('./sql/dialects/libsql.js')).libsqlBackend,
  postgres: async () => (await import('./sql/dialects/postgres.js')).postgresBackend,
  mysql: async () => (await import('./sql/dialects/mysql.js')).mysqlBackend,
  mssql: async () => (await import('./sql/dialects/mssql.js')).mssqlBackend,
  mongodb: async () => (await import('./mongodb/mongodb.js')).mongodbBackend,
  kysely: async () => (await import('./sql/dialects/kysely.js')).kyselyBackend,
}
