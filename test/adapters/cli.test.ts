import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildRooms } from './built.js'

let built: Awaited<ReturnType<typeof buildRooms>>
let folder = ''

beforeAll(async () => {
  built = await buildRooms('cli')
})
afterAll(() => built.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function nextAuth(
  args: readonly string[],
  env: Record<string, string> = {},
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', join(built.folder, 'cli/index.js'), ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_ENV: 'development', ...env },
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { code: status, out: stdout, err: stderr }
}

const file = (name: string): string => join(folder, name)
const secretLine = /^AUTH_SECRET="[A-Za-z0-9_-]{43}"$/

test('it begins with a line that makes it a program', () => {
  expect(readFileSync(join(built.folder, 'cli/index.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
})

test('help lists the commands; an unknown one is refused with the list', () => {
  for (const args of [['--help'], ['-h'], ['help'], []]) {
    const { code, out } = nextAuth(args)
    expect([code, out.includes('secret [--write]'), out.includes('migrate [up|plan|status|sweep|sql]')]).toEqual([0, true, true])
  }
  for (const args of [['migarte'], ['__proto__'], ['constructor'], ['--frobnicate']]) {
    const { code, out, err } = nextAuth(args)
    expect([code, out, err.includes('secret [--write]')]).toEqual([2, '', true])
  }
  expect(nextAuth(['migrate', '--help']).out).toContain('exit code 1')
})

test('options and steps that do not exist are refused', () => {
  for (const args of [
    ['secret', '--frobnicate'],
    ['secret', 'x'],
    ['migrate', 'down'],
    ['migrate', 'up', 'up'],
    ['migrate', '--database'],
    ['migrate', 'constructor'],
  ]) {
    expect([args, nextAuth(args).code]).toEqual([args, 2])
  }
})

test('there are no colours where nobody sees them', () => {
  for (const args of [['--help'], ['x'], ['secret'], ['migrate', 'sql', '--database', 'sqlite:./auth.db']]) {
    const { out, err } = nextAuth(args)
    expect(out + err).not.toContain('\u001b')
  }
})

test('a secret has 256 bits and is another one each time', () => {
  const made = [nextAuth(['secret']), nextAuth(['secret'])].map(({ out }) => out.trim())
  for (const secret of made) expect(Buffer.from(secret, 'base64url').length).toBe(32)
  expect(made[0]).not.toBe(made[1])
  expect(existsSync(file('.env.local'))).toBe(false)
})

test('a secret is written to a file that only its owner reads', () => {
  const { code, out } = nextAuth(['secret', '--write'])
  const text = readFileSync(file('.env.local'), 'utf8')
  expect(code).toBe(0)
  expect(text.trimEnd()).toMatch(secretLine)
  expect(statSync(file('.env.local')).mode & 0o077).toBe(0)
  expect(out).not.toContain(text.slice(13, 30))
})

test('what is in the file already stays', () => {
  writeFileSync(file('.env.local'), 'OTHER=1')
  expect(nextAuth(['secret', '--write']).code).toBe(0)
  const text = readFileSync(file('.env.local'), 'utf8')
  expect(text.split('\n')).toEqual(['OTHER=1', expect.stringMatching(secretLine), ''])
  const again = nextAuth(['secret', '--write'])
  expect([again.code, again.err.includes('AUTH_SECRET already')]).toEqual([1, true])
  expect(readFileSync(file('.env.local'), 'utf8')).toBe(text)
})

test('an older name of the secret counts as one; a comment does not', () => {
  writeFileSync(file('.env.local'), '  export NEXTAUTH_SECRET = x\r\n')
  expect(nextAuth(['secret', '--write']).code).toBe(1)
  writeFileSync(file('.env.local'), '# AUTH_SECRET=x\n')
  expect(nextAuth(['secret', '--write']).code).toBe(0)
})

const applied = 'Applied 0001-first-tables.\nApplied 0002-oauth1-tokens.\n'

test('migrate makes the tables once', () => {
  const database = ['--database', 'sqlite:./auth.db']
  expect(nextAuth(['migrate', ...database])).toEqual({ code: 0, out: applied, err: '' })
  expect(nextAuth(['migrate', 'up', ...database]).out).toBe('Nothing to do: the database is up to date.\n')
  expect(nextAuth(['migrate', 'plan', ...database]).out).toBe('-- Nothing to do: the database is up to date.\n')
  expect(nextAuth(['migrate', 'status', ...database])).toMatchObject({ code: 0, out: expect.stringContaining('schema 2') })
  expect(statSync(file('auth.db')).mode & 0o077).toBe(0)
})

test('a database that asks for its tables by itself is migrated all the same', () => {
  expect(nextAuth(['migrate', '--database', 'sqlite:./auth.db?synchronize=true']).out).toBe(applied)
})

test('plan and status change nothing, and make no file', () => {
  for (const step of ['plan', 'status']) {
    const { code, err } = nextAuth(['migrate', step, '--database', 'sqlite:./auth.db'])
    expect([code, err.includes('no database file')]).toEqual([1, true])
    expect(existsSync(file('auth.db'))).toBe(false)
  }
  new DatabaseSync(file('auth.db')).close()
  const { code, out } = nextAuth(['migrate', 'plan', '--database', 'sqlite:./auth.db'])
  expect([code, out.includes('create table "users"')]).toEqual([0, true])
  expect(nextAuth(['migrate', 'status', '--database', 'sqlite:./auth.db'])).toMatchObject({
    code: 1,
    out: expect.stringContaining('Pending: 0001-first-tables\nPending: 0002-oauth1-tokens'),
  })
})

test('sql prints a script that can be run by hand', () => {
  const { code, out } = nextAuth(['migrate', 'sql', '--database', 'sqlite:./auth.db'])
  expect([code, existsSync(file('auth.db'))]).toEqual([0, false])
  const database = new DatabaseSync(file('auth.db'))
  database.exec(out)
  database.close()
  expect(nextAuth(['migrate', 'status', '--database', 'sqlite:./auth.db']).code).toBe(0)
})

test('the URL comes from the option, the environment, or the files that Next reads, in that order', () => {
  writeFileSync(file('.env'), 'DATABASE_URL=sqlite:./from-env.db\n')
  expect(nextAuth(['migrate']).code).toBe(0)
  expect(existsSync(file('from-env.db'))).toBe(true)
  writeFileSync(file('.env.local'), 'DATABASE_URL="sqlite:./from-local.db"\n')
  expect(nextAuth(['migrate']).code).toBe(0)
  expect(existsSync(file('from-local.db'))).toBe(true)
  expect(nextAuth(['migrate'], { DATABASE_URL: 'sqlite:./from-shell.db' }).code).toBe(0)
  expect(existsSync(file('from-shell.db'))).toBe(true)
  expect(nextAuth(['migrate'], { AUTH_DATABASE_URL: 'sqlite:./ours.db', DATABASE_URL: 'sqlite:./theirs.db' }).code).toBe(0)
  expect([existsSync(file('ours.db')), existsSync(file('theirs.db'))]).toEqual([true, false])
  expect(nextAuth(['migrate', '--database', 'sqlite:./option.db'], { DATABASE_URL: 'sqlite:./shell-2.db' }).code).toBe(0)
  expect([existsSync(file('option.db')), existsSync(file('shell-2.db'))]).toEqual([true, false])
})

test('without a URL it asks for one; a password in one is not repeated', () => {
  expect(nextAuth(['migrate'])).toMatchObject({ code: 2, err: expect.stringContaining('DATABASE_URL') })
  const { code, out, err } = nextAuth(['migrate'], { DATABASE_URL: 'postgres://ann:hunter2hunter2@127.0.0.1:9/x' })
  expect([code, out, err.includes('cannot be reached'), err.includes('hunter2')]).toEqual([1, '', true, false])
})

test('SD-07 a sweep deletes all that has expired, and nothing else', () => {
  const env = { DATABASE_URL: 'sqlite:./auth.db' }
  expect(nextAuth(['migrate'], env).code).toBe(0)
  const database = new DatabaseSync(file('auth.db'))
  const insert = database.prepare('insert into verification_tokens (identifier, token_hash, expires, created_at) values (?, ?, ?, 0)')
  database.exec('begin')
  for (let at = 0; at < 2500; at++) insert.run('ann@example.com', `hash-${at}`, at === 0 ? Date.now() + 60_000 : 1000)
  database.exec('commit')
  expect(nextAuth(['migrate', 'sweep'], env)).toMatchObject({ code: 0, out: expect.stringContaining('Deleted 2499 expired rows.') })
  expect(database.prepare('select token_hash from verification_tokens').all()).toEqual([{ token_hash: 'hash-0' }])
  database.close()
})
