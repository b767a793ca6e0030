import type { Target } from './kinds.js'

// The shape of a client, not its class: an application may have a second copy of a package, or a proxy around a client.

type Method = (...args: never[]) => unknown

/** A pool of `pg`, and of those that took its shape: `@neondatabase/serverless`, `@vercel/postgres`. */
export interface PostgresPool {
  readonly connect: Method
  readonly query: Method
  readonly end: Method
  readonly totalCount: number
}

/** A pool of `mysql2`, with callbacks or with promises. */
export interface MysqlPool {
  readonly getConnection: Method
  readonly query: Method
  readonly execute: Method
  readonly end: Method
}

/** A `DatabaseSync` of `node:sqlite`. */
export interface SqliteDatabase {
  readonly prepare: Method
  readonly exec: Method
  readonly close: Method
}

/** A `Kysely`. */
export interface KyselyDatabase {
  readonly selectFrom: Method
  readonly insertInto: Method
  readonly transaction: Method
  readonly getExecutor: Method
}

/** A `MongoClient` of `mongodb`, of version 6 or newer. */
export interface MongodbClient {
  readonly db: Method
  readonly startSession: Method
  readonly connect: Method
  readonly close: Method
}

/** A client of `@libsql/client`. */
export interface LibsqlClient {
  readonly execute: Method
  readonly batch: Method
  readonly transaction: Method
  readonly executeMultiple: Method
}

/** A client of the application's own. It is never closed by next-auth. */
export type ReadyClient = PostgresPool | MysqlPool | SqliteDatabase | KyselyDatabase | MongodbClient | LibsqlClient

/** In this order: the first ones have methods that others have, too. */
const shapes: readonly (readonly [Target['kind'], methods: readonly string[], without: readonly string[]])[] = [
  ['kysely', ['selectFrom', 'insertInto', 'transaction', 'getExecutor'], []],
  ['mongodb', ['db', 'startSession', 'connect', 'close'], []],
  ['libsql', ['execute', 'batch', 'transaction', 'executeMultiple'], []],
  // The pool of the package `mariadb` answers in another way, the one of `mysql` cannot `execute`.
  ['mysql', ['getConnection', 'query', 'execute', 'end'], ['activeConnections', 'importFile']],
  ['postgres', ['connect', 'query', 'end'], []],
  // `better-sqlite3` refuses `all()` where there are no rows.
  ['sqlite', ['prepare', 'exec', 'close'], ['pragma']],
]

/** Which kind of client this is; `undefined` for anything else, a single connection included: one cannot hold two transactions. */
export function kindOfClient(client: object): Target['kind'] | undefined {
  const members = client as Readonly<Record<string, unknown>>
  const has = (name: string): boolean => typeof members[name] === 'function'
  const found = shapes.find(([, methods, without]) => methods.every(has) && !without.some(has))?.[0]
  return found === 'postgres' && typeof members.totalCount !== 'number' ? undefined : found
}
