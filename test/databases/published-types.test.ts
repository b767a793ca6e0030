import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { typecheck } from '../../tools/typescript.js'
import { laboratory } from './published-laboratory.js'

const root = join(import.meta.dirname, '../..')

/** What is declared lies below the house, where it finds Next; its paths count for the packages' own declarations as well. */
test('published adapters fit `adapter` without a cast', { timeout: 120_000 }, () => {
  const place = laboratory()
  const declared = join(root, '.tmp/declared-for-published')
  expect(typecheck(root, root, ['--emitDeclarationOnly', '--outDir', declared]).output).toBe('')
  cpSync(join(root, 'test/adapters/published/fits.ts'), join(place, 'fits.ts'))
  const paths = { 'next-auth': [join(declared, 'next/index.d.ts')], 'next-auth/adapters': [join(declared, 'adapters/index.d.ts')] }
  const compilerOptions = { target: 'es2023', module: 'nodenext', strict: true, skipLibCheck: true, noEmit: true, types: [], paths }
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['fits.ts'] }))
  expect(typecheck(root, place).output).toBe('')
})
