// Where package.json leads, and whether anything is there.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readDoors, readPackage } from '../doors.js'

/**
 * @param {string} folder an unpacked package
 * @returns {string[]} a sentence for each way that leads nowhere
 */
export function judgeTargets(folder) {
  const { main, types, bin = {}, exports, typesVersions = {} } = readPackage(folder)
  const conditions = Object.values(exports).flatMap((target) =>
    typeof target === 'object' && target ? Object.values(target) : (target ?? []),
  )
  const legacy = Object.values(typesVersions).flatMap((paths) => Object.values(paths).flat())
  const lost = [...new Set([main, types, ...conditions, ...legacy, ...Object.values(bin)])]
    .filter((target) => target && !leadsSomewhere(folder, target))
    .map((target) => `package.json leads to ${target}, which the tarball does not hold`)
  const silent = Object.values(bin)
    .filter((path) => existsSync(join(folder, path)) && !isCommand(join(folder, path)))
    .map((path) => `${path} is no command: it needs #!/usr/bin/env node, and npm run build makes it executable`)
  return [...lost, ...silent, ...judgeOldResolution(folder)]
}

/**
 * `moduleResolution: node` (TypeScript's `node10`) knows no exports: it asks typesVersions, then the file system.
 * @param {string} folder
 */
function judgeOldResolution(folder) {
  return listDoors(folder).flatMap(({ name, module }) => {
    const found = resolveOld(folder, name.slice(readPackage(folder).name.length + 1))
    const wanted = join(folder, `${module}.d.ts`)
    return found === wanted ? [] : [`${name}: moduleResolution "node" finds ${found ? found.slice(folder.length + 1) : 'nothing'}`]
  })
}

/**
 * @param {string} folder
 * @param {string} subpath `''` for the package itself
 * @returns {string | undefined} the declarations that TypeScript without exports finds
 */
export function resolveOld(folder, subpath) {
  const { types, typesVersions = {} } = readPackage(folder)
  if (subpath === '') return join(folder, types)
  const paths = typesVersions['*'] ?? {}
  const exact = paths[subpath]?.[0]
  const pattern = Object.keys(paths)
    .filter((key) => key.endsWith('*') && subpath.startsWith(key.slice(0, -1)))
    .sort((a, b) => b.length - a.length)[0]
  const target = exact ?? (pattern && paths[pattern]?.[0].replace('*', subpath.slice(pattern.length - 1)))
  const tried = [target ?? `${subpath}.d.ts`, `${subpath}/index.d.ts`].map((path) => join(folder, path))
  return tried.find((path) => existsSync(path))
}

/**
 * @param {string} folder
 * @returns {import('../doors.js').Door[]} a pattern becomes the doors behind it
 */
export function listDoors(folder) {
  const { name: own, exports } = readPackage(folder)
  return readDoors(folder).flatMap(({ name, module }) => {
    if (!module.includes('*')) return existsSync(join(folder, `${module}.d.ts`)) ? [{ name, module }] : []
    const ending = '.d.ts'
    return filesBehind(folder, `${module}${ending}`)
      .map((file) => file.slice(0, -ending.length))
      .map((file) => ({ name: name.replace('*', file.slice(module.indexOf('*'))), module: file }))
      .filter((door) => !(door.name.replace(own, '.') in exports))
  })
}

/**
 * @param {string} folder
 * @param {string} target
 */
function leadsSomewhere(folder, target) {
  return target.includes('*') ? filesBehind(folder, target.replace('./', '')).length > 0 : existsSync(join(folder, target))
}

/**
 * @param {string} folder
 * @param {string} pattern with one `*`
 */
function filesBehind(folder, pattern) {
  const [before = '', after = ''] = pattern.split('*')
  const base = dirname(`${before}x`)
  if (!existsSync(join(folder, base))) return []
  return readdirSync(join(folder, base))
    .map((name) => `${base}/${name}`)
    .filter((path) => path.startsWith(before) && path.endsWith(after))
    .sort()
}

/** @param {string} path */
function isCommand(path) {
  return readFileSync(path, 'utf8').startsWith('#!/usr/bin/env node') && (statSync(path).mode & 0o111) !== 0
}
