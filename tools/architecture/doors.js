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
  return [...missing, ...walled]
}

/**
 * @param {string} root
 * @param {string} source
 */
function exists(root, source) {
  return existsSync(join(root, `${source}.ts`)) || existsSync(join(root, `${source}.tsx`))
}
