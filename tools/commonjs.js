// After the fusing: for each door a file for whoever asks by `require`. Node takes ES modules there since 22.12, so it hands on the
// one module that there is. The browser's doors are written out for Jest, which reads no ES module: `package.json` shows them to nobody
// else, since a second `SessionContext` would be one without a session.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { rolldown } from 'rolldown'
import { readDoors } from './doors.js'

/**
 * @param {string} root folder of the package; `dist/` is built
 * @returns {Promise<boolean>} whether all were written
 */
export async function writeCommonJs(root) {
  const modules = readDoors(root).flatMap(({ module }) => expand(root, module))
  const written = await Promise.all([...new Set(modules)].map((module) => writeDoor(root, module)))
  return written.every(Boolean)
}

/**
 * @param {string} root
 * @param {string} module a door's file without its ending, or a pattern for many
 * @returns {string[]}
 */
function expand(root, module) {
  if (!module.includes('*')) return [module]
  const [folder = ''] = module.split('*')
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.js') ? [folder + name.slice(0, -'.js'.length)] : []))
}

/**
 * @param {string} root
 * @param {string} module
 */
async function writeDoor(root, module) {
  const path = join(root, module)
  if (!existsSync(`${path}.js`)) return false
  if (module.startsWith('dist/react/') || module.startsWith('dist/client/')) return writeOut(path)
  writeFileSync(`${path}.cjs`, `module.exports = require('./${basename(path)}.js')\n`)
  return true
}

/** @param {string} path */
async function writeOut(path) {
  const bundle = await rolldown({ input: `${path}.js`, platform: 'neutral', external: ['react'], logLevel: 'silent' })
  await bundle.write({ file: `${path}.cjs`, format: 'cjs', exports: 'named', comments: false })
  await bundle.close()
  return true
}
