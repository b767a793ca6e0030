import type { Server, ServerTarget } from './kinds.js'
import { readPool } from './pool.js'
import { examples, invalid } from './refusal.js'
import { readSsl } from './ssl.js'
import { isOff, isOn, readTables, text, type Wishes } from './wishes.js'

type Kind = ServerTarget['kind']

const ports: Readonly<Record<Kind, number>> = { postgres: 5432, mysql: 3306, mssql: 1433 }

/** A database on a server, from what was asked for. */
export function serverTarget(kind: Kind, wishes: Wishes): ServerTarget {
  const tables = readTables(wishes)
  return { kind, ...tables, server: readServer(kind, wishes) }
}

/** What a pool of the application's own knows better; its driver has the say. */
export function pooledTarget(kind: Kind, wishes: Wishes, client: object): ServerTarget {
  const tables = readTables(wishes)
  const place = { host: '', port: ports[kind], user: undefined, password: undefined, socket: undefined }
  const database = text(wishes.take('database'), 'database') ?? ''
  const pool = readPool(wishes)
  return {
    kind,
    ...tables,
    client,
    server: { ...place, database, ssl: { mode: 'off', verify: true }, pool, driver: readDriver(kind, wishes, '') },
  }
}

function readServer(kind: Kind, wishes: Wishes): Server {
  const { host, socket } = readPlace(wishes)
  const port = readPort(wishes.take('port'))
  const user = text(wishes.take('user'), 'user') || undefined
  const password = text(wishes.take('password'), 'password')
  // PostgreSQL's own default: a database of the same name as its user.
  const database = text(wishes.take('database'), 'database') || (kind === 'postgres' ? user : undefined)
  if (database === undefined) throw invalid(`The option \`database\` names no database on the server. Write \`${examples[kind]}\`.`)
  const encrypt = wishes.take('encrypt')
  const ssl = readSsl(kind, wishes, encrypt)
  return {
    host,
    port: port ?? ports[kind],
    user,
    password,
    database,
    socket,
    // A socket leads to this machine only, and its servers speak no TLS there.
    ssl: socket === undefined ? ssl : { mode: 'off', verify: true },
    pool: readPool(wishes),
    driver: { ...(encrypt === 'strict' && { encrypt }), ...readInstance(kind, wishes, port), ...readDriver(kind, wishes, host, port) },
  }
}

/** `?host=/var/run/postgresql`, `?socketPath=/run/mysqld/mysqld.sock`, `@%2Frun%2Fpostgresql/name`: a path is a socket. */
function readPlace(wishes: Wishes): Pick<Server, 'host' | 'socket'> {
  const host =
    text(wishes.take('host'), 'host')
      ?.trim()
      .replace(/^\[(.*)\]$/, '$1') || 'localhost'
  const socket = text(wishes.take('socket'), 'socketPath') || (host.startsWith('/') ? host : undefined)
  if (socket !== undefined) return { host: 'localhost', socket }
  if (/[\s/@?#,[\]]/.test(host)) throw invalid('The host of the database is no host name and no address.')
  return { host, socket: undefined }
}

function readPort(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw invalid('The port of the database is a number from 1 to 65535. In a password, `@ : / ? # %` are percent-encoded.')
}

/** The port of an instance is asked of the server; one that is given is the answer already, and the driver takes only one of them. */
function readInstance(kind: Kind, wishes: Wishes, port: number | undefined): Readonly<Record<string, unknown>> {
  if (kind !== 'mssql') return {}
  const instanceName = text(wishes.take('instancename'), 'instanceName')
  return instanceName && port === undefined ? { instanceName } : {}
}

function readDriver(kind: Kind, wishes: Wishes, host: string, port?: number): Readonly<Record<string, unknown>> {
  const own = kind === 'postgres' ? readPostgres(wishes, host, port) : {}
  const appName = kind === 'mssql' ? text(wishes.take('applicationname') ?? wishes.take('appname'), 'appName') : undefined
  const rest = wishes.rest().map(([name, value]) => [name, plain(kind, value)])
  return { ...Object.fromEntries(rest), ...(appName !== undefined && { appName }), ...own }
}

/** In a URL all values are texts; drivers compare with `true`. Those of MySQL and SQL Server take no text for a number either. */
function plain(kind: Kind, value: unknown): unknown {
  if (value === 'true' || value === 'false') return value === 'true'
  return kind !== 'postgres' && typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
}

function readPostgres(wishes: Wishes, host: string, port: number | undefined): Readonly<Record<string, unknown>> {
  const binding = wishes.take('channelbinding')
  const said = wishes.take('pgbouncer')
  const pgbouncer = said === undefined ? isPooler(host, port) : !isOff(said)
  return {
    ...(binding !== undefined && {
      enableChannelBinding: binding !== 'disable' && (isOn(binding) || /^(require|prefer)$/.test(String(binding))),
    }),
    ...(pgbouncer && { pgbouncer }),
  }
}

/** Neon writes `-pooler` into the host, Supabase `pooler`, and poolers listen on 6432 or 6543 by custom. */
function isPooler(host: string, port: number | undefined): boolean {
  return port === 6432 || port === 6543 || /(^|[-.])pooler\./.test(host)
}
