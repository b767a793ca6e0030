// Applications with TypeScript 4.7 read the same declarations: they hold no younger syntax.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { walk } from '../architecture/source.js'

/**
 * @param {string} folder an unpacked package
 * @param {readonly string[]} files
 * @returns {string[]}
 */
export function judgeSyntax(folder, files) {
  return files
    .filter((path) => path.endsWith('.d.ts'))
    .flatMap((path) => youngSyntax(readFileSync(join(folder, path), 'utf8')).map((what) => `${path}: ${what}`))
}

/**
 * @param {string} text of a declaration file
 * @returns {string[]} each younger construct, with the TypeScript that brought it
 */
export function youngSyntax(text) {
  const found = new Set()
  walk(/** @type {import('../architecture/source.js').Node} */ (parseAst(text, { lang: 'dts', sourceType: 'module' })), (node) => {
    if (node.type === 'ExportAllDeclaration' && node.exportKind === 'type')
      found.add('`export type *` needs TypeScript 5.0: name the types')
    if (node.type === 'TSTypeParameter' && node.const) found.add('`const` type parameters need TypeScript 5.0')
    if (/AccessorProperty$/.test(node.type)) found.add('`accessor` needs TypeScript 4.9')
    if (node.type === 'ImportDeclaration' && node.attributes?.length > 0) found.add('import attributes need TypeScript 5.3')
    if (node.kind === 'using' || node.kind === 'await using') found.add('`using` needs TypeScript 5.2')
  })
  return [...found]
}
