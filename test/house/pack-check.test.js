import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { youngSyntax } from '../../tools/pack-check/syntax.js'
import { resolveOld } from '../../tools/pack-check/targets.js'
import { checkPack } from '../../tools/pack-check.js'
import { packageOf } from './package-of.js'

const manifest = {
  name: 'next-auth',
  version: '1.0.0',
  type: 'module',
  files: ['dist'],
  main: './dist/next/index.js',
  types: './dist/next/index.d.ts',
  bin: { 'next-auth': './dist/cli/index.js' },
  exports: {
    '.': { types: './dist/next/index.d.ts', default: './dist/next/index.js' },
    './providers/contract': null,
    './providers/*': { types: './dist/providers/*.d.ts', default: './dist/providers/*.js' },
    './package.json': './package.json',
  },
  typesVersions: { '*': { 'providers/*': ['./dist/providers/*.d.ts'] } },
}
const code = 'export default 1\n'
const types = 'declare const _default: number;\nexport default _default;\n'
const whole = {
  'README.md': 'read me',
  'dist/next/index.js': code,
  'dist/next/index.d.ts': types,
  'dist/providers/acme.js': code,
  'dist/providers/acme.d.ts': types,
  'dist/providers/contract.js': code,
  'dist/providers/contract.d.ts': types,
  'dist/cli/index.js': '#!/usr/bin/env node\n',
}

test('a whole package passes, and each of its doors opens', () => {
  expect(checkPack(tarballOf(whole))).toEqual({ findings: [], files: 9, doors: 2 })
})

test('tests, sources and paths of the machine do not leave the house', () => {
  const root = tarballOf({ ...whole, 'dist/next/index.test.js': '', 'dist/next/index.ts': '' })
  writeFileSync(join(root, 'dist/providers/acme.js'), `export default '${root}/src/a.ts'\n`)
  expect(checkPack(root).findings).toEqual([
    'the tarball holds dist/next/index.test.js',
    'the tarball holds dist/next/index.ts',
    'dist/providers/acme.js tells where it was built',
  ])
})

test('ways that lead nowhere are named', () => {
  const exports = { ...manifest.exports, './react': { types: './dist/react/index.d.ts', default: './dist/react/index.js' } }
  const { 'README.md': _readme, 'dist/cli/index.js': _cli, ...files } = whole
  expect(checkPack(tarballOf(files, { exports, typesVersions: {} })).findings).toEqual([
    'the tarball holds no README.md',
    'package.json leads to ./dist/react/index.d.ts, which the tarball does not hold',
    'package.json leads to ./dist/react/index.js, which the tarball does not hold',
    'package.json leads to ./dist/cli/index.js, which the tarball does not hold',
    'next-auth/providers/acme: moduleResolution "node" finds nothing',
  ])
})

test('a door that does not open in Node or in TypeScript is named', () => {
  const files = { ...whole, 'dist/next/index.js': `import './gone.js'\n`, 'dist/providers/acme.d.ts': `export * from './gone.js'\n` }
  const { findings } = checkPack(tarballOf(files))
  expect(findings).toEqual([
    expect.stringMatching(/^next-auth: import: Cannot find module .*gone\.js/),
    expect.stringMatching(/^next-auth: require: Cannot find module .*gone\.js/),
    expect.stringMatching(/^nodenext: node_modules\/next-auth\/dist\/providers\/acme\.d\.ts:1: error TS2307/),
    expect.stringMatching(/^bundler: node_modules\/next-auth\/dist\/providers\/acme\.d\.ts:1: error TS2307/),
  ])
})

test('top-level await, which require() refuses, is named', () => {
  const { findings } = checkPack(tarballOf({ ...whole, 'dist/next/index.js': 'await 1\n' }))
  expect(findings).toEqual([expect.stringMatching(/^next-auth: require: /)])
})

test('a command without its first line is no command', () => {
  const { findings } = checkPack(tarballOf({ ...whole, 'dist/cli/index.js': 'void 0\n' }))
  expect(findings).toEqual([expect.stringContaining('./dist/cli/index.js is no command')])
})

test.each([
  ["export type * from './a.js'", '5.0'],
  ['export declare function f<const T>(a: T): T;', '5.0'],
  ['export declare class A { accessor b: string; }', '4.9'],
  ["import type A from './a.json' with { type: 'json' };", '5.3'],
])('syntax that TypeScript 4.7 cannot read is named: %s', (text, version) => {
  expect(youngSyntax(text)).toEqual([expect.stringContaining(`TypeScript ${version}`)])
})

test('syntax that TypeScript 4.7 reads passes', () => {
  const text =
    "export * from './a.js';\nexport * as b from './b.js';\nexport { type C } from './c.js';\nexport interface F<in out T> { (a: T): asserts a is T & {}; }\n"
  expect(youngSyntax(text)).toEqual([])
})

test('without exports, types are found by typesVersions before the file system', () => {
  const root = tarballOf({ ...whole, 'jwt/index.d.ts': types })
  expect(resolveOld(root, '')).toBe(join(root, 'dist/next/index.d.ts'))
  expect(resolveOld(root, 'providers/acme')).toBe(join(root, 'dist/providers/acme.d.ts'))
  expect(resolveOld(root, 'jwt')).toBe(join(root, 'jwt/index.d.ts'))
  expect(resolveOld(root, 'react')).toBeUndefined()
})

/**
 * @param {Record<string, string>} files
 * @param {Record<string, unknown>} [changes] of package.json
 */
function tarballOf(files, changes = {}) {
  const root = packageOf({ ...files, 'package.json': { ...manifest, ...changes } })
  if ('dist/cli/index.js' in files) chmodSync(join(root, 'dist/cli/index.js'), 0o755)
  return root
}
