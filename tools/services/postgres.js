// What PostgreSQL servers have in common, wherever their programs come from.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { password } from './place.js'

/** @typedef {import('./contract.js').Recipe} Recipe */
/** @typedef {import('./contract.js').Place} Place */

/**
 * @param {Pick<Recipe, 'name' | 'missing'> & { programs(place: Place): string, install?(place: Place): Promise<void> }} which
 * `programs`: the folder of `initdb` and `postgres`; `install`: puts them there
 * @returns {Recipe}
 */
export function postgres({ name, missing, programs, install }) {
  return {
    name,
    missing,
    users: ['postgres'],
    // "Immediate": no checkpoint, since nobody will read the data again. SIGKILL would leave its shared memory behind.
    endSignal: 'SIGQUIT',
    leaveSignal: 'SIGINT',
    tls: true,
    async prepare(place) {
      await install?.(place)
      const passwordFile = join(place.folder, 'password')
      writeFileSync(passwordFile, password, { mode: 0o644 })
      const words = ['-D', place.data, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync']
      await place.run(join(programs(place), 'initdb'), [...words, '--encoding=UTF8', '--locale=C'])
    },
    command: (place) => ({ file: join(programs(place), 'postgres'), words: ['-D', place.data, ...settings(place)] }),
    answers: (place) => ask(urlOf(place), 'SELECT 1'),
    url: urlOf,
    socket: ({ folder }) => folder,
    createDatabase,
    dropDatabase,
    forget: ({ data }) => removeSharedMemory(data),
  }
}

/** @param {Place} place */
function settings({ port, folder, certificate }) {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    max_connections: 200,
    shared_buffers: '32MB',
    // Data outlives its process, not the machine. Commits still reach the system one by one: SIGKILL loses none.
    fsync: 'off',
    full_page_writes: 'off',
    ...(certificate && { ssl: 'on', ssl_cert_file: certificate.cert, ssl_key_file: certificate.key }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** @param {Place} place */
function urlOf({ port }) {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
}

/** @param {string} url */
async function createDatabase(url) {
  const name = `test_${randomBytes(8).toString('hex')}`
  await ask(url, `CREATE DATABASE ${name}`)
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

/** @param {string} url */
async function dropDatabase(url) {
  const address = new URL(url)
  const name = address.pathname.slice(1)
  await ask(Object.assign(address, { pathname: '/postgres' }).href, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

/**
 * @param {string} url
 * @param {string} sql
 */
async function ask(url, sql) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  // A connection that breaks when nobody is asking would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(sql)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * The seventh line of `postmaster.pid`: key and id of the segment that guards the data against a second server.
 * @param {string} data
 */
function removeSharedMemory(data) {
  try {
    const [, id] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[6]?.trim().split(/\s+/) ?? []
    if (id) execFileSync('ipcrm', ['-m', id], { stdio: 'ignore' })
  } catch {
    // It ended in order.
  }
}
