// A takeover that is killed between two batches, in a process of its own, and what the next one makes of it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildRooms } from '../adapters/built.js'
import { type Shape, shapes, spoken } from './earlier-shapes.js'
import { ask, familyOf, sayAll } from './earlier-tables.js'
import { databaseServers, serverOf } from './servers.js'

const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
let command: Awaited<ReturnType<typeof buildRooms>>
beforeAll(async () => {
  command = await buildRooms('killed')
})
afterAll(() => {
  command.remove()
  rmSync(folder, { recursive: true, force: true })
})

const people = 6_000
const wanted = ['sqlite', 'postgres-15', 'postgres-18', 'mariadb', 'mysql-5.6']
const here = wanted.filter((name) => name === 'sqlite' || databaseServers.some((one) => one.name === name && one.url))

test.each(here)('%s: killed twice, it is finished by the next one, and nothing is there twice', { timeout: 120_000 }, async (name) => {
  const server = name === 'sqlite' ? undefined : await serverOf(name as never)
  const url = server ? await server.createDatabase() : `sqlite:${join(folder, 'app.db')}`
  await crowd(url)
  for (const kind of ['users', 'sessions']) {
    const child = migrate(url)
    const ended = once(child, 'exit')
    // A part of that table is there, and by far not all.
    while (child.exitCode === null && (await count(url, kind)) === 0) await sleep(5)
    child.kill('SIGKILL')
    expect((await ended)[1]).toBe('SIGKILL')
    expect(await count(url, kind)).toBeLessThan(people)
  }
  expect(await finished(migrate(url))).toBe(0)
  const counts = { users: await count(url, 'users'), accounts: await count(url, 'accounts'), sessions: await count(url, 'sessions') }
  expect(counts).toEqual({ users: people, accounts: people, sessions: people })
  expect(await finished(migrate(url, 'status'))).toBe(0)
  await server?.dropDatabase(url)
})

/** Everybody with an account and a session, in tables that have the names of ours. */
async function crowd(url: string): Promise<void> {
  const shape = shapes[0] as Shape
  const { create, insert } = spoken(shape, familyOf(url))
  const lines: Record<'users' | 'accounts' | 'sessions', string[]> = { users: [], accounts: [], sessions: [] }
  for (let id = 1; id <= people; id++) {
    lines.users.push(insert('users', { id, email: `person-${id}@example.com` }))
    const account = { id, user_id: id, compound_id: `c${id}`, provider_type: 'oauth', provider_id: 'acme', provider_account_id: `${id}` }
    lines.accounts.push(insert('accounts', account))
    lines.sessions.push(insert('sessions', { id, user_id: id, expires: '2037-01-01T00:00:00.000Z', session_token: `raw-${id}` }))
  }
  // As many rows as a statement takes.
  const many = Object.values(lines).flatMap((all) =>
    Array.from({ length: people / 1000 }, (_, at) => {
      const part = all.slice(at * 1000, (at + 1) * 1000)
      return [part[0], ...part.slice(1).map((line) => line.slice(line.indexOf(' values ') + 8))].join(', ')
    }),
  )
  await sayAll(url, [...create, ...many])
}

/** How many rows of ours there are; none while the table is not there, or is the earlier one. */
async function count(url: string, table: string): Promise<number> {
  try {
    const column = { users: 'email_verified, updated_at', accounts: 'provider', sessions: 'session_token_hash' }[table]
    await ask(url, `select ${column} from ${table} where 1 = 0`)
    await ask(url, 'select version from next_auth_schema')
    const [row] = await ask(url, `select count(*) as n from ${table}`)
    return Number(row?.n)
  } catch (error) {
    if (error instanceof Error && /no such (table|column)|does not exist|doesn't exist|Unknown column|locked/i.test(error.message)) return 0
    throw error
  }
}

function migrate(url: string, ...words: readonly string[]) {
  return spawn(process.execPath, ['--no-warnings', join(command.folder, 'cli/index.js'), 'migrate', ...words, '--database', url], {
    cwd: folder,
    stdio: 'ignore',
  })
}

async function finished(child: ReturnType<typeof migrate>): Promise<number | null> {
  await once(child, 'exit')
  return child.exitCode
}
