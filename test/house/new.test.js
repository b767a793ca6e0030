import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inspect } from '../../tools/architecture.js'
import { checkDocs } from '../../tools/docs-check.js'
import { newProvider } from '../../tools/new.js'
import { typecheck } from '../../tools/typescript.js'
import { packageOf, repository } from './package-of.js'

test.each([
  ['acme', 'oidc'],
  ['acme-cloud', 'oauth2'],
])('a new provider %s (%s) compiles, is formatted, and fits the house', (id, kind) => {
  const root = houseOf()
  expect(newProvider(root, id, /** @type {'oidc' | 'oauth2'} */ (kind))).toEqual([
    `src/providers/${id}.ts`,
    `docs/providers/${id}.md`,
    `test/services/fixtures/${id}.ts`,
  ])
  expect(typecheck(root, '.')).toMatchObject({ ok: true, output: '' })
  expect(inspect(root).filter(({ file }) => file === `providers/${id}.ts`)).toEqual([])
  for (const path of [`src/providers/${id}.ts`, `test/services/fixtures/${id}.ts`]) expect(formatted(root, path)).toBe(readText(root, path))
  // Its page holds one block, which compiles once the provider is built.
  const { checked, findings } = checkDocs(root)
  expect({ checked, says: findings.map(({ says }) => says).join() }).toEqual({ checked: 1, says: '' })
})

/**
 * @param {string} root
 * @param {string} path
 */
function formatted(root, path) {
  const words = [join(repository, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', `--stdin-file-path=${path}`]
  return spawnSync(process.execPath, words, { cwd: repository, input: readText(root, path), encoding: 'utf8' }).stdout
}

test('nothing is overwritten, and no id is taken that could not be one', () => {
  const root = houseOf()
  newProvider(root, 'acme', 'oidc')
  expect(() => newProvider(root, 'acme', 'oidc')).toThrow(
    'src/providers/acme.ts and docs/providers/acme.md and test/services/fixtures/acme.ts is there already',
  )
  for (const id of ['', 'Acme', '../acme', 'a b', '-acme', 'acme-', '1a'])
    expect(() => newProvider(root, id, 'oidc')).toThrow('cannot be an id')
})

/** The ground and the provider contract, with a root door that is only as much as a page needs. */
function houseOf() {
  const exports = { '.': { types: './dist/next/index.d.ts' }, './providers/*': { types: './src/providers/*.ts' } }
  const compilerOptions = { noEmit: true, rootDir: 'src' }
  const root = packageOf({
    'package.json': { name: 'next-auth', type: 'module', exports },
    'tsconfig.json': { extends: '../../tsconfig.json', compilerOptions, include: ['src'], exclude: ['src/**/*.test.ts'] },
    'docs/providers/oidc.md': '# Any OpenID Provider\n',
    'docs/providers/oauth2.md': '# Any OAuth 2 service\n',
    'dist/next/index.d.ts': `declare function NextAuth(options: { providers: unknown[] }): Record<'handlers' | 'auth' | 'signIn' | 'signOut', unknown>;\nexport default NextAuth;\n`,
  })
  const ground = (/** @type {string} */ path) => !/providers\/(?!contract)/.test(path)
  for (const path of ['src/base', 'src/providers']) cpSync(join(repository, path), join(root, path), { recursive: true, filter: ground })
  return root
}

/**
 * @param {string} root
 * @param {string} path
 */
function readText(root, path) {
  return readFileSync(join(root, path), 'utf8')
}
