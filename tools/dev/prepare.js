// Makes a fresh clone ready: packages, system packages, build. Runs on Node 20 with nothing installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * What the system has to bring, by Debian's name for it: found when one of its commands is, by name or by path. Debian may start
 * a server when it installs one; ours are others, on ports and in folders of their own.
 */
const systemPackages = [
  { name: 'chromium', commands: ['chromium', 'chromium-browser', 'google-chrome'], need: 'the tests in a browser' },
  { name: 'postgresql', commands: ['/usr/lib/postgresql/15/bin/postgres'], need: 'the tests on PostgreSQL 15' },
  { name: 'mariadb-server', commands: ['mariadbd', '/usr/sbin/mariadbd'], need: 'the tests on MariaDB' },
  { name: 'redis-server', commands: ['redis-server'], need: 'the tests on Redis' },
  {
    name: 'python3-oauthlib',
    commands: ['/usr/lib/python3/dist-packages/oauthlib'],
    need: 'the tests against an independent OAuth 1 server',
  },
  { name: 'slapd', commands: ['/usr/sbin/slapd'], need: 'the tests on a directory' },
  { name: 'openssl', commands: ['openssl'], need: 'the certificates of test servers' },
]

/**
 * @typedef {{ status: number | null, why: string }} Ended `why` is empty when it ended well
 */

/**
 * Runs a command in the repository, its output on ours.
 * @param {string} command
 * @param {readonly string[]} words
 * @param {{ seconds?: number, env?: Record<string, string> }} [how]
 * @returns {Ended}
 */
export function run(command, words, { seconds = 900, env = {} } = {}) {
  const { status, signal, error } = spawnSync(command, words, {
    cwd: root,
    env: { ...environment(), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: seconds * 1000,
  })
  return { status, why: error?.message ?? (signal ? `ended by ${signal}` : status ? `exit code ${status}` : '') }
}

/** The project's own Node when npm brought one, else the one that runs this. */
export function nodePath() {
  const own = join(root, 'node_modules/.bin/node')
  return existsSync(own) ? own : process.execPath
}

/** With the project's commands first. */
export function environment() {
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`
  return { ...process.env, PATH: path, NEXT_TELEMETRY_DISABLED: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' }
}

/**
 * `npm ci`, when what is installed is not what the lockfile says.
 * @returns {Ended}
 */
export function install() {
  if (isInstalled(join(root, 'package-lock.json'), join(root, 'node_modules/.package-lock.json'))) return { status: 0, why: '' }
  console.log('Installing what package-lock.json says …')
  return run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
}

/**
 * @param {string} wantedFile the lockfile
 * @param {string} presentFile npm's note of what it installed
 */
export function isInstalled(wantedFile, presentFile) {
  if (!existsSync(presentFile)) return false
  const wanted = JSON.parse(readFileSync(wantedFile, 'utf8')).packages
  const present = JSON.parse(readFileSync(presentFile, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link) return true
    // Packages for other systems are left out.
    return present[path] ? present[path].version === version : Boolean(optional || devOptional)
  })
}

/** @returns {string[]} a sentence for each system package that is not there and could not be installed */
export function installSystemPackages() {
  const missing = systemPackages.filter(({ commands }) => !commands.some((command) => findCommand(command)))
  if (missing.length === 0) return []
  const names = missing.map(({ name }) => name)
  if (process.getuid?.() === 0 && findCommand('apt-get')) {
    console.log(`Installing ${names.join(', ')} …`)
    run('apt-get', ['update', '-qq'])
    // One by one: a name that this system does not know takes no other with it.
    for (const name of names)
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { env: { DEBIAN_FRONTEND: 'noninteractive' } })
  }
  return missing
    .filter(({ commands }) => !commands.some((command) => findCommand(command)))
    .map(({ name, need }) => `${name} is missing, wanted for ${need}: apt-get install ${name}`)
}

/** @param {string} name or an absolute path */
export function findCommand(name) {
  if (isAbsolute(name)) return existsSync(name) ? name : undefined
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}
