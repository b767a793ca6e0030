// `npm test`: on a fresh clone installs and builds, then everything. The last line is `N passed, N failed`, alone.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../checks.js'
import { takeNotRun } from '../services/not-run.js'
import { addUp, countReport } from './count.js'
import { install, installSystemPackages, nodePath, root, run } from './prepare.js'

/** @typedef {import('./count.js').Count} Count */

/** Together what is light; alone what wants the machine for itself. */
const runs = [
  { name: 'unit and flows', projects: ['unit', 'flows'], seconds: 900 },
  { name: 'databases', projects: ['databases'], seconds: 1200 },
  { name: 'alone', projects: ['alone'], seconds: 900 },
  { name: 'next', projects: ['next'], seconds: 2700 },
  { name: 'generations', projects: ['generations'], seconds: 1800 },
]

/** @returns {Count} */
function runEverything() {
  const { why } = install()
  if (why) return { passed: 0, failed: 1, notRun: ['everything: npm ci failed'], trouble: [`npm ci: ${why}`] }
  const lacking = installSystemPackages()
  // What earlier runs could not run is past.
  takeNotRun()
  title('build')
  // Its errors are the check `types`, which counts them.
  run(nodePath(), ['tools/build.js'])
  const counts = [...checks.map(runCheck), ...runs.map(runTests)]
  return addUp([{ passed: 0, failed: 0, notRun: [...lacking, ...takeNotRun()], trouble: [] }, ...counts])
}

/**
 * @param {(typeof checks)[number]} check
 * @returns {Count}
 */
function runCheck({ name, words }) {
  title(name)
  const { why } = run(nodePath(), words)
  return { passed: why ? 0 : 1, failed: why ? 1 : 0, notRun: [], trouble: why ? [`check ${name}: ${why}`] : [] }
}

/**
 * @param {(typeof runs)[number]} tests
 * @returns {Count}
 */
function runTests({ name, projects, seconds }) {
  title(name)
  const report = join(root, '.tmp/results', `${projects.join('-')}.json`)
  mkdirSync(join(root, '.tmp/results'), { recursive: true })
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  if (!existsSync(vitest)) return { passed: 0, failed: 1, notRun: [name], trouble: [`${name}: vitest is not installed`] }
  const words = ['run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const chosen = projects.flatMap((project) => ['--project', project])
  const ended = run(nodePath(), [vitest, ...words, ...chosen], { seconds, env: { NODE_ENV: 'test' } })
  return countReport(name, report, ended)
}

/** @param {string} what */
function title(what) {
  console.log(`\n── ${what} ${'─'.repeat(Math.max(0, 76 - what.length))}`)
}

/** @param {() => Count} everything */
function guarded(everything) {
  try {
    return everything()
  } catch (error) {
    return { passed: 0, failed: 1, notRun: [], trouble: [String(error)] }
  }
}

const { passed, failed, notRun, trouble } = guarded(runEverything)
title('in all')
if (notRun.length > 0) console.log(`Could not run:\n${notRun.map((line) => `  ${line}`).join('\n')}`)
if (trouble.length > 0) console.log(`Failed beside tests:\n${trouble.map((line) => `  ${line}`).join('\n')}`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
