// Holds the code to the plan in `house.js`: `node tools/architecture.js [folder of the package]`.
import { join } from 'node:path'
import { judgeAnswers } from './architecture/answers.js'
import { judgeCode } from './architecture/code.js'
import { judgeDoors } from './architecture/doors.js'
import { judgeCycles, judgeImports } from './architecture/imports.js'
import { readSources } from './architecture/source.js'
import * as house from './house.js'

/** @typedef {import('./architecture/imports.js').Violation} Violation */

/**
 * @param {string} root folder of the package
 * @returns {Violation[]} what breaks the plan, by file and line
 */
export function inspect(root) {
  const files = readSources(join(root, 'src'))
  const found = [
    ...judgeDoors(root, files),
    ...judgeCycles(files),
    ...files.flatMap((file) => [...judgeImports(file, house.rooms), ...judgeCode(file, house), ...judgeAnswers(file, house.answers)]),
  ]
  return found.filter(({ file, rule }) => !house.exceptions.some((one) => one.file === file && one.rule === rule))
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const found = inspect(process.argv[2] ?? join(import.meta.dirname, '..'))
  for (const { file, line, rule, says } of found) console.error(`${file === 'package.json' ? '' : 'src/'}${file}:${line} [${rule}] ${says}`)
  if (found.length > 0) console.error(`${found.length} against the plan of the house (tools/house.js)`)
  process.exitCode = found.length > 0 ? 1 : 0
}
