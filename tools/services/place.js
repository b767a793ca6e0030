// Where a server lives: a temporary folder, a port, an account without privileges, and somebody who cleans up after all of us.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Every superuser's: a URL that is not decoded right opens nothing. */
export const password = 'p@ss:wo/rd%'

/**
 * @typedef {object} Ground
 * @property {string} folder
 * @property {string} data
 * @property {Account | undefined} account whose the folder is, when we are root
 * @property {(pid: number | undefined, signal: NodeJS.Signals | '0') => void} watch tells the keeper which process is in there, if
 * any, and how it ends: 0 by itself, soon
 * @property {() => Promise<void>} clear removes the folder
 */

/** @typedef {{ uid: number, gid: number }} Account */

/**
 * @param {import('./contract.js').Recipe} recipe
 * @returns {Ground}
 */
export function openGround({ name, users }) {
  const folder = mkdtempSync(join(tmpdir(), `next-auth-${name}-`))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  const account = accountOf(users)
  give(account, folder)
  const keeper = spawn('/bin/sh', ['-c', keeping, 'keeper', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a session of its own: Ctrl-C reaches the terminal's processes, and this one is for afterwards.
    detached: true,
  })
  const input = /** @type {import('node:net').Socket} */ (keeper.stdin)
  // Without a keeper, or when it was ended from outside, `stop()` still ends the server.
  keeper.on('error', () => {})
  input.on('error', () => {})
  keeper.unref()
  input.unref()
  return {
    folder,
    data,
    account,
    watch: (pid, signal) => input.write(pid ? `${pid} ${signal.replace('SIG', '')}\n` : '\n'),
    async clear() {
      keeper.ref()
      const ended = keeper.exitCode === null && keeper.signalCode === null ? once(keeper, 'exit') : undefined
      input.end()
      await ended
    },
  }
}

/**
 * Reads what runs in the folder, a line each time it changes: a pid, and the signal that ends it. The pipe closes when we are done,
 * or are no more, however that came about: then it ends what still runs and removes the folder, as often as it takes.
 */
const keeping = `
while read -r line; do running=$line; done
set -- "$1" $running
alive() { kill -0 "$1" && ! grep -q '^State:.Z' "/proc/$1/status"; }
if [ -n "$2" ]; then
  kill -CONT "$2"
  kill -"$3" "$2"
  waited=0
  while alive "$2" && [ $waited -lt 100 ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  kill -KILL "$2"
fi
for try in 1 2 3 4 5; do
  rm -rf "$1" && [ ! -e "$1" ] && break
  sleep 1
done
`

/**
 * @param {Account | undefined} account nothing is given to nobody
 * @param {string} path a file, or a folder with all that is in it
 */
export function give(account, path) {
  if (!account) return
  const below = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  for (const one of ['', ...below]) chownSync(join(path, one), account.uid, account.gid)
}

/**
 * @param {readonly string[]} names
 * @returns {Account | undefined} undefined when we are not root, and so run it ourselves
 */
function accountOf(names) {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of [...names, 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(`Nobody without privileges is known here: looked for ${names.join(', ')} and nobody in /etc/passwd.`)
}

/** @typedef {{ port: number, release(): Promise<void> }} Reservation */

/**
 * Below the ports that systems give to outgoing connections: between `kill()` and `restart()` nobody else gets it, and a client
 * that knocks meanwhile cannot end up connected to itself. Held until it is wanted: servers that start beside this one pass it by.
 * @returns {Promise<Reservation>}
 */
export async function reservePort() {
  for (let tries = 0; tries < 100; tries++) {
    const reservation = await hold(20_000 + Math.floor(Math.random() * 12_000))
    if (reservation) return reservation
  }
  throw new Error('No port between 20000 and 32000 is free.')
}

/**
 * @param {number} port
 * @returns {Promise<Reservation | undefined>} undefined when it is somebody's
 */
function hold(port) {
  const holder = createServer()
  holder.unref()
  const release = () => new Promise((/** @type {(value: void) => void} */ done) => holder.close(() => done()))
  return new Promise((resolve) => {
    holder.once('error', () => resolve(undefined))
    holder.listen(port, '127.0.0.1', () => resolve({ port, release }))
  })
}
