// What MariaDB and MySQL have in common.
import { randomBytes } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { password } from './place.js'

/** @typedef {import('./contract.js').Recipe} Recipe */
/** @typedef {import('./contract.js').Place} Place */

/**
 * @param {Pick<Recipe, 'name' | 'missing' | 'tls' | 'prepare' | 'command'>} which
 * @returns {Recipe}
 */
export function mysql({ name, missing, tls, prepare, command }) {
  return {
    name,
    missing,
    tls,
    users: ['mysql'],
    // Everything it has is in its folder: no need for the seconds that it takes to put that in order.
    endSignal: 'SIGKILL',
    leaveSignal: 'SIGTERM',
    async prepare(place) {
      await prepare(place)
      writeFileSync(firstWords(place), greeting)
      chmodSync(firstWords(place), 0o644)
    },
    command,
    answers: (place) => ask(urlOf(place), 'SELECT 1'),
    url: urlOf,
    socket: socketOf,
    createDatabase,
    dropDatabase,
  }
}

/**
 * Words of the command line that both know. What decides how statements behave (`sql_mode`) is left as the server has it.
 * @param {Place} place
 */
export function settings(place) {
  const { data, folder, port } = place
  const values = {
    datadir: data,
    tmpdir: folder,
    port,
    'bind-address': '127.0.0.1',
    socket: socketOf(place),
    'pid-file': join(folder, 'pid'),
    'init-file': firstWords(place),
    'character-set-server': 'utf8mb4',
    'collation-server': 'utf8mb4_unicode_ci',
    'max-connections': 200,
    // A host that breaks off too many handshakes is locked out: ours does, waiting for the server to come up.
    'max-connect-errors': 1_000_000,
    // Data outlives its process, not the machine. Commits still reach the system one by one: SIGKILL loses none.
    'innodb-flush-log-at-trx-commit': 2,
    'innodb-flush-method': 'nosync',
    'innodb-buffer-pool-size': '32M',
    'innodb-log-file-size': '8M',
    'performance-schema': 'OFF',
  }
  // `--no-defaults` counts as the first word only.
  return ['--no-defaults', '--skip-name-resolve', ...Object.entries(values).map(([name, value]) => `--${name}=${value}`)]
}

/** Said to the server at each of its starts, before it lets anybody in. */
const greeting = `
GRANT ALL ON *.* TO 'root'@'127.0.0.1' IDENTIFIED BY '${password}' WITH GRANT OPTION;
GRANT ALL ON *.* TO 'root'@'localhost' IDENTIFIED BY '${password}' WITH GRANT OPTION;
CREATE DATABASE IF NOT EXISTS app;
`

/** @param {Place} place */
const firstWords = ({ folder }) => join(folder, 'first-words.sql')

/** @param {Place} place */
const socketOf = ({ folder }) => join(folder, 'socket')

/** @param {Place} place */
function urlOf({ port }) {
  return `mysql://root:${encodeURIComponent(password)}@127.0.0.1:${port}/app`
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
  await ask(Object.assign(address, { pathname: '/app' }).href, `DROP DATABASE IF EXISTS ${name}`)
}

/**
 * @param {string} url
 * @param {string} sql
 */
async function ask(url, sql) {
  const connection = await createConnection({ uri: url, connectTimeout: 2000 })
  // A connection that breaks when nobody is asking would end the process.
  connection.on('error', () => {})
  try {
    await connection.query(sql)
  } finally {
    connection.destroy()
  }
}
