import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { readSource } from '../../tools/architecture/source.js'
import { addUp, countReport } from '../../tools/dev/count.js'
import { isInstalled } from '../../tools/dev/prepare.js'
import { packageOf, repository } from './package-of.js'

const well = { status: 0, why: '' }

test('a report is counted: passed, failed, left out by name', () => {
  const file = json({
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'one' },
          { status: 'failed', fullName: 'two' },
          { status: 'skipped', fullName: 'three' },
          { status: 'todo', fullName: 'four' },
        ],
      },
    ],
  })
  expect(countReport('unit', file, { status: 1, why: 'exit code 1' })).toEqual({
    passed: 1,
    failed: 1,
    notRun: ['unit: three', 'unit: four'],
    trouble: [],
  })
})

test('a file that could not be loaded is a failure', () => {
  const file = json({ testResults: [{ name: 'a.test.ts', status: 'failed', message: 'no such module\nat …', assertionResults: [] }] })
  const { failed, trouble } = countReport('unit', file, { status: 1, why: 'exit code 1' })
  expect({ failed, trouble }).toEqual({ failed: 1, trouble: ['unit: a.test.ts could not run: no such module'] })
})

test('a run that ends badly though its tests passed is a failure', () => {
  const file = json({ testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'one' }] }] })
  expect(countReport('unit', file, { status: 1, why: 'exit code 1' })).toMatchObject({ passed: 1, failed: 1 })
  expect(countReport('unit', file, well)).toMatchObject({ passed: 1, failed: 0 })
})

test('no report, and half a report, are a failure however the run ended', () => {
  const half = json({})
  writeFileSync(half, '{"testResults":[{"na')
  for (const file of [half, join(half, 'none.json')]) expect(countReport('unit', file, well)).toMatchObject({ passed: 0, failed: 1 })
})

test('sums carry every name', () => {
  const one = { passed: 1, failed: 2, notRun: ['a'], trouble: ['b'] }
  expect(addUp([one, one])).toEqual({ passed: 2, failed: 4, notRun: ['a', 'a'], trouble: ['b', 'b'] })
})

test('packages are installed when npm noted the versions of the lockfile', () => {
  const wanted = json({
    packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/win': { version: '1.0.0', optional: true } },
  })
  const note = (/** @type {object} */ packages) => isInstalled(wanted, json({ packages }))
  expect(note({ 'node_modules/a': { version: '1.0.0' } })).toBe(true)
  expect(note({ 'node_modules/a': { version: '1.0.1' } })).toBe(false)
  expect(note({ 'node_modules/win': { version: '1.0.0' } })).toBe(false)
  expect(isInstalled(wanted, `${wanted}.gone`)).toBe(false)
})

test.each([
  ['passes the sum on', 'echo noise; echo 3 passed, 0 failed', '3 passed, 0 failed', 0],
  ['fails with what failed', 'echo 3 passed, 1 failed; exit 1', '3 passed, 1 failed', 1],
  ['believes the sum rather than the exit code', 'echo 3 passed, 1 failed', '3 passed, 1 failed', 1],
  ['believes the exit code rather than the sum', 'echo 3 passed, 0 failed; exit 7', '3 passed, 0 failed', 7],
  ['takes silence for a failure', 'echo 9 passed', '0 passed, 1 failed', 1],
])('.ci/run %s', (_title, script, line, code) => {
  const npm = `#!/bin/sh\n[ "$1" = test ] && [ "$CI" = true ] || exit 99\n${script}\n`
  const folder = packageOf({ npm, '.ci/run': readFileSync(join(repository, '.ci/run'), 'utf8') })
  for (const file of ['npm', '.ci/run']) chmodSync(join(folder, file), 0o755)
  const { status, stdout } = spawnSync(join(folder, '.ci/run'), {
    env: { PATH: `${folder}${delimiter}${process.env.PATH}` },
    encoding: 'utf8',
  })
  expect({ line: stdout.trimEnd().split('\n').at(-1), code: status }).toEqual({ line, code })
})

test('what runs before the first install imports nothing that has to be installed', () => {
  const files = ['dev/start.js', 'dev/test.js', 'dev/prepare.js', 'dev/count.js', 'checks.js']
  const imports = files.flatMap((file) => readSource(file, readFileSync(join(repository, 'tools', file), 'utf8')).imports)
  expect(imports.length).toBeGreaterThan(9)
  expect(imports.filter(({ from }) => !/^(node:|\.)/.test(from))).toEqual([])
})

/** @param {object} value */
function json(value) {
  return join(packageOf({ 'a.json': value }), 'a.json')
}
