// The servers themselves: that they can be had, treated badly, and leave nothing behind.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'ldapts'
import { MongoClient } from 'mongodb'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { createClient } from 'redis'
import { Connection, Request } from 'tedious'
import { describe, expect, test } from 'vitest'
import { databaseServers, ownServer, type ServerName, serverOf } from './servers.js'

const here = databaseServers.filter(({ url }) => url !== undefined).map(({ name }) => name)
const ours = databaseServers.filter(({ own }) => own).map(({ name }) => name)

test('what can be started here did start', () => {
  expect(databaseServers.filter(({ broken }) => broken)).toEqual([])
})

describe.each(here)('%s, shared', (name) => {
  test('answers its driver', async () => {
    const { url } = await serverOf(name)
    expect(await drivers[name].ask(url)).toBe(1)
  })

  // Who may use SQL Server need not be allowed to make databases there.
  if (name === 'mssql') return
  test('gives each who asks a database of their own, empty', async () => {
    const server = await serverOf(name)
    const [one, another] = await Promise.all([server.createDatabase(), server.createDatabase()])
    expect(new Set([server.url, one, another]).size).toBe(3)
    await drivers[name].write(one)
    expect(await drivers[name].count(one)).toBe(1)
    expect(await drivers[name].count(another)).toBe(0)
    await Promise.all([server.dropDatabase(one), server.dropDatabase(another)])
  })
})

describe.each(ours)('%s, our own', (name) => {
  test('killed, started again, asked to start again, and gone with all it had', async () => {
    await using server = await ownServer(name)
    const url = await server.createDatabase()
    await drivers[name].write(url)
    const pids = server.pids()
    await server.kill()
    expect(server.pids()).toEqual([])
    expect(pids.filter(isThere)).toEqual([])
    await expect(drivers[name].ask(url)).rejects.toThrow()
    await server.restart()
    // Committed is committed; only Redis forgets.
    expect(await drivers[name].count(url)).toBe(name === 'redis' ? 0 : 1)
    await server.restart()
    expect(await drivers[name].ask(url)).toBe(1)
    pids.push(...server.pids())
    await server.stop()
    expect(pids.filter(isThere)).toEqual([])
    expect(existsSync(server.folder)).toBe(false)
    await expect(drivers[name].ask(url)).rejects.toThrow()
  })

  test('frozen, it answers nobody until it is thawed', async () => {
    await using server = await ownServer(name)
    server.freeze()
    let answered = false
    const answer = drivers[name].ask(server.url).then((value) => {
      answered = true
      return value
    })
    await sleep(300)
    expect(answered).toBe(false)
    server.thaw()
    expect(await answer).toBe(1)
    server.freeze()
    await server.stop()
    expect(existsSync(server.folder)).toBe(false)
  })

  test('killed and stopped, nothing of it stays', async () => {
    const server = await ownServer(name)
    const pids = server.pids()
    await server.kill()
    await server.stop()
    await server.stop()
    expect(pids.filter(isThere)).toEqual([])
    expect(existsSync(server.folder)).toBe(false)
    expect(sharedMemoryOf(pids)).toEqual([])
  })

  test('goes with the process that started it, however that ends', async () => {
    const script = `
      const { services } = await import(${JSON.stringify(join(import.meta.dirname, '../../tools/services/index.js'))})
      const server = await services.find(({ name }) => name === '${name}').start()
      console.log(JSON.stringify({ folder: server.folder, pids: server.pids() }))
      setInterval(() => {}, 1000)`
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(createInterface(owner.stdout), 'line')
    const { folder, pids } = JSON.parse(line) as { folder: string; pids: number[] }
    expect(existsSync(folder)).toBe(true)
    expect(pids.filter(isThere)).toEqual(pids)
    owner.kill('SIGKILL')
    await expect
      .poll(() => ({ running: pids.filter(isThere), folder: existsSync(folder) }), { timeout: 10_000 })
      .toEqual({
        running: [],
        folder: false,
      })
    expect(sharedMemoryOf(pids)).toEqual([])
  })
})

testOn('postgres-15', 'PostgreSQL offers TLS, with a certificate that can be judged', async () => {
  await using server = await ownServer('postgres-15', { tls: true })
  const ca = readFileSync(String(server.ca), 'utf8')
  for (const host of ['127.0.0.1', 'localhost']) {
    const url = server.url.replace('127.0.0.1', host)
    const client = new pg.Client({ connectionString: url, ssl: { ca } })
    await client.connect()
    expect((await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).rows).toEqual([{ ssl: true }])
    await client.end()
  }
  await expect(new pg.Client({ connectionString: server.url, ssl: true }).connect()).rejects.toThrow(/certificate/)
})

testOn('mariadb', 'MariaDB offers TLS, with a certificate that can be judged', async () => {
  await using server = await ownServer('mariadb', { tls: true })
  const ca = readFileSync(String(server.ca), 'utf8')
  for (const host of ['127.0.0.1', 'localhost']) {
    const connection = await createConnection({ uri: server.url.replace('127.0.0.1', host), ssl: { ca } })
    const [rows] = await connection.query("SHOW STATUS LIKE 'Ssl_version'")
    expect(rows).toEqual([{ Variable_name: 'Ssl_version', Value: expect.stringMatching(/^TLSv1\.[23]$/) }])
    await connection.end()
  }
  await expect(createConnection({ uri: server.url, ssl: {} })).rejects.toThrow(/certificate/)
})

testOn('slapd', 'slapd offers StartTLS beside TLS, with a certificate that can be judged', async () => {
  await using server = await ownServer('slapd', { tls: true })
  const ca = readFileSync(String(server.ca), 'utf8')
  const startTls = async (options: object) => {
    const client = new Client({ url: `ldap://127.0.0.1:${server.port}` })
    await client.startTLS({ host: '127.0.0.1', ...options }).finally(() => client.unbind())
  }
  await startTls({ ca })
  await expect(startTls({})).rejects.toThrow(/certificate/)
  const client = new Client({ url: String(server.secureUrl), tlsOptions: { ca } })
  await client.bind('', '')
  await client.unbind()
})

testOn('redis', 'Redis speaks TLS only, with a certificate that can be judged', async () => {
  await using server = await ownServer('redis', { tls: true })
  const ca = readFileSync(String(server.ca), 'utf8')
  for (const host of ['127.0.0.1', 'localhost']) {
    const client = createClient({ url: server.url.replace('127.0.0.1', host), socket: { tls: true, ca } })
    await client.connect()
    expect(await client.ping()).toBe('PONG')
    client.destroy()
  }
  await expect(drivers.redis.ask(server.url)).rejects.toThrow(/certificate/)
})

/** One that cannot run here is named in the end, with the server. */
function testOn(name: ServerName, title: string, body: () => Promise<void>): void {
  if (ours.includes(name)) test(title, body)
}

/** The least that a driver can do: answer 1, make a table (a key) of one row, and count what there is. */
interface Driver {
  ask(url: string): Promise<number>
  write(url: string): Promise<unknown>
  count(url: string): Promise<number>
}

const postgres: Driver = {
  ask: (url) => askPostgres(url, 'SELECT 1 AS n'),
  write: (url) => askPostgres(url, 'CREATE TABLE one AS SELECT 1 AS n'),
  count: (url) => askPostgres(url, "SELECT count(*)::int AS n FROM information_schema.tables WHERE table_schema = 'public'"),
}

async function askPostgres(url: string, sql: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(sql)).rows[0]?.n
  } finally {
    await client.end().catch(() => {})
  }
}

const mysql: Driver = {
  ask: (url) => askMysql(url, 'SELECT 1 AS n'),
  write: (url) => askMysql(url, 'CREATE TABLE one (n int) ENGINE=InnoDB'),
  count: (url) => askMysql(url, 'SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = database()'),
}

async function askMysql(url: string, sql: string): Promise<number> {
  const connection = await createConnection(url)
  connection.on('error', () => {})
  try {
    const [rows] = await connection.query(sql)
    return (rows as { n: number }[])[0]?.n ?? 0
  } finally {
    connection.destroy()
  }
}

const redis: Driver = {
  ask: (url) => askRedis(url, async (client) => ((await client.ping()) === 'PONG' ? 1 : 0)),
  write: (url) => askRedis(url, (client) => client.set('one', '1')),
  count: (url) => askRedis(url, (client) => client.dbSize()),
}

async function askRedis<Result>(url: string, ask: (client: ReturnType<typeof createClient>) => Promise<Result>): Promise<Result> {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  try {
    await client.connect()
    return await ask(client as ReturnType<typeof createClient>)
  } finally {
    client.destroy()
  }
}

const mongodb: Driver = {
  ask: (url) => askMongodb(url, async (client) => (await client.db().command({ ping: 1 })).ok),
  write: (url) => askMongodb(url, (client) => client.db().collection('one').insertOne({ n: 1 })),
  count: (url) => askMongodb(url, async (client) => (await client.db().listCollections().toArray()).length),
}

async function askMongodb<Result>(url: string, ask: (client: MongoClient) => Promise<Result>): Promise<Result> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 5000 })
  try {
    return await ask(client)
  } finally {
    await client.close()
  }
}

const slapd: Driver = {
  ask: (url) => askSlapd(url, async (client, base) => (await client.search(base, { scope: 'base' })).searchEntries.length),
  write: (url) => askSlapd(url, (client, base) => client.add(`ou=one,${base}`, { objectClass: 'organizationalUnit' })),
  count: (url) => askSlapd(url, async (client, base) => (await client.search(base, { scope: 'one' })).searchEntries.length),
}

async function askSlapd<Result>(url: string, ask: (client: Client, base: string) => Promise<Result>): Promise<Result> {
  const { host, username, password, pathname } = new URL(url)
  const client = new Client({ url: `ldap://${host}` })
  try {
    await client.bind(decodeURIComponent(username), decodeURIComponent(password))
    return await ask(client, pathname.slice(1))
  } finally {
    await client.unbind()
  }
}

const noDatabases = () => Promise.reject(new Error('Its tests keep apart by an `entityPrefix`.'))
const mssql: Driver = { ask: askMssql, write: noDatabases, count: noDatabases }

async function askMssql(url: string): Promise<number> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const [userName = '', secret = ''] = [username, password].map(decodeURIComponent)
  const connection = new Connection({
    server: hostname,
    authentication: { type: 'default', options: { userName, password: secret } },
    options: {
      port: Number(port || 1433),
      database: pathname.slice(1) || 'master',
      encrypt: searchParams.get('encrypt') !== 'false',
      trustServerCertificate: searchParams.get('trustServerCertificate') === 'true',
    },
  })
  try {
    await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))
    return await new Promise((resolve, reject) => {
      const request = new Request('SELECT 1 AS n', (error) => error && reject(error))
      request.on('row', ([column]) => resolve(column?.value))
      connection.execSql(request)
    })
  } finally {
    connection.close()
  }
}

const drivers: Readonly<Record<ServerName, Driver>> = {
  'postgres-15': postgres,
  'postgres-18': postgres,
  mariadb: mysql,
  'mysql-5.6': mysql,
  redis,
  mongodb,
  mssql,
  slapd,
  // Has tests of its own, and is in no list.
  'samba-ad': slapd,
}

function isThere(pid: number): boolean {
  try {
    // A zombie is not: it only waits for somebody to hear of its end.
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Segments that one of these processes made: PostgreSQL's lock on its data outlives a SIGKILL. */
function sharedMemoryOf(pids: readonly number[]): string[] {
  const [header = '', ...segments] = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n')
  const column = header.trim().split(/\s+/).indexOf('cpid')
  return segments.filter((segment) => pids.includes(Number(segment.trim().split(/\s+/)[column])))
}
