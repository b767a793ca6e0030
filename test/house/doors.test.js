import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDoors, readPackage } from '../../tools/doors.js'

const root = join(import.meta.dirname, '../..')
const doors = readDoors(root)

test('resolvers that know no exports find every door by typesVersions', () => {
  const { typesVersions, types, main } = readPackage(root)
  const beside = doors
    .filter(({ name }) => name !== 'next-auth')
    .map(({ name, module }) => [name.slice('next-auth/'.length), [`./${module}.d.ts`]])
  expect(typesVersions).toEqual({ '*': Object.fromEntries(beside) })
  expect({ types, main }).toEqual({ types: './dist/next/index.d.ts', main: './dist/next/index.js' })
})

test('every door names its types, then what `require` finds, then its code; the browser’s are one module to all but Jest', () => {
  const { exports } = readPackage(root)
  for (const [key, target] of Object.entries(exports)) {
    if (!target?.types) continue
    const isBrowser = ['./react', './client'].includes(key)
    expect(Object.keys(target), key).toEqual(['types', ...(isBrowser ? ['module-sync', 'module'] : []), 'require', 'default'])
    expect(target.require, key).toBe(target.default.replace(/\.js$/, '.cjs'))
    if (isBrowser) expect([target['module-sync'], target.module], key).toEqual([target.default, target.default])
  }
})

test('tests find the doors in the sources', () => {
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'test/tsconfig.json'), 'utf8'))
  const expected = doors.map(({ name, module }) => [name, [`../${module.replace('dist', 'src')}.ts`]])
  expect(compilerOptions.paths).toEqual(Object.fromEntries(expected))
})
