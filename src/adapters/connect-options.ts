import type { ReadyClient } from './target/ready-client.js'

export type { ReadyClient } from './target/ready-client.js'

/** Which database, and how: a `url`, a `client` of your own, or a `type` with the fields of a connection, as TypeORM has them. */
export interface ConnectOptions {
  /**
   * `sqlite:`, `file:`, `postgres:`, `postgresql:`, `mysql:`, `mariadb:`, `mssql:`, `sqlserver:`, `mongodb:`, `mongodb+srv:` or `libsql:`.
   * In user, password and name, special characters are percent-encoded. The fields below come before what it says.
   */
  url?: string
  /** A pool of `pg` or `mysql2`, a `DatabaseSync`, `Kysely`, `MongoClient`, or a client of `@libsql/client` for a server. Closing it stays with you. */
  client?: ReadyClient
  /** Which kind of database, where there is no `url`. */
  type?: DatabaseType
  /** Default `localhost`. A path is that of a Unix socket. */
  host?: string
  /** Default 5432 (PostgreSQL), 26257 (CockroachDB), 3306 (MySQL), 1433 (SQL Server), 27017 (MongoDB). */
  port?: number
  username?: string
  password?: string
  /** Name of the database; for SQLite the path of its file, or `:memory:`. */
  database?: string
  /** Path of a Unix socket of MySQL. */
  socketPath?: string
  /** Token of libSQL. */
  authToken?: string
  /** Schema of PostgreSQL that holds the tables. Default: the first one on its search path. */
  schema?: string
  /** Stands before the name of every table or collection: letters, digits and underscores, at most 32. Default none. */
  entityPrefix?: string
  /** Adds missing tables and columns when it opens, in production too. Default `false`: `npx next-auth migrate` does it. */
  synchronize?: boolean
  /** Default: what the URL says; without a word there, on for SQL Server and off for the others. */
  ssl?: boolean | SslOptions
  pool?: number | PoolOptions
  /** Further options for the driver. */
  extra?: Readonly<Record<string, unknown>>
  /** Further options for the driver of SQL Server. */
  options?: Readonly<Record<string, unknown>>
  charset?: string
  timezone?: string
  /** Read for the sake of older configurations; nothing is logged. */
  logging?: unknown
  /** URL of a Redis, `redis:` or `rediss:`, that holds sessions, one-time tokens and counters in place of the database. Default none. */
  secondary?: string
  /** Makes the id of a new user who comes without one. Default: a UUID of version 7. */
  generateId?: () => string
  /** The clock in milliseconds since 1970. Default `Date.now`. */
  clock?: () => number
  /** Told of what works but should not stay: a schema of another version. Default `console.warn`. */
  warn?: (code: string, message: string) => void
}

export type DatabaseType =
  | 'sqlite'
  | 'better-sqlite3'
  | 'postgres'
  | 'postgresql'
  | 'cockroachdb'
  | 'mysql'
  | 'mariadb'
  | 'mssql'
  | 'sqlserver'
  | 'mongodb'
  | 'libsql'

/** Encrypted, with these. Certificates and keys are texts of PEM files. */
export interface SslOptions {
  /** Of the authority that signed the server's certificate. Default: those that Node.js trusts. */
  ca?: string | Uint8Array | readonly (string | Uint8Array)[]
  /** The client's own certificate. */
  cert?: string | Uint8Array
  /** The key of `cert`. */
  key?: string | Uint8Array
  /** `false` takes any certificate, an attacker's included. Default `true`. */
  rejectUnauthorized?: boolean
  /** The name that the certificate has to have. Default: the host. */
  servername?: string
}

export interface PoolOptions {
  /** Connections at most, in each process. Default 10. */
  max?: number
  /** How long an idle connection is kept, in milliseconds. Default 10 000. */
  idle?: number
  /** How long a caller waits for a connection, in milliseconds. Default 5 000. */
  wait?: number
  /** How long one statement may take, in milliseconds. Default 10 000. */
  answer?: number
}
