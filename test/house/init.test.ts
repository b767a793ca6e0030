import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { buildRooms } from '../adapters/built.js'

const root = resolve(import.meta.dirname, '../..')
let built: Awaited<ReturnType<typeof buildRooms>>
let folder = ''

beforeAll(async () => {
  built = await buildRooms('init')
})
afterAll(() => built.remove())
beforeEach(() => {
  mkdirSync(join(root, '.tmp'), { recursive: true })
  // Inside the checkout: what is written here imports the package by its name.
  folder = mkdtempSync(join(root, '.tmp/init-'))
  write('package.json', JSON.stringify({ dependencies: { next: '16.4.5', 'next-auth': '^6.0.0' } }))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function nextAuth(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', join(built.folder, 'cli/index.js'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'development', AUTH_URL: 'https://app.example' },
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { code: status, out: stdout, err: stderr }
}

const text = (path: string): string => readFileSync(join(folder, path), 'utf8')

test.each([
  ['app/page.js', 'auth.js', 'app/api/auth/[...nextauth]/route.js'],
  ['src/app/page.js', 'src/auth.js', 'src/app/api/auth/[...nextauth]/route.js'],
  ['pages/index.js', 'auth.js', 'pages/api/auth/[...nextauth].js'],
  ['src/pages/index.js', 'src/auth.js', 'src/pages/api/auth/[...nextauth].js'],
])('beside %s it writes %s and %s, and they answer', async (page, auth, route) => {
  write(page, '')
  expect(nextAuth('init')).toMatchObject({ code: 0, out: expect.stringContaining(`Wrote ${auth}.\nWrote ${route}.\nAdded AUTH_SECRET`) })
  vi.stubEnv('AUTH_SECRET', /"(.*)"/.exec(text('.env.local'))?.[1])
  vi.stubEnv('AUTH_URL', 'https://app.example')
  vi.stubEnv('AUTH_GITHUB_ID', 'id')
  vi.stubEnv('AUTH_GITHUB_SECRET', 'of the service')
  const { default: whole, GET = whole } = await import(join(folder, route))
  const response: Response = await GET(new Request('https://app.example/api/auth/providers'))
  expect(await response.json()).toMatchObject({ github: { type: 'oauth' } })
})

test('with a tsconfig.json it is TypeScript, with the provider that was asked for', () => {
  write('tsconfig.json', '{}')
  write('app/page.tsx', '')
  expect(nextAuth('init', '--provider', 'azure-ad').code).toBe(0)
  expect(text('auth.ts')).toContain("import AzureAd from 'next-auth/providers/azure-ad'")
  expect(nextAuth('doctor', '--json')).toMatchObject({ code: 0, out: expect.stringContaining('"findings"') })
})

test('doctor finds nothing to mend, and a second time changes nothing', () => {
  write('app/page.js', '')
  nextAuth('init')
  expect(JSON.parse(nextAuth('doctor', '--json').out)).toMatchObject({ writtenFor: 'v6', findings: [] })
  const before = [text('auth.js'), text('.env.local')]
  write('auth.js', '// mine\n')
  expect(nextAuth('init')).toMatchObject({ code: 0, out: expect.stringMatching(/^Kept auth\.js\.\nKept app.*\nKept AUTH_SECRET/) })
  expect([text('auth.js'), text('.env.local')]).toEqual(['// mine\n', before[1]])
})

test('what it cannot write it says, and writes nothing', () => {
  expect(nextAuth('init')).toMatchObject({ code: 2, err: expect.stringContaining('no folder app or pages') })
  write('app/page.js', '')
  for (const provider of ['githob', '../x', 'index', 'credentials', 'contract']) {
    expect([provider, nextAuth('init', '--provider', provider).code]).toEqual([provider, 2])
  }
  expect([existsSync(join(folder, 'auth.js')), existsSync(join(folder, '.env.local'))]).toEqual([false, false])
})
