// Public means: it has a door. Every door leads somewhere, and every folder with an index has one.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readDoors, readPackage } from '../doors.js'

/** @typedef {import('./imports.js').Violation} Violation */

/**
 * @param {string} root folder of the package
 * @param {readonly import('./source.js').Source[]} files
 * @returns {Violation[]}
 */
export function judgeDoors(root, files) {
  const doors = readDoors(root)
  const bins = Object.values(readPackage(root).bin ?? {}).map((path) => ({ name: 'the command', module: path.replace(/^\.\/|\.js$/g, '') }))
  const targets = [...doors, ...bins].map(({ name, module }) => ({ name, source: module.replace(/^dist/, 'src') }))
  const missing = targets
    .filter(({ source }) => !source.includes('*') && !exists(root, source))
    .map(({ name, source }) => ({
      file: 'package.json',
      line: 1,
      rule: 'door',
      says: `${name} leads to ${source}.ts, which does not exist`,
    }))
  const open = new Set(targets.map(({ source }) => source))
  const walled = files
    .filter(({ path }) => /^[^/]+\/index\.tsx?$/.test(path) && !open.has(`src/${path.replace(/\.tsx?$/, '')}`))
    .map(({ path }) => ({ file: path, line: 1, rule: 'door', says: 'an index without an export in package.json' }))
  return [...missing, ...walled, ...judgePatterns(root, doors, files)]
}

/**
 * The `*` of an export reaches into folders too, whose files nobody meant to publish: each needs a `null`.
 * @param {string} root
 * @param {readonly import('../doors.js').Door[]} doors
 * @param {readonly import('./source.js').Source[]} files
 * @returns {Violation[]}
 */
function judgePatterns(root, doors, files) {
  const { name: own, exports } = readPackage(root)
  return doors.flatMap(({ name, module }) => {
    const before = module.split('*')[0]?.replace('dist/', '') ?? ''
    if (!module.endsWith('*')) return []
    const inside = files.filter(({ path }) => path.startsWith(before)).map(({ path }) => path.slice(before.length))
    const folders = new Set(inside.filter((path) => path.includes('/')).map((path) => path.slice(0, path.indexOf('/'))))
    return [...folders]
      .map((folder) => name.replace(own, '.').replace('*', `${folder}/*`))
      .filter((key) => exports[key] !== null)
      .map((key) => ({ file: 'package.json', line: 1, rule: 'door', says: `${name} reaches into a folder: add "${key}": null` }))
  })
}

/**
 * @param {string} root
 * @param {string} source
 */
function exists(root, source) {
  return existsSync(join(root, `${source}.ts`)) || existsSync(join(root, `${source}.tsx`))
}
