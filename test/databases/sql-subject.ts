import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { type ConnectOptions, connect, type ReadyClient } from 'next-auth/adapters'
import type { AdapterUnderTest, Faults, Line } from 'next-auth/testing'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { type LineProxy, startProxy } from './proxy.js'
import { type OwnServer, ownServer, type Server, type ServerName, serverOf } from './servers.js'

/** How long a caller waits where something goes wrong, in milliseconds. */
const limit = 400

/** One for every case, in place of a database for every case. */
export function freshPrefix(): string {
  return `t${randomBytes(5).toString('hex')}_`
}

/**
 * A database on the server that all tests share, from the first test of a file to its last. `remade`: what to say to have it another way,
 * in place of the one of that name that was made.
 */
export function sharedDatabase(name: ServerName, remade?: (name: string) => string): { readonly url: string } {
  let server: Server
  const database = { url: '' }
  beforeAll(async () => {
    server = await serverOf(name)
    database.url = await server.createDatabase()
    if (!remade) return
    await server.dropDatabase(database.url)
    await say(server.url, remade(new URL(database.url).pathname.slice(1)))
  })
  afterAll(() => server.dropDatabase(database.url))
  return database
}

/** The shared cases on a server: each with tables of its own, faults on a server of its own. */
export function sqlSubject(name: ServerName): AdapterUnderTest {
  return { ...databaseSubject(name, sharedDatabase(name)), faults: sqlFaults(name) }
}

/** The shared cases in a database, without faults. */
export function databaseSubject(name: string, database: { readonly url: string }): AdapterUnderTest {
  let entityPrefix = ''
  return {
    name,
    async open() {
      entityPrefix = freshPrefix()
      const adapter = connect({ url: database.url, entityPrefix })
      await adapter.prepare()
      return adapter
    },
    // Another size of the pool is another pool, as another process would have.
    again: () => connect({ url: database.url, entityPrefix, pool: 9 }),
    close: (adapter) => adapter.close?.(),
  }
}

export function sqlFaults(name: ServerName): Faults {
  let server: OwnServer
  let proxy: LineProxy
  let url = ''
  beforeAll(async () => {
    server = await ownServer(name)
    url = await settle(server)
    proxy = await startProxy(server.port)
  })
  afterAll(async () => {
    await proxy.close()
    await server.stop()
  })
  const options = (more: Partial<ConnectOptions> = {}, max = 1): ConnectOptions => ({
    url: Object.assign(new URL(url), { port: proxy.port }).href,
    entityPrefix: freshPrefix(),
    pool: { max, wait: limit, answer: limit },
    ...more,
  })
  return {
    limit,
    get line(): Line {
      return proxy
    },
    secrets: [person, secret, encodeURIComponent(secret), wrong, 'nowhere'],
    async open(connections) {
      const made = options({}, connections)
      // Changes of tables may take longer than the callers of these tests wait.
      const patient = connect({ ...made, pool: 1 })
      await patient.prepare()
      await patient.close()
      return connect(made)
    },
    async readOnly(on) {
      const isPostgres = server.name.startsWith('postgres')
      const [database, everybody] = [
        `alter database app_of_tests set default_transaction_read_only = ${on}`,
        `set global read_only = ${Number(on)}`,
      ]
      await say(server.url, isPostgres ? database : everybody)
      proxy.cut()
    },
    openDenied: () => connect(options({ password: wrong })),
    openUnknown: () => connect({ ...options({ database: 'nowhere' }), ...rootOf(server) }),
    openBare: () => connect(options()),
  }
}

const person = 'person-of-tests'
const secret = 'S3cret/of:tests@%'
const wrong = 'Wr0ng-of-tests'

/** Nobody special, for whom read-only is read-only. */
async function settle({ name, url }: OwnServer): Promise<string> {
  const made = new URL(url)
  made.pathname = '/app_of_tests'
  made.username = person
  made.password = encodeURIComponent(secret)
  const [forPostgres, forMysql] = [
    [`create role "${person}" login password '${secret}'`, `create database app_of_tests owner "${person}"`],
    ['create database app_of_tests', `grant all on app_of_tests.* to '${person}'@'127.0.0.1' identified by '${secret}'`],
  ]
  for (const text of name.startsWith('postgres') ? forPostgres : forMysql) await say(url, text)
  return made.href
}

/** MySQL tells only those of a missing database who might have seen it; others are refused. */
function rootOf({ url }: OwnServer): Pick<ConnectOptions, 'username' | 'password'> {
  const { username, password } = new URL(url)
  return { username, password: decodeURIComponent(password) }
}

/** What an operator says to the server, past the library. */
export function say(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  return url.startsWith('postgres') ? sayPostgres(url, text) : sayMysql(url, text)
}

async function sayPostgres(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

async function sayMysql(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const connection = await createConnection(url)
  connection.on('error', () => {})
  try {
    const [rows] = await connection.query(text)
    return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []
  } finally {
    connection.destroy()
  }
}

/** A client of the application's own, and how to ask it something. */
export interface OwnClient {
  readonly client: ReadyClient
  ask(): Promise<unknown>
  end(): Promise<unknown>
}

/** The shared cases over clients of the application's own, which are as open after each of them as before. */
export function clientSubject(name: string, server: ServerName, make: (url: string) => OwnClient): AdapterUnderTest {
  const database = sharedDatabase(server)
  const clients: OwnClient[] = []
  let entityPrefix = ''
  beforeAll(() => {
    clients.push(make(database.url), make(database.url))
  })
  // Hooks run in reverse: the clients end before the database is dropped.
  afterAll(() => Promise.all(clients.map((one) => one.end())))
  return {
    name: `${name}, ${server}`,
    async open() {
      entityPrefix = freshPrefix()
      const adapter = connect({ client: clients[0]?.client as ReadyClient, entityPrefix })
      await adapter.prepare()
      return adapter
    },
    again: () => connect({ client: clients[1]?.client as ReadyClient, entityPrefix }),
    async close(adapter) {
      await adapter.close?.()
      for (const one of clients) await one.ask()
    },
  }
}
