import { expect, test } from 'vitest'
import { checkDocs } from '../../tools/docs-check.js'
import { packageOf } from './package-of.js'

const fence = '```'

test('code that compiles passes, in every spelling', () => {
  const { findings, checked, excused } = documents({
    'README.md': `
[a guide](docs/guide.md#top) [away](https://example.com) [here](#here) \`[no](link)\`
${fence}js
import NextAuth from 'next-auth'
export default NextAuth({ providers: [] })
${fence}
${fence}sh
npm install
${fence}
`,
    'docs/guide.md': `
1. First

   ${fence}ts
   // auth.ts
   import NextAuth from 'next-auth'
   export const { auth } = NextAuth({ providers: ['mine'] })
   ${fence}
${fence}tsx title="app/page.tsx"
import { auth } from '@/auth'
export default async function Page() {
  return <p>{await auth()}</p>
}
${fence}
${fence}tsx title="app/page.tsx"
import { auth } from '../../auth'
const who: string = await auth()
${fence}
${fence}ts nocheck: shows the old way
nonsense(
${fence}
`,
    'docs/assumes.md': `${fence}ts\nimport { auth } from '@/auth'\nexport const who: Promise<string> = auth()\n${fence}\n`,
  })
  expect(findings).toEqual([])
  expect(checked).toBe(5)
  expect(excused).toEqual([{ where: 'docs/guide.md:19', says: 'shows the old way' }])
})

test('code that does not compile fails, with its line in the document', () => {
  const { findings } = documents({
    'README.md': `# Title\n\n${fence}ts\nimport NextAuth from 'next-auth'\nNextAuth({ provider: [] })\n${fence}\n`,
  })
  expect(findings).toEqual([{ where: 'README.md:5', says: expect.stringContaining('TS2561') }])
})

test('a script that does not compile fails too', () => {
  const { findings } = documents({ 'README.md': `${fence}jsx\nimport { signOut } from 'next-auth'\n${fence}\n` })
  expect(findings).toEqual([{ where: 'README.md:2', says: expect.stringContaining('signOut') }])
})

test('nocheck without a reason is refused', () => {
  const { findings } = documents({ 'docs/a.md': `${fence}ts nocheck\nnonsense(\n${fence}\n${fence}ts nocheck: later\n1\n${fence}\n` })
  expect(findings.map(({ where }) => where)).toEqual(['docs/a.md:1', 'docs/a.md:4'])
})

test('one document’s augmentation does not reach the others', () => {
  const augments = `${fence}ts\ndeclare module 'next-auth' {\n  interface Session { role: string }\n}\n${fence}\n`
  const uses = `${fence}ts\nimport type { Session } from 'next-auth'\nexport const role = (session: Session) => session.role\n${fence}\n`
  expect(documents({ 'docs/a.md': augments + uses }).findings).toEqual([])
  expect(documents({ 'docs/a.md': augments, 'docs/b.md': uses }).findings).toEqual([
    { where: 'docs/b.md:3', says: expect.stringContaining("'role' does not exist") },
  ])
})

test('a broken link and a block without an end are named', () => {
  const { findings } = documents({ 'README.md': `[guide](docs/gone.md)\n\n${fence}ts\nexport {}\n` })
  expect(findings).toEqual([
    { where: 'README.md:3', says: 'this code block never ends' },
    { where: 'README.md:1', says: 'the link leads nowhere: docs/gone.md' },
  ])
})

/**
 * Checks these documents against a small package.
 * @param {Record<string, string>} files
 */
function documents(files) {
  const types = `export interface Session { }
declare function NextAuth(options: { providers: string[] }): { auth(): Promise<string>, handlers: 1, signIn: 1, signOut: 1 };
export default NextAuth;
`
  const manifest = { name: 'next-auth', type: 'module', exports: { '.': { types: './dist/next/index.d.ts' } } }
  return checkDocs(packageOf({ 'package.json': manifest, 'dist/next/index.d.ts': types, ...files }))
}
