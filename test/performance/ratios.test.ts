/**
 * What a session read may cost, as counts that are the same on every machine, and as ratios to a hand-written handler on `node:crypto`
 * (the floor) that is measured in the same rounds. Only the counts are tight: a ratio here means "something is badly wrong".
 * The comparison with other libraries is `npm run bench`.
 */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

type Times = Record<string, { readonly cpu: number[] }>
interface Counts {
  readonly promises: number
  readonly pool: number
  readonly setCookies?: number
}

beforeAll(() => {
  if (!existsSync(join(root, 'dist/engine/index.js'))) throw new Error('dist/ is missing: run "npm run build" first.')
})

/** Rows of the benchmark about ours, raw and floor alone, in a process of their own: a test runner's loader would be measured otherwise. */
function measure<T>(group: string): Promise<T> {
  const child = fork(join(root, 'bench/rows/child.js'), [group, JSON.stringify({ rounds: 7, slot: 10 })], {
    env: { ...process.env, BENCH_ONLY: 'ours', NODE_OPTIONS: '' },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.once('message', (rows) => resolve(rows as T))
    child.once('exit', (code) => reject(new Error(`bench/rows/${group}.js ended with ${code}`)))
  })
}

describe('one session read', () => {
  let counts: Record<string, { handled: Counts; read?: Counts }>
  beforeAll(async () => {
    counts = (await measure<{ counts: typeof counts }>('counts')).counts
  })

  test.each(['ours', 'ours, encrypted', 'ours, next'])('%s: gives the thread pool nothing to do', (name) => {
    expect(counts[name]?.handled.pool).toBe(0)
  })

  test.each(['ours', 'ours, encrypted', 'ours, next'])('%s: makes at most 6 promises', (name) => {
    expect(counts[name]?.handled.promises).toBeLessThanOrEqual(6)
  })

  test('reads from headers without a promise', () => {
    expect(counts.ours?.read).toMatchObject({ promises: 0, pool: 0 })
  })

  test.each(['ours', 'ours, encrypted', 'ours, next'])('%s: sets no cookie before updateAge', (name) => {
    expect(counts[name]?.handled.setCookies).toBe(0)
  })

  test('loads at most 10 modules of ours, and 80 kB', async () => {
    const { loaded } = await measure<{ loaded: Record<string, { own: { modules: number; bytes: number; files: string[] } }> }>('loaded')
    const own = loaded.ours?.own
    expect(own?.modules, own?.files.join('\n')).toBeLessThanOrEqual(10)
    expect(own?.bytes, own?.files.join('\n')).toBeLessThanOrEqual(80_000)
  })
})

describe('SQLite', () => {
  let rows: { statements: Record<string, Record<'read' | 'nobody' | 'returning' | 'new', string[]>>; sqlite: Times }
  beforeAll(async () => {
    rows = await measure('sqlite')
  })

  test('a session read is one statement, and writes nothing before updateAge', () => {
    const read = rows.statements.ours?.read ?? []
    expect(read).toHaveLength(1)
    expect(read[0]).toMatch(/^\s*select\b/i)
  })

  test('nobody’s read asks the database nothing', () => {
    expect(rows.statements.ours?.nobody).toEqual([])
  })

  test('an OAuth sign-in takes 2 statements for a returning user, 5 for a new one', () => {
    expect(rows.statements.ours?.returning.length).toBeLessThanOrEqual(2)
    expect(rows.statements.ours?.new.length).toBeLessThanOrEqual(5)
  })
})

describe('ratios to the floor of the same rounds', () => {
  let rows: Record<string, Times>
  beforeAll(async () => {
    rows = { ...(await measure<Record<string, Times>>('http')), ...(await measure<Record<string, Times>>('server')) }
  })

  // Twice and more what was seen on two busy cores: [row, who, times the floor].
  test.each([
    ['session', 'ours', 6],
    ['session', 'ours, encrypted', 7],
    ['session', 'ours, remembered', 3],
    ['session-16', 'ours', 7],
    ['anonymous', 'ours', 6],
    ['csrf', 'ours', 8],
    ['providers', 'ours', 8],
    ['start', 'ours', 12],
    ['credentials', 'ours', 12],
    ['server', 'ours', 3],
    ['server', 'ours, next', 6],
  ])('%s: %s takes at most %d times as long', (row, name, most) => {
    expect(ratio(rows[row], name, 'floor')).toBeLessThanOrEqual(most)
  })
})

/** Median of the rounds' ratios, of processor time. */
function ratio(times: Times | undefined, name: string, base: string): number {
  const rounds = (times?.[name]?.cpu ?? []).map((time, round) => time / (times?.[base]?.cpu[round] ?? Number.NaN)).sort((a, b) => a - b)
  return rounds[rounds.length >> 1] ?? Number.NaN
}
