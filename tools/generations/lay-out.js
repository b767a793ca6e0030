// Puts the applications beside the packages they compile against, below `.tmp/generations/`.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDoors, readPackage } from '../doors.js'
import { installLaboratory } from '../laboratory.js'
import { writeNames } from './names.js'
import { apps, compilers, house, young } from './plan.js'

/**
 * @typedef {{ folder: string, files: string[] }} Place
 * @typedef {object} Places
 * @property {string} compilers folder that has their `node_modules`
 * @property {(app: string) => Place} published
 * @property {(app: string, compiler: string) => Place} ours
 */

/**
 * @param {string} root
 * @returns {Places}
 */
export function layOut(root) {
  const source = join(root, 'test-d/generations')
  const place = join(root, '.tmp/generations')
  rmSync(place, { recursive: true, force: true })
  const compilersIn = installLaboratory(join(source, 'compilers'), 'compilers')
  for (const generation of new Set(apps.map(({ published }) => published))) {
    const laboratory = layOutPublished(source, place, generation)
    writeNames(join(place, 'names'), compilersIn, [{ generation, laboratory }])
  }
  for (const frame of new Set(compilers.map(({ frame }) => frame))) layOutOurs(root, source, place, frame)
  return {
    compilers: compilersIn,
    published: (name) => placeAt(join(place, apps.find((app) => app.name === name)?.published ?? '', name)),
    ours: (name, version) => {
      const { folder, files } = placeAt(join(place, compilers.find((one) => one.version === version)?.frame ?? '', name))
      return { folder, files: files.filter((file) => Number(version) >= young.since || !young.files.test(file)) }
    },
  }
}

/**
 * @param {string} source
 * @param {string} place
 * @param {string} generation
 * @returns {string} the folder with the packages
 */
function layOutPublished(source, place, generation) {
  const laboratory = installLaboratory(join(source, 'published', generation), `types-${generation}`)
  const folder = join(place, generation)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  symlinkSync(join(laboratory, 'node_modules'), join(folder, 'node_modules'))
  for (const { name, published } of apps)
    if (published === generation) cpSync(join(source, 'apps', name), join(folder, name), { recursive: true })
  return laboratory
}

/**
 * Each application with packages of its own, as it would be installed. Ours is copied and not linked: it has to find the Next.js of the frame
 * and not that of the house.
 * @param {string} root
 * @param {string} source
 * @param {string} place
 * @param {string} frame
 */
function layOutOurs(root, source, place, frame) {
  const packages = frame === house ? root : installLaboratory(join(source, 'frames', frame), `types-${frame}`)
  for (const name of [...apps.map((app) => app.name), 'doors', 'names']) {
    const folder = join(place, frame, name)
    const modules = join(folder, 'node_modules')
    mkdirSync(join(modules, 'next-auth'), { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    copyOurs(root, join(modules, 'next-auth'))
    for (const beside of ['next', 'react', 'react-dom', '@types/node', '@types/react', '@types/react-dom']) link(packages, modules, beside)
    for (const dependency of Object.keys(readPackage(root).dependencies)) link(root, modules, dependency)
  }
  for (const { name, published } of apps) {
    cpSync(join(source, 'apps', name), join(place, frame, name), { recursive: true })
    linkExtras(join(root, '.tmp/laboratories', `types-${published}`), join(place, frame, name, 'node_modules'))
  }
  writeDoors(root, join(place, frame, 'doors'))
  cpSync(join(place, 'names'), join(place, frame, 'names'), { recursive: true })
}

/**
 * @param {string} root
 * @param {string} folder
 */
function copyOurs(root, folder) {
  const isRead = (/** @type {string} */ path) => !path.endsWith('.js') && !/\/chunks$/.test(path)
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true, filter: isRead })
}

/**
 * What the applications have beside next-auth: declarations of nodemailer, and adapters. Those are copied, since they look for next-auth too
 * and have to find ours.
 * @param {string} laboratory
 * @param {string} modules
 */
function linkExtras(laboratory, modules) {
  const present = (/** @type {string} */ name) => existsSync(join(laboratory, 'node_modules', name))
  for (const name of ['@auth', '@next-auth'].filter(present))
    cpSync(join(laboratory, 'node_modules', name), join(modules, name), { recursive: true })
  for (const name of ['pg', '@types/pg', '@types/nodemailer', '@upstash'].filter(present)) link(laboratory, modules, name)
}

/**
 * @param {string} from
 * @param {string} modules
 * @param {string} name
 */
function link(from, modules, name) {
  mkdirSync(join(modules, name, '..'), { recursive: true })
  symlinkSync(join(from, 'node_modules', name), join(modules, name))
}

/**
 * An application that opens every door.
 * @param {string} root
 * @param {string} folder
 */
function writeDoors(root, folder) {
  mkdirSync(folder, { recursive: true })
  const providers = readdirSync(join(root, 'dist/providers')).flatMap((file) => /^(?!index)(.+)\.d\.ts$/.exec(file)?.[1] ?? [])
  const doors = readDoors(root).flatMap(({ name }) => (name.includes('*') ? providers.map((id) => name.replace('*', id)) : [name]))
  const open = [...new Set(doors)].filter((name) => name !== 'next-auth/providers/contract')
  writeFileSync(join(folder, 'open.ts'), open.map((door, i) => `import * as door${i} from '${door}'\nvoid door${i}\n`).join(''))
}

/**
 * @param {string} folder
 * @returns {Place}
 */
function placeAt(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return { folder, files: files.filter((file) => /\.(tsx?|jsx?)$/.test(file) && !file.includes('node_modules')) }
}
