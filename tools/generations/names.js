// Every name that the published packages export, with its type parameters, as an application that imports them all.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { optionsFor, otherNames } from './plan.js'

/** @typedef {{ name: string, isType: boolean, parameters: number }} Found */

/**
 * @param {string} compilers folder that has their `node_modules`
 * @param {string} laboratory with the published package
 * @param {string} generation `v4`
 * @returns {string} the text of a module
 */
export function namesOf(compilers, laboratory, generation) {
  const ts = createRequire(import.meta.url)(join(compilers, 'node_modules/typescript-5.9'))
  const folder = join(laboratory, 'node_modules/next-auth')
  const doors = doorsOf(folder, generation)
  const { options } = ts.convertCompilerOptionsFromJson(optionsFor('5.9', 'bundler', true), folder)
  const program = ts.createProgram(
    doors.map(({ file }) => file),
    options,
  )
  const checker = program.getTypeChecker()
  return doors
    .flatMap(({ door, file }, i) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(file))
      /** @type {Found[]} */
      const names = module ? checker.getExportsOfModule(module).map((/** @type {any} */ symbol) => nameOf(ts, checker, symbol)) : []
      return names.map((found, j) => useOf(found, door, `${i}_${j}`))
    })
    .join('')
}

/**
 * @param {string} folder
 * @param {string} generation
 * @returns {{ door: string, file: string }[]}
 */
function doorsOf(folder, generation) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const inRoot = generation === 'v3' ? readdirSync(folder).filter((file) => file.endsWith('.d.ts')) : []
  const targets = Object.values(exports).flatMap((target) => target.types ?? [])
  const files = [...inRoot, ...targets.flatMap((target) => (target.includes('*') ? listed(folder, target) : [target.slice(2)]))]
  return [...new Set(files)].map((file) => ({ door: `next-auth/${file}`.replace(/(\/index)?\.d\.ts$/, ''), file: join(folder, file) }))
}

/**
 * @param {string} folder
 * @param {string} pattern `./providers/*.d.ts`
 */
function listed(folder, pattern) {
  const [before = ''] = pattern.slice(2).split('*')
  return readdirSync(join(folder, before)).flatMap((file) => (file.endsWith('.d.ts') && file !== 'index.d.ts' ? [before + file] : []))
}

/**
 * @param {any} ts
 * @param {any} checker
 * @param {any} symbol
 * @returns {Found}
 */
function nameOf(ts, checker, symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const parameters = (target.declarations ?? []).map((/** @type {any} */ { typeParameters }) => typeParameters?.length ?? 0)
  // v5 exports one type that its own files do not have.
  const isType = checker.isUnknownSymbol(target) || (target.flags & ts.SymbolFlags.Type) !== 0
  return { name: symbol.name, isType, parameters: isType ? Math.max(0, ...parameters) : 0 }
}

/**
 * @param {Found} found
 * @param {string} door
 * @param {string} local
 */
function useOf({ name, isType, parameters }, door, local) {
  const use = parameters > 0 ? `<${Array(parameters).fill('any').join(', ')}>` : ''
  const refused = (/** @type {string[]} */ ...keys) => (keys.some((key) => otherNames[key]) ? '// @ts-expect-error\n' : '')
  return [
    `${refused(door, `${door} ${name}`)}import type { ${name} as n${local} } from '${door}'\n`,
    `${use && refused(`${door} ${name}<>`)}export type N${local} = ${isType ? '' : 'typeof '}n${local}${use}\n`,
  ].join('')
}

/**
 * @param {string} folder
 * @param {string} compilers
 * @param {readonly { generation: string, laboratory: string }[]} published
 */
export function writeNames(folder, compilers, published) {
  mkdirSync(folder, { recursive: true })
  for (const { generation, laboratory } of published)
    writeFileSync(join(folder, `${generation}.ts`), namesOf(compilers, laboratory, generation))
}
