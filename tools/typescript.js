// Runs the TypeScript compiler, which since version 7 has a command line and no JavaScript API.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @typedef {{ file: string, line: number, column: number, says: string }} Diagnostic `file` is empty when it is about the project itself
 */

/**
 * @param {string} root folder of the package; paths in the answer are relative to it
 * @param {string} project folder or file of a tsconfig
 * @param {readonly string[]} [more] further options
 * @returns {{ ok: boolean, output: string, diagnostics: Diagnostic[] }}
 */
export function typecheck(root, project, more = []) {
  const compiler = join(import.meta.dirname, '../node_modules/typescript/lib/tsc.js')
  const run = spawnSync(process.execPath, [compiler, '-p', project, '--pretty', 'false', ...more], { cwd: root, encoding: 'utf8' })
  const output = run.stdout + run.stderr
  const failure = run.error ?? (run.status !== 0 && output === '' ? new Error(`tsc ended with ${run.status ?? run.signal}`) : undefined)
  if (failure) return { ok: false, output: `${failure.message}\n`, diagnostics: [{ file: '', line: 0, column: 0, says: failure.message }] }
  return { ok: run.status === 0, output, diagnostics: parseDiagnostics(output) }
}

/**
 * @param {string} output
 * @returns {Diagnostic[]} indented lines belong to the diagnostic above them
 */
export function parseDiagnostics(output) {
  /** @type {Diagnostic[]} */
  const found = []
  for (const line of output.split('\n')) {
    const [, file = '', row = '0', column = '0', says] = line.match(/^(?:(.+?)\((\d+),(\d+)\): )?(error TS.*)$/) ?? []
    const last = found.at(-1)
    if (says) found.push({ file, line: Number(row), column: Number(column), says })
    else if (last && line.startsWith('  ')) last.says += `\n${line}`
  }
  return found
}

/**
 * @param {string} root
 * @returns {boolean} whether there is something built to check against; says so when there is not
 */
export function isBuilt(root) {
  const built = existsSync(join(root, 'dist'))
  if (!built) console.error('dist/ is missing: npm run build')
  return built
}
