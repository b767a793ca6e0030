/** Holds the results against the bounds. */
import { counted, timed } from './bounds.js'
import { databaseCounted, databaseTimed } from './bounds-databases.js'
import { databases } from './databases.js'
import { ratio } from './measure.js'

/** Those whom ours is measured against, not the other way round. */
const bases = ['raw', 'floor', 'driver']
const peers = [...bases, '@auth/core', '@auth/core, pg', 'next-auth 5', 'next-auth 4', 'better-auth', 'iron-session']

/**
 * @typedef {{ against: string, value: number, must?: string, beyond?: string, verdict: 'met' | 'beyond' | 'NOT MET' | '' }} Line
 * @typedef {{ id: string, title: string, subject: string, missing: boolean, lines: Line[] }} Table
 */

/** @returns {{ timed: Table[], counted: object[], unmet: { row: string, title: string, subject?: string, what: string }[], missing: string[], absent: string[] }} */
export function judge(results) {
  const isThere = ({ database }) => !results.absent?.[database]
  const tables = [...timed, ...databaseTimed].filter(isThere).map((row) => timedTable(row, results))
  const rows = [...counted, ...databaseCounted].filter(isThere).map((row) => countedRow(row, results))
  const unmet = [
    ...tables.flatMap(({ id, title, subject, lines }) =>
      lines
        .filter(({ verdict }) => verdict === 'NOT MET')
        .map(({ against, value, must }) => ({ row: id, title, subject, what: `${against}: ${say(value)}×, must ${must}` })),
    ),
    ...rows
      .filter(({ verdict }) => verdict === 'NOT MET')
      .map(({ title, ours, must }) => ({ row: 'counted', title, what: `${say(ours)}, must ${must}` })),
  ]
  const missing = [
    ...tables.filter(({ missing }) => missing),
    ...rows.filter(({ ours, must }) => must !== undefined && ours === undefined),
  ].map(({ title }) => title)
  const absent = databases
    .filter((database) => !isThere({ database: database.id }))
    .map(({ id, title }) => `${title} (${results.absent[id]})`)
  return { timed: tables, counted: rows, unmet, missing, absent }
}

function timedTable({ id, title, subject, must, beyond, by = 'cpu' }, results) {
  const times = new Map(Object.entries(results[id] ?? {}))
  const missing = !times.has(subject)
  const known = peers.filter((name) => times.has(name))
  const lines = known.map((against) => {
    const ours = bases.includes(against)
    const pair = ours ? [subject, against] : [against, subject]
    const value = missing ? undefined : ratio(times, ...pair, by)
    const other = missing ? undefined : ratio(times, ...pair, by === 'cpu' ? 'wall' : 'cpu')
    return { against, value, other, ours, ...boundsOf(against, must, beyond), verdict: verdictOf(value, against, must, beyond) }
  })
  return { id, title, subject, missing, by, lines }
}

function boundsOf(against, must, beyond) {
  const text = ({ faster = {}, slower = {} }) =>
    faster[against] ? `≥ ${faster[against]}` : slower[against] ? `≤ ${slower[against]}` : undefined
  return { must: text(must), beyond: text(beyond) }
}

function verdictOf(value, against, must, beyond) {
  if (value === undefined) return ''
  const holds = ({ faster = {}, slower = {} }) =>
    faster[against] ? value >= faster[against] : slower[against] ? value <= slower[against] : undefined
  const [needed, better] = [holds(must), holds(beyond)]
  return needed === false ? 'NOT MET' : better ? 'beyond' : needed ? 'met' : ''
}

function countedRow({ title, unit, shown, must, beyond, of }, results) {
  const value = (name) => {
    const found = of(results, name)
    return found === undefined ? undefined : shown(found)
  }
  const ours = value('ours')
  const verdict =
    ours === undefined || must === undefined ? '' : ours > must ? 'NOT MET' : beyond !== undefined && ours <= beyond ? 'beyond' : 'met'
  return {
    title,
    unit,
    ours,
    must: must === undefined ? undefined : `≤ ${must}`,
    beyond: beyond === undefined ? undefined : `≤ ${beyond}`,
    verdict,
    peers: Object.fromEntries(peers.map((name) => [name, value(name)])),
  }
}

export const say = (value) =>
  value === undefined
    ? '–'
    : Number.isInteger(value)
      ? String(value)
      : value >= 100
        ? value.toFixed(0)
        : value >= 10
          ? value.toFixed(1)
          : value.toFixed(2)
