// Type-checks the sources, their tests, these tools, and the type tests in `test-d/` against the built declarations.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isBuilt, typecheck } from './typescript.js'

/**
 * @param {string} root folder of the package
 * @returns {boolean}
 */
export function checkTypes(root) {
  const projects = [
    ['the sources', '.', '--noEmit'],
    ['the tests', 'test'],
    ['the tools', 'tools'],
  ]
  if (!isBuilt(root)) return false
  if (readdirSync(join(root, 'test-d')).some((name) => /\.test-d\.tsx?$/.test(name))) projects.push(['the type tests', 'test-d'])
  else console.log('types: test-d/ holds no type test yet')
  return projects.map(([what, project, ...more]) => passes(root, String(what), String(project), more)).every(Boolean)
}

/**
 * @param {string} root
 * @param {string} what
 * @param {string} project
 * @param {string[]} more
 */
function passes(root, what, project, more) {
  if (!existsSync(join(root, project, 'tsconfig.json'))) {
    console.error(`types: ${project}/tsconfig.json is missing`)
    return false
  }
  const { ok, output, diagnostics } = typecheck(root, project, more)
  process.stderr.write(output)
  console.log(`types: ${what}: ${ok ? 'in order' : `${diagnostics.length} errors`}`)
  return ok
}

if (import.meta.main ?? process.argv[1] === import.meta.filename)
  process.exitCode = checkTypes(process.argv[2] ?? join(import.meta.dirname, '..')) ? 0 : 1
