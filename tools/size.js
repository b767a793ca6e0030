// Holds what applications download and load to `budgets.json`: `node tools/size.js`. kB is 1000 bytes.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDoors } from './doors.js'
import { bundle, weighStart } from './size/bundle.js'
import { traceRead } from './size/read.js'
import { isBuilt } from './typescript.js'

/**
 * @typedef {{ what: string, is: number, most: number, unit: string }} Measure
 * @typedef {{ measures: Measure[], notes: string[], failures: string[] }} Sizes
 * @typedef {typeof import('./budgets.json')} Budgets
 */

/**
 * @param {string} root folder of the package; `dist/` must be built
 * @param {Budgets} budgets
 * @returns {Promise<Sizes>}
 */
export async function measure(root, budgets) {
  /** @type {Sizes} */
  const sizes = { measures: [], notes: [], failures: [] }
  const parts = { client: measureClient, server: measureServer, provider: measureProvider, read: measureRead, browser: judgeBleed }
  for (const [name, part] of Object.entries(parts)) {
    try {
      await part(root, budgets, sizes)
    } catch (error) {
      sizes.failures.push(`${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  const over = sizes.measures.filter(({ is, most }) => is > most)
  for (const { what, is, most, unit } of over) sizes.failures.push(`${what}: ${is} ${unit}, at most ${most}`)
  return sizes
}

/** @typedef {(root: string, budgets: Budgets, sizes: Sizes) => Promise<void>} Part */

/** @type {Part} */
async function measureClient(root, { client, external }, { measures, notes }) {
  needDoors(root, [client.door])
  const entry = `export { ${client.names.join(', ')} } from '${client.door}'`
  const chunks = await bundle(root, entry, external.packages, 'browser')
  const start = chunks.filter((chunk) => chunk.start)
  measures.push({ what: `client (${client.names.join(' ')}), gzip`, is: sum(start, 'gzip'), most: client.gzip, unit: 'bytes' })
  listChunks('client', chunks, notes)
}

/** @type {Part} */
async function measureServer(root, { server, external }, { measures, notes }) {
  needDoors(root, server.doors)
  const chunks = await bundle(root, server.entry, external.packages, 'node')
  const start = chunks.filter((chunk) => chunk.start)
  measures.push({ what: 'server with one provider, loaded at start', is: sum(start, 'bytes'), most: server.start, unit: 'bytes' })
  measures.push({ what: 'server with one provider, in all', is: sum(chunks, 'bytes'), most: server.all, unit: 'bytes' })
  // Held where they are, so that they only shrink; what they ought to be is said each time.
  notes.push(`  goal  server: ${server.goal.start} bytes at start, ${server.goal.all} in all: not met yet`)
  listChunks('server', chunks, notes)
}

/**
 * What one provider costs by its own door, and by the list of all of them: whoever names one pays for one. Only esbuild does not see
 * through a namespace; what it makes of `Providers.X` is said, not held.
 * @type {Part}
 */
async function measureProvider(root, { provider, external }, { measures, notes }) {
  needDoors(root, [provider.door, provider.list])
  const entries = {
    alone: `export { default } from '${provider.door}'`,
    named: `import { ${provider.name} } from '${provider.list}'; export default ${provider.name}`,
    listed: `import Providers from '${provider.list}'; export default Providers.${provider.name}`,
  }
  const alone = await weighStart(root, entries.alone)
  const named = await weighStart(root, entries.named)
  const listed = await weighStart(root, entries.listed)
  measures.push({ what: `one provider (${provider.name})`, is: alone, most: provider.bytes, unit: 'bytes' })
  measures.push({ what: 'what it costs more by name from the list', is: named - alone, most: provider.more, unit: 'bytes' })
  measures.push({ what: 'what it costs more as a member of `Providers`', is: listed - alone, most: provider.more, unit: 'bytes' })
  const byEsbuild = (await bundle(root, entries.listed, external.packages, 'node')).filter((chunk) => chunk.start)
  notes.push(`  provider ${sum(byEsbuild, 'bytes')} as a member of \`Providers\`, by esbuild`)
}

/**
 * @param {string} what
 * @param {readonly import('./size/bundle.js').Chunk[]} chunks
 * @param {string[]} notes
 */
function listChunks(what, chunks, notes) {
  const byWeight = chunks.toSorted((a, b) => Number(b.start) - Number(a.start) || b.bytes - a.bytes)
  for (const { name, bytes, start, largest } of byWeight) {
    notes.push(`  ${what} ${start ? 'start' : 'lazy '} ${bytes} ${name}: ${largest.join(', ')}`)
  }
}

/** @type {Part} */
async function measureRead(root, { read }, { measures, notes }) {
  needDoors(root, [read.door])
  const loaded = await traceRead(root)
  measures.push({ what: 'modules of ours loaded for a session read', is: loaded.length, most: read.modules, unit: 'modules' })
  measures.push({ what: 'bytes of ours loaded for a session read', is: sum(loaded, 'bytes'), most: read.bytes, unit: 'bytes' })
  for (const { path, bytes } of loaded) notes.push(`  read  ${bytes} ${path}`)
}

/**
 * No server word may reach a browser.
 * @type {Part}
 */
async function judgeBleed(root, { browser, external }, { failures, measures }) {
  for (const door of browser.doors) {
    const missing = missingDoor(root, [door])
    if (missing) failures.push(`browser: ${missing}`)
    if (missing) continue
    const chunks = await bundle(root, `import * as door from '${door}'; console.log(door)`, external.packages, 'browser')
    const words = browser.refused.filter((word) => chunks.some(({ text }) => text.includes(word)))
    for (const word of words) failures.push(`${door}: the server's word "${word}" is in what browsers load`)
    measures.push({ what: `server words in ${door}`, is: words.length, most: 0, unit: 'words' })
  }
}

/**
 * @param {string} root
 * @param {readonly string[]} names
 */
function needDoors(root, names) {
  const missing = missingDoor(root, names)
  if (missing) throw new Error(missing)
}

/**
 * @param {string} root
 * @param {readonly string[]} names
 */
function missingDoor(root, names) {
  const doors = readDoors(root)
  const isBuiltAt = (/** @type {string} */ module) => existsSync(join(root, `${module}.js`))
  const missing = names.filter((name) => !doors.flatMap((door) => moduleOf(door, name)).some(isBuiltAt))
  return missing.length > 0 ? `missing door ${missing.join(', ')}` : undefined
}

/**
 * @param {import('./doors.js').Door} door
 * @param {string} name
 */
function moduleOf(door, name) {
  const [before = '', after] = door.name.split('*')
  if (after === undefined) return door.name === name ? [door.module] : []
  return name.startsWith(before) ? [door.module.replace('*', name.slice(before.length))] : []
}

/**
 * @template {string} K
 * @param {readonly Record<K, number>[]} list
 * @param {K} key
 */
function sum(list, key) {
  return list.reduce((total, one) => total + one[key], 0)
}

/** @param {string} root */
async function main(root) {
  if (!isBuilt(root)) return false
  const { measures, notes, failures } = await measure(root, JSON.parse(readFileSync(join(root, 'tools/budgets.json'), 'utf8')))
  for (const note of notes) console.log(note)
  for (const { what, is, most, unit } of measures) console.log(`${is > most ? 'OVER' : '  ok'}  ${is} of ${most} ${unit}: ${what}`)
  for (const failure of failures) console.error(`size: ${failure}`)
  return failures.length === 0
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) process.exitCode = (await main(join(import.meta.dirname, '..'))) ? 0 : 1
