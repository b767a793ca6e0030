// What a file itself has to keep: its length, its words, and the constructs the house does without.
import { walk } from './source.js'

/**
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('./source.js').Node} Node
 * @typedef {import('./imports.js').Violation} Violation
 * @typedef {typeof import('../house.js')} House
 */

/**
 * @param {Source} file
 * @param {House} house
 * @returns {Violation[]}
 */
export function judgeCode(file, house) {
  /** @type {Violation[]} */
  const found = []
  const report = (/** @type {number} */ line, /** @type {string} */ rule, /** @type {string} */ says) =>
    found.push({ file: file.path, line, rule, says })
  judgeName(file, house, report)
  if (!file.test) judgeLength(file, house, report)
  walk(file.tree, (node) => judgeNode(node, file, report))
  if (!file.test && !house.rooms[file.room]?.node) walk(file.tree, (node) => judgeProcess(node, file, report))
  if (!file.test) for (const statement of file.tree.body) judgeStatement(statement, file, house, report)
  return found
}

/** @typedef {(line: number, rule: string, says: string) => void} Report */

/**
 * @param {Source} file
 * @param {House} house
 * @param {Report} report
 */
function judgeName(file, house, report) {
  for (const word of file.path.split(/[/.-]/))
    if (house.emptyWords.includes(word)) report(1, 'name', `"${word}" says nothing of what is inside`)
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.tsx?$/.test(name)) report(1, 'name', 'file names are kebab-case')
}

/**
 * @param {Source} file
 * @param {House} house
 * @param {Report} report
 */
function judgeLength(file, house, report) {
  const budget = house.fileBudgets.find(({ fits }) => fits.test(file.path))
  if (budget && file.lines.length > budget.lines) {
    report(budget.lines, 'length', `${file.lines.length} lines; ${budget.what} has at most ${budget.lines}`)
  }
  walk(file.tree, (node) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return
    const length = file.lastLineOf(node) - file.lineOf(node) + 1
    if (length > house.functionLines) report(file.lineOf(node), 'length', `a function of ${length} lines; at most ${house.functionLines}`)
  })
}

/**
 * Constructs refused wherever they stand.
 * @param {Node} node
 * @param {Source} file
 * @param {Report} report
 */
function judgeNode(node, file, report) {
  const line = file.lineOf(node)
  if (node.type === 'TSAnyKeyword' && !file.test && !commented(file, line)) report(line, 'any', '`any` without a comment that says why')
  // The line of the `!` itself: a chain may begin lines above it.
  const bang = file.lastLineOf(node)
  if (node.type === 'TSNonNullExpression' && !file.test && !commented(file, bang))
    report(bang, 'any', '`!` without a comment that says why')
  if (node.type === 'NewExpression' && node.callee.name === 'Function') report(line, 'eval', '`new Function` runs text as code')
  if (node.type === 'CallExpression' && node.callee.name === 'eval') report(line, 'eval', '`eval` runs text as code')
  if (node.type === 'MemberExpression' && node.object.name === 'Math' && node.property.name === 'random') {
    report(line, 'random', 'Math.random can be guessed: use crypto/random, or a seed in tests')
  }
  if (/^Class(Declaration|Expression)$/.test(node.type) && !/Error$/.test(node.superClass?.name ?? '') && !file.test) {
    report(line, 'class', 'a class is for errors only: write plain functions')
  }
}

/**
 * Next's edge compiler warns of a bare `process.…`, and a browser has none.
 * @param {Node} node
 * @param {Source} file
 * @param {Report} report
 */
function judgeProcess(node, file, report) {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier' || node.object.name !== 'process') return
  report(file.lineOf(node), 'process', 'write globalThis.process?.…: the edge runtime and the browser have no `process`')
}

/**
 * Statements at the top of a module: what lives there lives as long as the process and is shared by every configuration.
 * @param {Node} statement
 * @param {Source} file
 * @param {House} house
 * @param {Report} report
 */
function judgeStatement(statement, file, house, report) {
  const declared = statement.declaration ?? statement
  const line = file.lineOf(statement)
  if (declared.type === 'VariableDeclaration' && !declared.declare) {
    if (declared.kind !== 'const') report(line, 'state', `\`${declared.kind}\` in module scope is shared by every configuration`)
    for (const { init } of declared.declarations) {
      if (isStore(init)) report(line, 'state', 'an empty collection in module scope is shared state: let a factory hold it')
    }
  }
  if (!/^Export(Named|Default)Declaration$/.test(statement.type)) return
  const names = declared.declarations?.map((/** @type {Node} */ one) => one.id.name) ?? [declared.id?.name]
  for (const name of names) if (house.emptyEndings.test(name ?? '')) report(line, 'name', `"${name}": say what it does`)
}

/** @param {Node | null} init */
function isStore(init) {
  const made = init?.type === 'TSAsExpression' || init?.type === 'TSSatisfiesExpression' ? init.expression : init
  return made?.type === 'NewExpression' && /^(Weak)?(Map|Set)$/.test(made.callee.name) && made.arguments.length === 0
}

/**
 * Whether a line carries a comment, at its end or right above it.
 * @param {Source} file
 * @param {number} line
 */
function commented(file, line) {
  const own = file.lines[line - 1] ?? ''
  const above = file.lines[line - 2]?.trim() ?? ''
  return /(^|\s)\/[/*]/.test(own) || /^(\/\/|\/\*|\*)/.test(above)
}
