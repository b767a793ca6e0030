// Makes a fresh clone ready: packages, system packages, build. Runs on Node 20 with nothing installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** What the system has to bring, by Debian's name for it. */
const systemPackages = [{ name: 'chromium', commands: ['chromium', 'chromium-browser', 'google-chrome'], need: 'the tests in a browser' }]

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
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env: { DEBIAN_FRONTEND: 'noninteractive' } })
  }
  return missing
    .filter(({ commands }) => !commands.some((command) => findCommand(command)))
    .map(({ name, need }) => `${name} is missing, wanted for ${need}: apt-get install ${name}`)
}

/** @param {string} name */
export function findCommand(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}
