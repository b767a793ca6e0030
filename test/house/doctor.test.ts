import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { failures } from '../../src/base/errors.js'
import type { Finding } from '../../src/cli/doctor/finding.js'
import { buildRooms } from '../adapters/built.js'
import { base, cases, type Files, manifest } from './doctor-cases.js'

const root = resolve(import.meta.dirname, '../..')
let built: Awaited<ReturnType<typeof buildRooms>>
let folder = ''

beforeAll(async () => {
  built = await buildRooms('doctor')
})
afterAll(() => built.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'next-auth-doctor-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(files: Files): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of Object.entries({ ...base, ...files })) {
    if (text === undefined) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

interface Answer {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function doctor(args: readonly string[] = [], env: Record<string, string> = {}): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', join(built.folder, 'cli/index.js'), 'doctor', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'development', ...env },
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { code: status, out: stdout, err: stderr }
}

interface Report {
  readonly writtenFor: string
  readonly because: readonly string[]
  readonly routes: readonly string[]
  readonly findings: readonly Finding[]
}

function report(args: readonly string[] = []): Report {
  const { out, err } = doctor(['--json', ...args])
  expect(err).toBe('')
  return JSON.parse(out)
}

test('nothing is found in an application that is in order', () => {
  write({})
  expect(report().findings).toEqual([])
  expect(doctor()).toMatchObject({ code: 0, out: expect.stringContaining('0 errors, 0 differences, 0 hints.'), err: '' })
})

const all = Object.entries(cases).flatMap(([code, one]) => (one ? [[code, one] as const] : []))

test.each(all)('%s is found where it is, and not where it nearly is', (code, { has, where, hasNot }) => {
  write(has)
  const found = report().findings.filter((finding) => finding.code === code)
  expect(found).toEqual([expect.objectContaining({ code, ...(where ? { where } : {}) })])
  write(hasNot)
  expect(report().findings.filter((finding) => finding.code === code)).toEqual([])
})

test.each([
  [
    'v3',
    {
      'auth.ts': undefined,
      'app/api/auth/[...nextauth]/route.ts': undefined,
      'lib/x.js': `import { useSession } from 'next-auth/client'\n`,
    },
    '`next-auth/client` in lib/x.js:1',
  ],
  [
    'v4',
    { 'auth.ts': `import type { NextAuthOptions } from 'next-auth'\nexport const authOptions: NextAuthOptions = { providers: [] }\n` },
    '`next-auth` in auth.ts:1',
  ],
  [
    'v5',
    { 'auth.ts': `import NextAuth from 'next-auth'\nexport const { auth } = NextAuth({ providers: [] })\n` },
    '`{ … } = NextAuth(…)` in auth.ts:2',
  ],
  ['v6', {}, '`absoluteMaxAge` in auth.ts:5'],
  ['v4', { 'package.json': manifest({ 'next-auth': '~4.24.15' }) }, 'next-auth ~4.24.15 in package.json'],
] as const)('an application for %s is recognised', (writtenFor, files, because) => {
  write(files)
  const recognised = report()
  expect(recognised.writtenFor).toBe(writtenFor)
  expect(recognised.because).toContain(because)
})

test('exit code 1 means errors; a difference or a hint is none', () => {
  write({ '.env.local': '' })
  expect(doctor().code).toBe(1)
  write({ 'package.json': manifest({ '@types/next-auth': '1' }) })
  expect(doctor().code).toBe(0)
})

test('no value of a variable and no literal secret is ever printed', () => {
  const value = 'hunter2hunter2'
  write({
    'auth.ts': `import NextAuth from 'next-auth'\nimport GitHub from 'next-auth/providers/github'\nexport default NextAuth({ secret: '${value}', providers: [GitHub({ clientSecret: '${value}' })] })\n`,
    '.env': `AUTH_SECRET=${value}\nNEXTAUTH_SECRET=${value}\nNEXTAUTH_URL=http://${value}.example/${value}?${value}\nNEXT_AUTH_SECRET=${value}\nDATABASE_URL=postgres://ann:${value}@127.0.0.1:9/x\n`,
    '.env.local': undefined,
  })
  for (const args of [[], ['--json'], ['--database']]) {
    const { out, err } = doctor(args)
    expect(out).toContain('secret-literal')
    expect(out + err).not.toContain(value)
  }
})

test('nothing of the application is run, and what cannot be parsed stops nothing', () => {
  write({
    'next.config.js': `require('node:fs').writeFileSync('ran', '')\nmodule.exports = {}\n`,
    'lib/auth-broken.ts': "import NextAuth from 'next-auth'\nexport default NextAuth({ providers: [ `${ ( \n",
    'lib/auth-page.jsx': `export const a = <p>it's (not "closed\n`,
  })
  expect(report().findings).toEqual([])
  expect(readdirSync(folder)).not.toContain('ran')
})

test('the folder may be named, and must be one', () => {
  write({})
  expect(doctor(['.', '--json']).code).toBe(0)
  expect(doctor(['app'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('no package.json in app') })
  expect(doctor(['.', '.']).code).toBe(2)
  mkdirSync(join(folder, 'other'))
  writeFileSync(join(folder, 'other/package.json'), '{}')
  expect(doctor(['other'])).toMatchObject({ code: 2, out: '', err: 'Nothing in other has to do with next-auth.\n' })
  expect(doctor(['--frobnicate']).code).toBe(2)
})

test('with --database it says what `migrate` has to do, and does nothing of it', () => {
  write({})
  const codes = (): readonly string[] => report(['--database', 'sqlite:./auth.db']).findings.map(({ code }) => code)
  expect(codes()).toEqual(['database-unreachable'])
  new DatabaseSync(join(folder, 'auth.db')).close()
  expect(codes()).toEqual(['database-behind'])
  expect(codes()).toEqual(['database-behind'])
  const options = String(base['auth.ts'])
  writeFileSync(join(folder, 'auth.ts'), options.replace('providers:', 'adapter: PgAdapter(pool),\n  providers:'))
  expect(codes()).toEqual(['database-of-adapter'])
  writeFileSync(join(folder, 'auth.ts'), options)
  migrate('sqlite:./auth.db')
  expect(codes()).toEqual([])
  const database = new DatabaseSync(join(folder, 'auth.db'))
  database.exec('alter table sessions drop column created_at')
  database.close()
  expect(codes()).toEqual(['database-changed'])
})

test('without a URL the database is the one of the .env files', () => {
  write({ '.env': 'DATABASE_URL=sqlite:./of-env.db\n' })
  migrate('sqlite:./of-env.db')
  expect(report(['--database']).findings).toEqual([])
  write({})
  expect(report(['--database']).findings).toMatchObject([{ code: 'database-unreachable', what: 'There is no URL of a database.' }])
})

function migrate(url: string): void {
  const words = ['--no-warnings', join(built.folder, 'cli/index.js'), 'migrate', '--database', url]
  expect(spawnSync(process.execPath, words, { cwd: folder }).status).toBe(0)
}

test('every code of a finding, an error and a warning is explained', () => {
  mkdirSync(folder, { recursive: true })
  const warned = globSync('src/**/*.ts', { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\b(?:warn|announce)\(\s*'([A-Z][A-Z_]+)'/g)].map(([, code]) => code as string),
  )
  expect(warned.length).toBeGreaterThan(10)
  for (const code of [...Object.keys(cases).slice(0, 2), ...Object.keys(failures).slice(0, 2), ...new Set(warned)]) {
    const { code: status, out } = doctor(['--explain', code])
    expect([code, status, out.startsWith(`${code} (`)]).toEqual([code, 0, true])
  }
  expect(doctor(['--explain', 'unknown'])).toMatchObject({ code: 1, err: expect.stringContaining('no code "unknown"') })
})
