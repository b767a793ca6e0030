// Who may write `Location` and `Set-Cookie`. A second place would judge redirect targets and cookies by its own lights, or not at all.
import { walk } from './source.js'

/**
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('./source.js').Node} Node
 * @typedef {import('./imports.js').Violation} Violation
 */

/**
 * @param {Source} file
 * @param {typeof import('../house.js').answers} answers
 * @returns {Violation[]}
 */
export function judgeAnswers(file, { writer, silent }) {
  if (file.test || file.path === writer || silent.includes(file.room)) return []
  /** @type {Violation[]} */
  const found = []
  walk(file.tree, (node) => {
    for (const header of writtenBy(node))
      found.push({ file: file.path, line: file.lineOf(node), rule: 'answer', says: `only ${writer} writes ${header}: return a Reply` })
  })
  return found
}

/**
 * The headers that a node writes: as keys, as the first of a pair, as an argument of a call that sets, or by a redirect.
 * @param {Node} node
 * @returns {string[]}
 */
function writtenBy(node) {
  if (node.type === 'ObjectExpression') return node.properties.flatMap(keyOf)
  if (node.type === 'ArrayExpression') return node.elements.length === 2 ? headerIn(node.elements[0]) : []
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return []
  const verb = node.callee.property.name ?? node.callee.property.value
  if (/^(permanentRedirect|redirect)$/.test(verb)) return ['Location']
  return /^(set|append|setHeader|appendHeader)$/.test(verb) ? headerIn(node.arguments[0]) : []
}

/** @param {Node} property */
function keyOf({ type, key, computed }) {
  if (type !== 'Property') return []
  return key.type === 'Identifier' && !computed ? headerOf(key.name) : headerIn(key)
}

/**
 * A text; a variable's name tells nothing.
 * @param {Node | null | undefined} node
 */
function headerIn(node) {
  return headerOf(node?.type === 'TemplateLiteral' ? node.quasis[0].value.cooked : node?.value)
}

/** @param {unknown} text */
function headerOf(text) {
  const header = { location: 'Location', 'set-cookie': 'Set-Cookie' }[String(text).toLowerCase()]
  return header ? [header] : []
}
