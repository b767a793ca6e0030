// Who may import whom, and that no path leads back.
import { follow } from './source.js'

/**
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('./source.js').Import} Import
 * @typedef {import('../house.js').Room} Room
 * @typedef {{ file: string, line: number, rule: string, says: string }} Violation
 */

/**
 * @param {Source} file
 * @param {Readonly<Record<string, Room>>} rooms
 * @returns {Violation[]}
 */
export function judgeImports(file, rooms) {
  // A test may look at anything; nothing imports a test.
  if (file.test) return []
  const room = rooms[file.room]
  if (!room) return [{ file: file.path, line: 1, rule: 'room', says: `${file.room || 'src itself'} is not a room of the house` }]
  return file.imports.flatMap((one) => {
    const says = one.from.startsWith('.') ? roomRefusal(file, room, one) : packageRefusal(file.room, room, one)
    return says ? [{ file: file.path, line: one.line, rule: one.from.startsWith('.') ? 'room' : 'package', says }] : []
  })
}

/**
 * Files that reach themselves. A type import is erased and cannot wait for itself; a lazy one still ties the two together.
 * @param {readonly Source[]} files
 * @returns {Violation[]}
 */
export function judgeCycles(files) {
  const edges = new Map(files.map((file) => [file.path.replace(/\.tsx?$/, ''), targetsOf(file)]))
  const paths = new Map(files.map((file) => [file.path.replace(/\.tsx?$/, ''), file.path]))
  const done = new Set()
  /** @type {Violation[]} */
  const found = []
  const visit = (/** @type {string} */ at, /** @type {string[]} */ trail) => {
    const seen = trail.indexOf(at)
    if (seen >= 0) {
      const circle = [...trail.slice(seen), at].join(' → ')
      found.push({ file: paths.get(at) ?? at, line: 1, rule: 'cycle', says: `imports itself: ${circle}` })
    } else if (!done.has(at)) {
      for (const next of edges.get(at) ?? []) visit(next, [...trail, at])
      done.add(at)
    }
  }
  for (const file of edges.keys()) visit(file, [])
  return found
}

/** @param {Source} file */
function targetsOf(file) {
  return file.imports.filter((one) => !one.type && one.from.startsWith('.')).map((one) => follow(file.path, one.from))
}

/**
 * @param {Source} file
 * @param {Room} room
 * @param {Import} one
 */
function roomRefusal(file, room, one) {
  const target = follow(file.path, one.from)
  if (target.startsWith('..')) return `${one.from} leaves src/`
  const other = target.slice(0, target.indexOf('/'))
  if (other === file.room || room.rooms.includes(other) || room.rooms.includes('*')) return
  return `${file.room} may not import ${other || 'src itself'}: ${one.from}`
}

/**
 * @param {string} name
 * @param {Room} room
 * @param {Import} one
 */
function packageRefusal(name, room, one) {
  if (one.from.startsWith('node:')) return nodeRefusal(name, room, one)
  const wanted = one.from.split('/', one.from.startsWith('@') ? 2 : 1).join('/')
  if (room.packages.includes(wanted)) return
  const lazy = room.lazy?.includes('*') || room.lazy?.includes(wanted)
  if (lazy && (one.lazy || (one.type && room.types))) return
  return `${name} may not import ${wanted}${lazy ? ' statically: load it by import() when it is asked for' : ''}`
}

/**
 * @param {string} name
 * @param {Room} room
 * @param {Import} one
 */
function nodeRefusal(name, room, one) {
  if (room.island) return one.type ? undefined : `${name} runs in the browser, which has no ${one.from}`
  if (room.node || one.type || one.lazy) return
  return `${name} may be loaded by the edge runtime, which has no ${one.from}: use process.getBuiltinModule or a lazy import()`
}
