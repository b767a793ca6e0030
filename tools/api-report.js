// Writes what the doors promise to `api/`, so that a change of the public surface shows in review.
// `node tools/api-report.js` rewrites, `--check` fails on a difference.
//   api/doors.txt     every door, the names it exports, and the file of `dist/` that declares each
//   api/<room>.d.ts   the declarations behind those names, and whatever they mention
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDeclarations } from './api-report/declarations.js'
import { readDoors } from './doors.js'
import { isBuilt } from './typescript.js'

/**
 * @param {string} root folder of the package; `dist/` must be built
 * @returns {{ reports: Map<string, string>, missing: string[] }} text by file name below `api/`; doors that are not built
 */
export function reportApi(root) {
  const declarations = openDeclarations(join(root, 'dist'))
  const doors = readDoors(root).flatMap((door) => expand(root, door))
  const missing = doors.filter(({ module }) => !existsSync(join(root, `${module}.d.ts`))).map(({ name }) => name)
  const lists = doors
    .filter(({ name }) => !missing.includes(name))
    .map(({ name, module }) => `${name}\n${listNames(declarations, module.replace(/^dist\//, ''))}`)
  const reports = new Map([['doors.txt', `${lists.join('\n\n')}\n`]])
  for (const [room, text] of declarations.textByRoom()) reports.set(`${room}.d.ts`, text)
  return { reports, missing }
}

/**
 * @param {import('./api-report/declarations.js').Declarations} declarations
 * @param {string} module
 */
function listNames(declarations, module) {
  const names = declarations.reach(module)
  return names.map(({ name, from }) => `  ${name.padEnd(32)} ${from}`).join('\n')
}

/**
 * @param {string} root
 * @param {import('./doors.js').Door} door
 * @returns {import('./doors.js').Door[]} a pattern becomes the doors that exist
 */
function expand(root, { name, module }) {
  if (!module.includes('*')) return [{ name, module }]
  const folder = module.slice(0, module.lastIndexOf('/'))
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.d.ts') && !/^(index|contract)\./.test(file))
    .sort()
    .map((file) => file.replace('.d.ts', ''))
    .map((file) => ({ name: name.replace('*', file), module: module.replace('*', file) }))
}

/**
 * @param {string} folder
 * @param {Map<string, string>} reports
 */
function rewrite(folder, reports) {
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (!reports.has(file)) rmSync(join(folder, file))
  for (const [file, text] of reports) writeFileSync(join(folder, file), text)
}

/**
 * @param {string} folder
 * @param {Map<string, string>} reports
 * @returns {string[]} what differs, in lines for a person
 */
export function compare(folder, reports) {
  const kept = existsSync(folder) ? readdirSync(folder) : []
  const gone = kept.filter((file) => !reports.has(file)).map((file) => `api/${file}: nothing public is left of it`)
  const changed = [...reports].flatMap(([file, text]) => {
    if (!kept.includes(file)) return [`api/${file}: new`]
    const before = readFileSync(join(folder, file), 'utf8').split('\n')
    const after = text.split('\n')
    const away = before.filter((line) => !after.includes(line)).map((line) => `api/${file}: - ${line}`)
    const come = after.filter((line) => !before.includes(line)).map((line) => `api/${file}: + ${line}`)
    if (away.length + come.length > 0) return [...away, ...come]
    return before.join('\n') === text ? [] : [`api/${file}: the same lines in another order`]
  })
  return [...gone, ...changed]
}

/** @param {string} root */
function main(root) {
  if (!isBuilt(root)) return false
  const { reports, missing } = reportApi(root)
  for (const name of missing) console.error(`missing door: ${name}`)
  if (!process.argv.includes('--check')) rewrite(join(root, 'api'), reports)
  const differences = compare(join(root, 'api'), reports)
  for (const line of differences.slice(0, 60)) console.error(line)
  if (differences.length > 0) console.error(`${differences.length} lines differ from api/: when they are meant, npm run api`)
  return differences.length === 0 && missing.length === 0
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) process.exitCode = main(join(import.meta.dirname, '..')) ? 0 : 1
