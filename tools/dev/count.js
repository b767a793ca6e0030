// Counts what a test run says of itself. A run that says nothing has failed.
import { existsSync, readFileSync } from 'node:fs'

/**
 * @typedef {{ passed: number, failed: number, notRun: string[], trouble: string[] }} Count
 * `notRun`: tests left out, by name; `trouble`: why a count is higher than the tests that failed
 */

/**
 * @param {string} name of the run
 * @param {string} file vitest's JSON report
 * @param {import('./prepare.js').Ended} ended
 * @returns {Count}
 */
export function countReport(name, file, ended) {
  const report = readReport(file)
  if (!report) return { passed: 0, failed: 1, notRun: [], trouble: [`${name}: no report (${ended.why || 'it ended well'})`] }
  const files = /** @type {{ name: string, status: string, message?: string, assertionResults: Assertion[] }[]} */ (report.testResults)
  const tests = files.flatMap((one) => one.assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failed = tests.filter(({ status }) => status === 'failed').length
  const notRun = tests.filter(({ status }) => !/^(passed|failed)$/.test(status)).map((one) => `${name}: ${one.fullName}`)
  const broken = files.filter((one) => one.status === 'failed' && !one.assertionResults.some(({ status }) => status === 'failed'))
  const trouble = broken.map(
    (one) => `${name}: ${one.name} could not run: ${one.message?.split('\n')[0] || 'its preparation failed, see above'}`,
  )
  // An error outside any test: an unhandled rejection, a worker that died.
  if (ended.why && failed + broken.length === 0) trouble.push(`${name}: ${ended.why}, though no test failed`)
  return { passed, failed: failed + trouble.length, notRun, trouble }
}

/** @typedef {{ status: string, fullName: string }} Assertion */

/** @param {string} file */
function readReport(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  } catch {
    // Half a report: the run was ended while it wrote.
    return undefined
  }
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
export function addUp(counts) {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
    notRun: counts.flatMap(({ notRun }) => notRun),
    trouble: counts.flatMap(({ trouble }) => trouble),
  }
}
