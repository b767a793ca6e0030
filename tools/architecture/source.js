// Reads the sources once: their syntax tree and what they import.
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseAst } from 'rolldown/parseAst'

/**
 * @typedef {object} Import
 * @property {string} from the specifier as written
 * @property {boolean} type erased when compiled
 * @property {boolean} lazy an `import()` expression
 * @property {number} line
 *
 * @typedef {object} Source
 * @property {string} path below `src/`, with `/`: `http/cookies.ts`
 * @property {string} room first folder of the path
 * @property {boolean} test
 * @property {string[]} lines
 * @property {Node} tree
 * @property {Import[]} imports
 * @property {(node: Node) => number} lineOf first line of a node, from 1
 * @property {(node: Node) => number} lastLineOf
 *
 * @typedef {{ type: string, start: number, end: number, [key: string]: any }} Node a syntax tree node; its shape depends on `type`
 */

/**
 * @param {string} folder
 * @returns {Source[]} every TypeScript file below the folder, by path
 */
export function readSources(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => readSource(path, readFileSync(join(folder, path), 'utf8')))
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {Source}
 */
export function readSource(path, text) {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const starts = lineStarts(text)
  const lineOf = (/** @type {Node} */ node) => lineAt(starts, node.start)
  const lastLineOf = (/** @type {Node} */ node) => lineAt(starts, node.end - 1)
  const tree = /** @type {Node} */ (parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts', sourceType: 'module' }, path))
  const room = path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
  const test = /\.test\.tsx?$/.test(path)
  return { path, room, test, lines, tree, imports: importsOf(tree, lineOf), lineOf, lastLineOf }
}

/**
 * Calls `visit` on each node, parents first.
 * @param {Node} node
 * @param {(node: Node) => void} visit
 */
export function walk(node, visit) {
  visit(node)
  for (const key in node) {
    const child = node[key]
    if (Array.isArray(child)) for (const item of child) item?.type && walk(item, visit)
    else if (child?.type && typeof child.type === 'string') walk(child, visit)
  }
}

/**
 * Where a relative specifier leads, below `src/`: `./cookies.js` in `http/jar.ts` is `http/cookies`.
 * @param {string} path
 * @param {string} specifier
 */
export function follow(path, specifier) {
  return posix.join(posix.dirname(path), specifier).replace(/\.(js|jsx|ts|tsx)$/, '')
}

/**
 * @param {Node} tree
 * @param {(node: Node) => number} lineOf
 */
function importsOf(tree, lineOf) {
  /** @type {Import[]} */
  const found = []
  walk(tree, (node) => {
    const from = specifierOf(node)
    if (from === undefined) return
    // With `verbatimModuleSyntax`, `import { type A } from` still loads the module: only the whole statement is a type import.
    const type = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType'
    found.push({ from, type, lazy: node.type === 'ImportExpression', line: lineOf(node) })
  })
  return found
}

/** @param {Node} node */
function specifierOf(node) {
  if (/^(ImportDeclaration|ExportAllDeclaration|ExportNamedDeclaration|ImportExpression)$/.test(node.type)) return node.source?.value
  if (node.type === 'TSImportType') return (node.source ?? node.argument?.literal)?.value
  return undefined
}

/** @param {string} text */
function lineStarts(text) {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/**
 * @param {number[]} starts
 * @param {number} offset
 */
function lineAt(starts, offset) {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (/** @type {number} */ (starts[middle]) <= offset) low = middle
    else high = middle - 1
  }
  return low + 1
}
