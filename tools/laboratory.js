// A laboratory: a folder with a package.json and a lockfile of its own, for packages that the house itself does not live with, such as
// what earlier generations published. Installed when a test asks for it, and kept while the lockfile stays the same.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isInstalled } from './dev/prepare.js'

const root = join(import.meta.dirname, '..')
/** Longer than an installation may take: whoever held the lock then is gone. */
const stale = 600_000

/**
 * @param {string} source the folder, with package.json and package-lock.json
 * @param {string} name where it is installed, below `.tmp/laboratories/`
 * @returns {string} the folder that has `node_modules`
 */
export function installLaboratory(source, name) {
  const place = join(root, '.tmp/laboratories', name)
  mkdirSync(place, { recursive: true })
  const lock = join(place, '.lock')
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  try {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(place, file))
    if (!isComplete(place)) installIn(place)
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
  return place
}

/** @param {string} place */
function isComplete(place) {
  const present = join(place, 'node_modules/.package-lock.json')
  return existsSync(present) && isInstalled(join(place, 'package-lock.json'), present)
}

/**
 * No script of a package runs: what they would download is not wanted. Peers are as their authors wished them at their time.
 * @param {string} place
 */
function installIn(place) {
  const words = ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, error, stderr } = spawnSync('npm', words, { cwd: place, encoding: 'utf8', timeout: stale })
  if (status !== 0) throw new Error(`npm ci in ${place} failed: ${error?.message ?? stderr}`)
}

/**
 * Of several processes, one installs.
 * @param {string} lock
 */
function take(lock) {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (made > 0 && Date.now() - made > stale) rmSync(lock, { recursive: true, force: true })
    return false
  }
}
