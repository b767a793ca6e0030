// Follows exported names through the built declarations to what they stand for, and on to whatever that mentions.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { follow, walk } from '../architecture/source.js'

/**
 * @typedef {import('../architecture/source.js').Node} Node
 * @typedef {{ from: string, name: string }} Target a name in a module (`base/types`) or in a package; `*` is all of it
 *
 * @typedef {object} Module
 * @property {Map<string, Node[]>} declared statements by the name they declare; overloads and merged interfaces are several
 * @property {Map<string, Target>} imported
 * @property {Map<string, Target | string>} exported a string is a name declared or imported here
 * @property {string[]} stars modules of `export *`
 * @property {Map<Node, string>} texts statements with the comments above them
 *
 * @typedef {object} Declarations
 * @property {(module: string) => Target[]} reach Marks what the module exports as public; answers each name and where it is declared.
 * @property {() => Map<string, string>} textByRoom The public declarations so far.
 */

/**
 * @param {string} folder the built package
 * @returns {Declarations}
 */
export function openDeclarations(folder) {
  /** @type {Map<string, Module>} */
  const modules = new Map()
  /** @type {Set<Node>} */
  const reached = new Set()

  const open = (/** @type {string} */ path) => {
    const known = modules.get(path)
    if (known) return known
    const module = readModule(folder, path)
    modules.set(path, module)
    // `declare module` and `declare global` reach whoever loads the file: public without a name.
    for (const statement of module.texts.keys()) if (/^TS(Module|Global)Declaration$/.test(statement.type)) reached.add(statement)
    return module
  }

  /** @type {(path: string, name: string) => string} */
  const reachExport = (path, name) => {
    if (isPackage(folder, path)) return path
    const module = open(path)
    const found = module.exported.get(name)
    if (typeof found === 'string') return reachLocal(path, found)
    if (found) return reachTarget(found)
    return module.stars.map((star) => (name === 'default' ? '' : reachExport(star, name))).find(Boolean) ?? ''
  }

  /** @type {(path: string, name: string) => string} */
  const reachLocal = (path, name) => {
    const module = open(path)
    const target = module.imported.get(name)
    if (target) return reachTarget(target)
    for (const statement of module.declared.get(name) ?? []) {
      if (reached.has(statement)) continue
      reached.add(statement)
      mentions(statement, path, (from, other) => (from === path ? reachLocal(path, other) : reachExport(from, other)))
    }
    return module.declared.has(name) ? path : ''
  }

  /** @type {(target: Target) => string} */
  const reachTarget = ({ from, name }) => {
    if (name !== '*') return reachExport(from, name)
    reachAll(from)
    return from
  }

  /** @type {(path: string) => Target[]} */
  const reachAll = (path) => {
    if (isPackage(folder, path)) return []
    return namesOf(path, open).map((name) => ({ name, from: reachExport(path, name) }))
  }

  return { reach: reachAll, textByRoom: () => textByRoom(modules, reached) }
}

/**
 * @param {string} path
 * @param {(path: string) => Module} open
 * @returns {string[]} what a module exports, its own before what it passes on, each once
 */
function namesOf(path, open, seen = new Set()) {
  if (seen.has(path)) return []
  seen.add(path)
  const module = open(path)
  const passed = module.stars.flatMap((star) => namesOf(star, open, seen)).filter((name) => name !== 'default')
  return [...new Set([...module.exported.keys(), ...passed])].sort()
}

/**
 * @param {Map<string, Module>} modules
 * @param {Set<Node>} reached
 */
function textByRoom(modules, reached) {
  /** @type {Map<string, string>} */
  const rooms = new Map()
  for (const [path, module] of [...modules].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const kept = [...module.texts].filter(([statement]) => reached.has(statement)).map(([, text]) => text)
    if (kept.length === 0) continue
    const room = path.slice(0, path.indexOf('/'))
    rooms.set(room, `${rooms.get(room) ?? ''}// ${path}\n\n${kept.join('\n\n')}\n\n`)
  }
  return new Map([...rooms].map(([room, text]) => [room, `${text.trimEnd()}\n`]))
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {Module}
 */
function readModule(folder, path) {
  const text = readFileSync(join(folder, `${path}.d.ts`), 'utf8')
  const tree = /** @type {Node} */ (parseAst(text, { lang: 'dts', sourceType: 'module' }, path))
  /** @type {Module} */
  const module = { declared: new Map(), imported: new Map(), exported: new Map(), stars: [], texts: new Map() }
  let end = 0
  for (const statement of tree.body) {
    if (statement.type === 'ImportDeclaration') readImport(module, path, statement)
    else if (statement.type === 'ExportAllDeclaration') readStar(module, path, statement)
    else if (statement.type === 'ExportNamedDeclaration' && !statement.declaration) readList(module, path, statement)
    else readStatement(module, statement, text.slice(end, statement.end).trim())
    end = statement.end
  }
  return module
}

/**
 * @param {Module} module
 * @param {string} path
 * @param {Node} statement
 */
function readImport(module, path, statement) {
  const from = resolve(path, statement.source.value)
  for (const { type, local, imported } of statement.specifiers) {
    const name = type === 'ImportSpecifier' ? nameOf(imported) : type === 'ImportDefaultSpecifier' ? 'default' : '*'
    module.imported.set(local.name, { from, name })
  }
}

/**
 * @param {Module} module
 * @param {string} path
 * @param {Node} statement
 */
function readStar(module, path, statement) {
  const from = resolve(path, statement.source.value)
  if (statement.exported) module.exported.set(nameOf(statement.exported), { from, name: '*' })
  else module.stars.push(from)
}

/**
 * @param {Module} module
 * @param {string} path
 * @param {Node} statement
 */
function readList(module, path, statement) {
  const from = statement.source && resolve(path, statement.source.value)
  for (const { local, exported } of statement.specifiers) {
    module.exported.set(nameOf(exported), from ? { from, name: nameOf(local) } : nameOf(local))
  }
}

/**
 * @param {Module} module
 * @param {Node} statement
 * @param {string} text
 */
function readStatement(module, statement, text) {
  const declared = statement.declaration ?? statement
  const names = declared.declarations?.map((/** @type {Node} */ one) => one.id.name) ?? [declared.id?.name ?? declared.name ?? 'default']
  for (const name of names) {
    if (statement.type === 'ExportNamedDeclaration') module.exported.set(name, name)
    if (statement.type === 'ExportDefaultDeclaration') module.exported.set('default', name)
    if (declared.type !== 'Identifier') module.declared.set(name, [...(module.declared.get(name) ?? []), statement])
  }
  module.texts.set(statement, text)
}

/**
 * Calls `found` for each name that a declaration mentions outside property, parameter and label positions.
 * @param {Node} statement
 * @param {string} path
 * @param {(from: string, name: string) => void} found
 */
function mentions(statement, path, found) {
  walk(statement, (node) => {
    if (node.type === 'TSImportType' && node.source) {
      let left = node.qualifier
      while (left?.left) left = left.left
      found(resolve(path, node.source.value), left?.name ?? '*')
    }
    if (node.type === 'TSTypeReference') found(path, firstOf(node.typeName))
    if (node.type === 'TSTypeQuery') found(path, firstOf(node.exprName))
    if (/^(TSInterfaceHeritage|TSClassImplements)$/.test(node.type)) found(path, firstOf(node.expression))
    if (node.superClass) found(path, firstOf(node.superClass))
    if (node.type === 'MemberExpression' || node.computed) found(path, firstOf(node.object ?? node.key))
  })
}

/** @param {Node | undefined} node the `A` of `A`, `A.B` and `typeof A.B` */
function firstOf(node) {
  let first = node
  while (first?.left ?? first?.object) first = first?.left ?? first?.object
  return first?.name ?? ''
}

/** @param {Node} node an identifier or, since ES2022, a string */
function nameOf(node) {
  return node.name ?? node.value
}

/**
 * @param {string} path
 * @param {string} specifier
 */
function resolve(path, specifier) {
  return specifier.startsWith('.') ? follow(path, specifier) : specifier
}

/**
 * @param {string} folder
 * @param {string} path
 */
function isPackage(folder, path) {
  return !existsSync(join(folder, `${path}.d.ts`))
}
