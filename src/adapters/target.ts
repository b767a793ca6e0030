import type { ConnectOptions, ReadyClient } from './connect-options.js'
import type { KyselyTarget, Target } from './target/kinds.js'
import { libsqlTarget, readLibsqlUrl } from './target/libsql.js'
import { mongodbTarget, readMongodbUrl } from './target/mongodb.js'
import { readPool } from './target/pool.js'
import { kindOfClient } from './target/ready-client.js'
import { invalid } from './target/refusal.js'
import { pooledTarget, serverTarget } from './target/server.js'
import { readServerUrl } from './target/server-url.js'
import { readSqliteUrl, sqliteTarget } from './target/sqlite.js'
import { readTables, type Wish, type Wishes, wishesOf } from './target/wishes.js'

export type {
  KyselyTarget,
  LibsqlTarget,
  MongodbTarget,
  OurTables,
  PoolSize,
  Server,
  ServerTarget,
  SqliteTarget,
  Ssl,
  Target,
} from './target/kinds.js'

/** Behind each scheme and each `type`, a kind of database. */
const kinds: Readonly<Record<string, Exclude<Target['kind'], 'kysely'>>> = {
  sqlite: 'sqlite',
  file: 'sqlite',
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
  mssql: 'mssql',
  sqlserver: 'mssql',
  mongodb: 'mongodb',
  'mongodb+srv': 'mongodb',
  libsql: 'libsql',
}

/** Names of a `type` that are no schemes. */
const otherTypes: typeof kinds = { 'better-sqlite3': 'sqlite', cockroachdb: 'postgres' }

const takes =
  'Option `database` takes a URL that begins with one of `sqlite: file: postgres: postgresql: mysql: mariadb: mssql: sqlserver: mongodb: mongodb+srv: libsql:`, such as `sqlite:./auth.db`. Is its environment variable set?'

/** Schemes of other programs for what we read in another way. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^prisma(\+\w+)?$/, 'That address leads to a service of Prisma. Write the one of the database itself, such as `postgres://…`.'],
  [/^jdbc$/, 'Leave out `jdbc:` and begin with what follows it, such as `postgresql://…`.'],
  [/^(postgres|postgresql|mysql|mariadb)\+ssl$/, 'Write `postgres://…?ssl=true` or `mysql://…?ssl=true` for an encrypted connection.'],
  [/^(postgres|postgresql|mysql|mariadb|mssql)\+\w+$/, 'Leave out the driver: `postgres://…`, `mysql://…`, `mssql://…`.'],
  [/^cockroachdb$/, 'Write `postgresql://…` for CockroachDB.'],
  [/^rediss?$/, 'Redis stands beside a database: `{ url: …, secondary: "redis://…" }`.'],
  [/^(https?|wss?)$/, 'For libSQL, write `libsql://…`, or `{ type: "libsql", url: … }`.'],
]

/**
 * Which database is meant. Nothing of what is handed in but the scheme of a URL ever appears in an error: the rest may be a password.
 * Throws `InvalidOption`.
 */
export function readTarget(database: string | ConnectOptions | ReadyClient): Target {
  if (typeof database === 'string') return fromUrl(database.trim(), [])
  if (typeof database !== 'object' || database === null) throw invalid(takes)
  if (kindOfClient(database)) return fromClient(database, [])
  return fromOptions(database as ConnectOptions)
}

function fromUrl(url: string, over: readonly Wish[], type?: string): Target {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? ''
  if (kindOfType(type) === 'libsql' && scheme !== 'file') return libsqlTarget(wishesOf([...readLibsqlUrl(url), ...over]))
  const kind = Object.hasOwn(kinds, scheme) ? kinds[scheme] : undefined
  const rest = url.slice(scheme.length + 1)
  switch (kind) {
    case undefined:
      throw invalid(hints.find(([pattern]) => pattern.test(scheme))?.[1] ?? takes)
    case 'sqlite':
      return sqliteTarget(wishesOf([...readSqliteUrl(rest), ...over]))
    case 'libsql':
      return libsqlTarget(wishesOf([...readLibsqlUrl(url), ...over]))
    case 'mongodb':
      return mongodbTarget(wishesOf([...readMongodbUrl(url), ...over]))
    default:
      return serverTarget(kind, wishesOf([...readServerUrl(kind, rest), ...over]))
  }
}

/** `extra`, and the `options` of SQL Server, are one level deeper; what stands beside them comes before them. */
function fromOptions(options: ConnectOptions): Target {
  // The rest of ours is for whoever opens the database.
  const { url, client, type, extra, options: inner, secondary, generateId, clock, warn, ...fields } = options
  const deeper = typeof inner === 'string' ? { options: inner } : inner
  const wishes: readonly Wish[] = [extra, deeper, fields].flatMap((level) => Object.entries(level ?? {}))
  if (client !== undefined) return fromClient(client, wishes)
  if (typeof url === 'string') return fromUrl(url.trim(), wishes, type)
  const kind = kindOfType(type)
  // `{ url: process.env.DATABASE_URL }` with nothing in that variable.
  if ('url' in options || kind === undefined || kind === 'libsql') throw invalid('then' in options ? awaitIt : takes)
  const asked = wishesOf(type === 'cockroachdb' ? [['port', 26_257], ...wishes] : wishes)
  if (kind === 'sqlite') return sqliteTarget(asked)
  return kind === 'mongodb' ? mongodbTarget(asked) : serverTarget(kind, asked)
}

function kindOfType(type: unknown): Exclude<Target['kind'], 'kysely'> | undefined {
  if (typeof type !== 'string') return undefined
  if (Object.hasOwn(otherTypes, type)) return otherTypes[type]
  return Object.hasOwn(kinds, type) && type !== 'file' ? kinds[type] : undefined
}

const awaitIt = 'Option `database` is a promise. Await it: `database: await client`.'

function fromClient(client: unknown, given: readonly Wish[]): Target {
  const kind = typeof client === 'object' && client !== null ? kindOfClient(client) : undefined
  if (kind === undefined) {
    throw invalid(
      'The `client` of the database is a pool of `pg` or `mysql2`, a `DatabaseSync`, a `Kysely`, a `MongoClient`, or a client of `@libsql/client`; with another one, pass an `adapter`.',
    )
  }
  return clientTarget(kind, client as object, wishesOf(given))
}

function clientTarget(kind: Target['kind'], client: object, wishes: Wishes): Target {
  switch (kind) {
    case 'kysely':
      return { kind, client, ...readTables(wishes), pool: readPool(wishes) } satisfies KyselyTarget
    case 'sqlite':
      return sqliteTarget(wishes, client)
    case 'libsql':
      return libsqlTarget(wishes, client)
    case 'mongodb':
      return mongodbTarget(wishes, client)
    default:
      return pooledTarget(kind, wishes, client)
  }
}
