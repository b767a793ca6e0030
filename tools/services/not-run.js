// What a run of the tests could not run, for the closing lines of `npm test`: a line each, in files, since tests are many processes.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../dev/prepare.js'

const folder = join(root, '.tmp/results/not-run')

/** @param {string} line what, and why: `mongodb: no mongod on PATH, no MONGODB_URL`. Noted twice, it is said once. */
export function noteNotRun(line) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, createHash('sha256').update(line).digest('hex').slice(0, 16)), line)
}

/** @returns {string[]} what has been noted since the last time */
export function takeNotRun() {
  const lines = existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) : []
  rmSync(folder, { recursive: true, force: true })
  return lines.sort()
}
