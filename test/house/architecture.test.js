import { expect, test } from 'vitest'
import { inspect } from '../../tools/architecture.js'
import { packageOf } from './package-of.js'

const lines = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => `export const line${i} = ${i}\n`).join('')
const longFunction = `export function long(): void {\n${'  void 0\n'.repeat(49)}}\n`

/** @type {[title: string, files: Record<string, string>, expected: string][]} */
const refused = [
  ['a room that looks up', { 'base/a.ts': `import { b } from '../engine/b.js'\nb()\n` }, 'base/a.ts:1 [room] base may not import engine'],
  ['a type from a room above', { 'base/a.ts': `import type { B } from '../engine/b.js'\nexport type A = B\n` }, 'base/a.ts:1 [room]'],
  ['a type named by import()', { 'base/a.ts': `export type A = import('../engine/b.js').B\n` }, 'base/a.ts:1 [room]'],
  ['a re-export from above', { 'http/a.ts': `export * from '../pages/b.js'\n` }, 'http/a.ts:1 [room] http may not import pages'],
  ['a lazy import from above', { 'crypto/a.ts': `export const a = (): unknown => import('../jwt/b.js')\n` }, 'crypto/a.ts:1 [room]'],
  ['a room nobody planned', { 'attic/a.ts': 'export {}\n' }, 'attic/a.ts:1 [room] attic is not a room'],
  ['a file in no room', { 'a.ts': 'export {}\n' }, 'a.ts:1 [room] src itself'],
  ['a way out of src', { 'base/a.ts': `export * from '../../test/x.js'\n` }, 'base/a.ts:1 [room] ../../test/x.js leaves src/'],
  ['a package of another room', { 'base/a.ts': `import 'jose'\n` }, 'base/a.ts:1 [package] base may not import jose'],
  [
    'a driver loaded at once',
    { 'adapters/a.ts': `import pg from 'pg'\npg()\n` },
    'adapters/a.ts:1 [package] adapters may not import pg statically',
  ],
  [
    'node: where the edge may load it',
    { 'crypto/a.ts': `import 'node:crypto'\n` },
    'crypto/a.ts:1 [package] crypto may be loaded by the edge',
  ],
  [
    'node: in the browser, even lazily',
    { 'browser/a.ts': `void import('node:fs')\n` },
    'browser/a.ts:1 [package] browser runs in the browser',
  ],
  ['a bare process', { 'config/a.ts': 'export const a: unknown = process.env\n' }, 'config/a.ts:1 [process]'],
  [
    'a cycle',
    { 'base/a.ts': `import './b.js'\n`, 'base/b.ts': `import './a.js'\n` },
    'base/a.ts:1 [cycle] imports itself: base/a → base/b → base/a',
  ],
  ['a cycle by import()', { 'base/a.ts': `void import('./b.js')\n`, 'base/b.ts': `import './a.js'\n` }, 'base/a.ts:1 [cycle]'],
  [
    'a cycle by an import that only looks like a type',
    { 'base/a.ts': `import { type B } from './b.js'\nexport type A = B\n`, 'base/b.ts': `import './a.js'\nexport type B = 1\n` },
    'base/a.ts:1 [cycle]',
  ],
  ['an index without a door', { 'pages/index.ts': 'export {}\n' }, 'pages/index.ts:1 [door] an index without an export'],
  ['a file of 301 lines', { 'base/a.ts': lines(301) }, 'base/a.ts:300 [length] 301 lines; a file has at most 300'],
  ['a contract of 101 lines', { 'signin/contract.ts': lines(101) }, 'signin/contract.ts:100 [length] 101 lines; a contract'],
  ['a provider of 61 lines', { 'providers/acme.ts': lines(61) }, 'providers/acme.ts:60 [length] 61 lines; a provider'],
  ['a function of 51 lines', { 'base/a.ts': longFunction }, 'base/a.ts:1 [length] a function of 51 lines'],
  ['a silent any', { 'base/a.ts': 'export const a: any = 1\n' }, 'base/a.ts:1 [any] `any`'],
  ['a silent !', { 'base/a.ts': 'export const a = (b?: string): string =>\n  b!\n' }, 'base/a.ts:2 [any] `!`'],
  ['an empty file name', { 'base/string-utils.ts': 'export {}\n' }, 'base/string-utils.ts:1 [name] "utils"'],
  ['an empty folder name', { 'base/helpers/a.ts': 'export {}\n' }, 'base/helpers/a.ts:1 [name] "helpers"'],
  ['a file name in camel case', { 'base/signIn.ts': 'export {}\n' }, 'base/signIn.ts:1 [name] file names are kebab-case'],
  ['an empty exported name', { 'base/a.ts': 'export function cookieManager(): void {}\n' }, 'base/a.ts:1 [name] "cookieManager"'],
  ['Math.random', { 'base/a.ts': 'export const a = (): number => Math.random()\n' }, 'base/a.ts:1 [random]'],
  ['eval', { 'base/a.ts': `export const a = (): unknown => eval('1')\n` }, 'base/a.ts:1 [eval]'],
  ['new Function', { 'base/a.ts': `export const a: unknown = new Function('1')\n` }, 'base/a.ts:1 [eval]'],
  ['let in module scope', { 'base/a.ts': 'export let a = 1\n' }, 'base/a.ts:1 [state]'],
  ['an empty Map in module scope', { 'base/a.ts': 'const a: Map<string, string> = new Map()\nvoid a\n' }, 'base/a.ts:1 [state]'],
  ['a class that is no error', { 'base/a.ts': 'export class Store {}\n' }, 'base/a.ts:1 [class]'],
  [
    'RD-28 a second place that writes Location',
    { 'next/a.ts': `export const a = (to: string): Response =>\n  new Response(null, { headers: { Location: to } })\n` },
    'next/a.ts:2 [answer] only engine/respond.ts writes Location',
  ],
  ['RD-28 … as text', { 'engine/a.ts': `export const a: object = { 'lOcation': '/' }\n` }, 'engine/a.ts:1 [answer]'],
  ['RD-28 … as a computed key', { 'engine/a.ts': `export const a: object = { ['location']: '/' }\n` }, 'engine/a.ts:1 [answer]'],
  ['RD-28 … as a pair', { 'http/a.ts': `export const a: Headers = new Headers([['location', '/']])\n` }, 'http/a.ts:1 [answer]'],
  [
    'RD-28 … by a verb',
    { 'engine/actions/a.ts': `export const a = (b: Headers): void => b.set('Location', '/')\n` },
    'engine/actions/a.ts:1 [answer]',
  ],
  ['RD-28 … by a redirect', { 'next/a.ts': `export const a = (): Response => Response.redirect('/')\n` }, 'next/a.ts:1 [answer]'],
  [
    'RD-28 … that sets a cookie',
    { 'sessions/a.ts': 'export const a = (b: Headers): void => b.append(`set-cookie`, "a=b")\n' },
    'sessions/a.ts:1 [answer] only engine/respond.ts writes Set-Cookie',
  ],
  [
    'the right line after letters beyond ASCII',
    { 'base/a.ts': '// 🔑’🔑’🔑’🔑’\nconst a = 1\nvoid a\nexport let b = 2\n' },
    'base/a.ts:4 [state]',
  ],
]

test.each(refused)('the plan refuses %s', (_title, files, expected) => {
  expect(findings(files)).toContainEqual(expect.stringContaining(expected))
})

test('the plan refuses a door that leads nowhere', () => {
  expect(findings({}, { './react': './dist/react/index' })).toEqual([
    'package.json:1 [door] next-auth/react leads to src/react/index.ts, which does not exist',
  ])
})

test('the plan refuses a pattern that reaches into a folder', () => {
  const files = { 'providers/acme.ts': 'export {}\n', 'providers/acme/key.ts': 'export {}\n' }
  expect(findings(files, { './providers/*': './dist/providers/*' })).toEqual([
    'package.json:1 [door] next-auth/providers/* reaches into a folder: add "./providers/acme/*": null',
  ])
})

test('a house in order passes, with what the plan allows', () => {
  const files = {
    'engine/index.ts': `import type { A } from '../config/a.js'\nexport type B = A\n`,
    'config/a.ts': `export type A = 1\nexport const seen: ReadonlySet<string> = new Set(['a'])\n`,
    'base/a.ts': `// the shape is the caller's\nexport const a: any = 1\nexport const b: any = 1 // and here\nexport const c: unknown = globalThis.process?.env\n`,
    'base/errors.ts': 'export class AuthError extends Error {}\n',
    'engine/respond.ts': `export const a: Headers = new Headers({ Location: '/' })\na.append('Set-Cookie', 'a=b')\n`,
    'engine/read.ts': `export const a = (b: Headers): unknown => [b.get('location'), b.getSetCookie(), b.set('Vary', 'Cookie')]\n`,
    'base/types.ts': `import type { B } from './b.js'\nexport type T = B\n`,
    'base/b.ts': `import type { T } from './types.js'\nexport type B = T | 1\n`,
    'base/full.ts': `/* 🔑 ’ */ ${lines(300)}`,
    'base/a.test.ts': `import 'vitest'\nimport '../engine/index.js'\nlet n = 0\nn++\n`,
    'adapters/sql.ts': `import type { Kysely } from 'kysely'\nexport type K = Kysely\nexport const open = (): unknown => import('node:sqlite')\n`,
    'cli/start.ts': `import 'node:fs'\nimport '../engine/index.js'\nexport const a: unknown = process.argv\n`,
  }
  expect(findings(files, { './core': './dist/engine/index' })).toEqual([])
})

/**
 * @param {Record<string, string>} files below `src/`
 * @param {Record<string, string>} [doors]
 */
function findings(files, doors = {}) {
  const exports = Object.fromEntries(Object.entries(doors).map(([name, file]) => [name, { types: `${file}.d.ts`, default: `${file}.js` }]))
  const src = Object.entries(files).map(([path, text]) => [`src/${path}`, text])
  const root = packageOf({ 'package.json': { name: 'next-auth', exports }, 'src/README.md': '', ...Object.fromEntries(src) })
  return inspect(root).map(({ file, line, rule, says }) => `${file}:${line} [${rule}] ${says}`)
}
