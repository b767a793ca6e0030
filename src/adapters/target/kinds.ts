/** Which database, and how: what a URL, an options object or a ready client comes down to. */
export type Target = SqliteTarget | LibsqlTarget | ServerTarget | MongodbTarget | KyselyTarget

export interface OurTables {
  /** Stands before the name of every table (collection) and index. */
  readonly entityPrefix: string
  /** Creates the tables as soon as it opens, in production too: always so in memory. */
  readonly synchronize: boolean
}

export interface SqliteTarget extends OurTables {
  readonly kind: 'sqlite'
  /** Path of the file as it was written, or `:memory:`. */
  readonly location: string
  /** A `DatabaseSync` of the application's own; it is never closed by us. */
  readonly client?: object
}

export interface LibsqlTarget extends OurTables {
  readonly kind: 'libsql'
  /** What `@libsql/client` takes for a server: `libsql://…`, `https://…`, `wss://…`. A file is a SQLite target. */
  readonly url: string
  readonly authToken: string | undefined
  readonly client?: object
}

/** PostgreSQL, MySQL and MariaDB, SQL Server. */
export interface ServerTarget extends OurTables {
  readonly kind: 'postgres' | 'mysql' | 'mssql'
  readonly server: Server
  /** A pool of the application's own (`pg.Pool`, a pool of `mysql2`); it is never closed by us. */
  readonly client?: object
}

export interface Server {
  readonly host: string
  readonly port: number
  readonly user: string | undefined
  readonly password: string | undefined
  readonly database: string
  /** Path of a Unix socket, instead of host and port; of PostgreSQL's the folder, which holds one socket for each port. */
  readonly socket: string | undefined
  readonly ssl: Ssl
  readonly pool: PoolSize
  /**
   * The rest of the URL's parameters and of the options object, for the driver as they are. A dialect puts what it rests on over them.
   * Known among them: `schema`, `pgbouncer` (a pooler stands between, whether it was said or its address tells) and
   * `enableChannelBinding` of PostgreSQL; `instanceName` of SQL Server, which is then reached without `port`.
   */
  readonly driver: Readonly<Record<string, unknown>>
}

/** `off`, or encrypted; `verify` is false only where somebody asked for that. The texts are PEM. */
export interface Ssl {
  readonly mode: 'off' | 'on'
  readonly verify: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly servername?: string
  /** Paths of the same, where a URL names files; `readCertificates` of target/ssl.ts makes them texts when a connection is opened. */
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
}

export interface PoolSize {
  /** Connections at most. Default 10. */
  readonly max: number
  /** How long an idle connection is kept, in milliseconds. Default 10 000. */
  readonly idle: number
  /** How long a caller waits for a connection, in milliseconds. Default `patience` of time-limits. */
  readonly wait: number
  /** How long a statement may take, in milliseconds. Default `statementLimit` of time-limits. */
  readonly answer?: number
}

export interface MongodbTarget extends OurTables {
  readonly kind: 'mongodb'
  /** As it was written, what is ours taken out (`entityPrefix`, `synchronize`, `pool`): the driver refuses what it does not know. */
  readonly url: string
  readonly pool: PoolSize
  /** A `MongoClient` of the application's own; it is never closed by us. */
  readonly client?: object
  /** Name of the database, from the option or the URL; without one the driver has its own default. */
  readonly database: string | undefined
}

/** A `Kysely` of the application's own, whatever database is behind it. */
export interface KyselyTarget extends OurTables {
  readonly kind: 'kysely'
  readonly client: object
  /** How long callers wait; how many connections there are is the application's to say. */
  readonly pool: Pick<PoolSize, 'wait' | 'answer'>
}
