import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { build } from '../../tools/build.js'
import { parseDiagnostics } from '../../tools/typescript.js'
import { packageOf, repository } from './package-of.js'

const project = JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, module: 'nodenext', types: ['node'] },
  include: ['**/*.ts'],
})
const compiled = { strict: true, module: 'nodenext', types: ['node'], rootDir: 'src', outDir: 'dist', declaration: true }
const whole = {
  'package.json': {
    name: 'next-auth',
    type: 'module',
    bin: { 'next-auth': './dist/cli/index.js' },
    exports: { '.': { types: './dist/next/index.d.ts', default: './dist/next/index.js' } },
  },
  'tsconfig.json': { compilerOptions: compiled, include: ['src'] },
  'src/next/index.ts': 'export const one: number = 1\n',
  'src/cli/index.ts': '#!/usr/bin/env node\nexport {}\n',
  'dist/next/index.d.ts': 'export declare const one: number\n',
  'test/tsconfig.json': project,
  'test/a.ts': 'export const a = 1\n',
  'tools/tsconfig.json': project,
  'tools/a.ts': 'export const a = 1\n',
  'test-d/tsconfig.json': project,
  'test-d/a.test-d.ts': `import { one } from 'next-auth'\nexport const a: number = one\n// @ts-expect-error a number is no string\nexport const b: string = one\n`,
}

test('sources, tests, tools and type tests in order pass', () => {
  expect(types(whole)).toMatchObject({ status: 0, stderr: '' })
})

test.each([
  ['src/next/index.ts', "export const one: number = 'one'\n", 'the sources: 1 errors'],
  ['test/a.ts', "export const a: number = 'one'\n", 'the tests: 1 errors'],
  ['tools/a.ts', "export const a: number = 'one'\n", 'the tools: 1 errors'],
  ['test-d/a.test-d.ts', `import { two } from 'next-auth'\nvoid two\n`, 'the type tests: 1 errors'],
  ['test-d/a.test-d.ts', '// @ts-expect-error what should fail, but does not\nexport const a: number = 1\n', 'the type tests: 1 errors'],
])('an error in %s fails', (path, text, says) => {
  const { status, stdout, stderr } = types({ ...whole, [path]: text })
  expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining(says) })
  expect(stderr).toContain(`${path}(`)
})

test('a missing build and a missing tsconfig are no success', () => {
  const { 'dist/next/index.d.ts': _dist, ...unbuilt } = whole
  expect(types(unbuilt)).toMatchObject({ status: 1, stderr: 'dist/ is missing: npm run build\n' })
  const { 'test/tsconfig.json': _project, ...bare } = whole
  expect(types(bare)).toMatchObject({ status: 1, stderr: 'types: test/tsconfig.json is missing\n' })
})

test('a build compiles, makes the command executable, and forgets what has no source', async () => {
  const root = packageOf({ ...whole, 'dist/old/gone.js': '', 'dist/old/gone.d.ts': '', 'dist/next/kept.txt': '' })
  expect(await build(root)).toBe(true)
  expect(statSync(join(root, 'dist/cli/index.js')).mode & 0o111).toBe(0o111)
  const there = ['dist/next/index.js', 'dist/next/kept.txt', 'dist/old/gone.js', 'dist/old/gone.d.ts'].map((path) =>
    existsSync(join(root, path)),
  )
  expect(there).toEqual([true, true, false, false])
})

test('a build with an error says so', async () => {
  expect(await build(packageOf({ ...whole, 'src/next/index.ts': "export const one: number = 'one'\n" }))).toBe(false)
})

test('diagnostics keep their place and the lines that belong to them', () => {
  const output = 'src/a.ts(2,3): error TS1: first\n  more of it\nerror TS2: about the project\nsrc/[...b]/(c).ts(4,5): error TS3: third\n'
  expect(parseDiagnostics(output)).toEqual([
    { file: 'src/a.ts', line: 2, column: 3, says: 'error TS1: first\n  more of it' },
    { file: '', line: 0, column: 0, says: 'error TS2: about the project' },
    { file: 'src/[...b]/(c).ts', line: 4, column: 5, says: 'error TS3: third' },
  ])
})

/** @param {Record<string, string | object>} files */
function types(files) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repository, 'tools/types.js'), packageOf(files)], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}
