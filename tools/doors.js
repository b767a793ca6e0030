// The public entry points, read from the one place that says them: package.json `exports`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One public entry point.
 * @typedef {object} Door
 * @property {string} name What an application imports: `next-auth/react`. May hold one `*`.
 * @property {string} module The built file without its ending: `dist/react/index`. May hold one `*`.
 */

/**
 * @param {string} root folder of the package
 * @returns {Door[]} every door that has types; patterns are kept as they are
 */
export function readDoors(root) {
  const { name, exports } = readPackage(root)
  return Object.entries(exports).flatMap(([key, target]) =>
    target?.types ? [{ name: name + key.slice(1), module: target.types.slice(2).replace(/\.d\.ts$/, '') }] : [],
  )
}

/** @param {string} root */
export function readPackage(root) {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
}
