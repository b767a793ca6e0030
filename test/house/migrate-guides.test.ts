import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildRooms } from '../adapters/built.js'

// What the guides say that doctor prints is what it prints, on applications like those that they were written with.

const root = resolve(import.meta.dirname, '../..')
let built: Awaited<ReturnType<typeof buildRooms>>
let folder = ''

beforeAll(async () => {
  built = await buildRooms('guides')
})
afterAll(() => built.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'next-auth-guide-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const environment = (url: string, secret: string): string =>
  `${url}=https://app.example\n${secret}=a-secret-for-tests-that-has-enough-letters\n`

const v3 = {
  'package.json': { next: '12.3.7', 'next-auth': '3.29.10', react: '17.0.2', 'react-dom': '17.0.2' },
  '.env.local': environment('NEXTAUTH_URL', 'SECRET'),
  'pages/_app.js': `import { Provider } from 'next-auth/client'

export default function App({ Component, pageProps }) {
  return <Provider session={pageProps.session}><Component {...pageProps} /></Provider>
}
`,
  'pages/api/auth/[...nextauth].js': `import NextAuth from 'next-auth'
import Providers from 'next-auth/providers'

export default NextAuth({
  providers: [
    Providers.GitHub({ clientId: process.env.GITHUB_ID, clientSecret: process.env.GITHUB_SECRET }),
  ],
  secret: process.env.SECRET,
})
`,
}

const v4 = {
  'package.json': { next: '14.2.35', 'next-auth': '4.24.15', react: '18.3.1', '@next-auth/prisma-adapter': '1.0.7' },
  '.env.local': environment('NEXTAUTH_URL', 'NEXTAUTH_SECRET'),
  'app/api/auth/[...nextauth]/route.js': `import NextAuth from 'next-auth'
import { authOptions } from '../../../../lib/auth'

const handler = NextAuth(authOptions)
export { handler as GET, handler as POST }
`,
  'app/page.js': `import { getServerSession } from 'next-auth'

export default async () => String(await getServerSession(authOptions))
`,
  'lib/auth.js': `import GithubProvider from 'next-auth/providers/github'

// Who may sign in.
export const authOptions = {
  providers: [GithubProvider({ clientId: process.env.GITHUB_ID, clientSecret: process.env.GITHUB_SECRET })],
}
`,
  'middleware.js': `export { default } from 'next-auth/middleware'
`,
}

const v5 = {
  'package.json': { next: '16.4.5', 'next-auth': '5.0.0-beta.32', react: '19.3.1', '@auth/pg-adapter': '1.11.2' },
  '.env.local': environment('AUTH_URL', 'AUTH_SECRET'),
  'app/api/auth/[...nextauth]/route.js': `import { handlers } from '../../../../auth'

export const { GET, POST } = handlers
`,
  'auth.js': `import NextAuth from 'next-auth'
import GitHub from 'next-auth/providers/github'

// Who may sign in.
export const { handlers, auth } = NextAuth({ providers: [GitHub] })
`,
  'middleware.js': `export { auth as middleware } from './auth'
`,
}

test.each([
  ['docs/migrate-from-v3.md', v3],
  ['docs/migrate-from-v4.md', v4],
  ['docs/migrate-from-v5.md', v5],
])('%s shows what doctor prints', (guide, { 'package.json': dependencies, ...files }) => {
  write('package.json', JSON.stringify({ dependencies }))
  for (const [name, version] of Object.entries(dependencies)) write(`node_modules/${name}/package.json`, JSON.stringify({ version }))
  for (const [path, text] of Object.entries(files)) write(path, text)
  const blocks = [...readFileSync(join(root, guide), 'utf8').matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '')
  const shown = blocks.filter((text) => text.startsWith('Versions'))
  expect(shown).toHaveLength(1)
  const printed = doctor().replace(process.versions.node, '24.21.0')
  for (const text of shown) expect(printed).toContain(text)
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function doctor(): string {
  const words = ['--no-warnings', join(built.folder, 'cli/index.js'), 'doctor']
  return spawnSync(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH, NODE_ENV: 'development' }, encoding: 'utf8' })
    .stdout
}
