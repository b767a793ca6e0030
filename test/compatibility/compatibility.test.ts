import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { publishedOptions } from './inventory.js'
import { callbacks } from './rows/callbacks.js'
import { clients } from './rows/client.js'
import { cookies } from './rows/cookies.js'
import { environment } from './rows/environment.js'
import { errors } from './rows/errors.js'
import { imports } from './rows/imports.js'
import { options } from './rows/options.js'
import { providers } from './rows/providers.js'
import { routes } from './rows/routes.js'
import { server } from './rows/server.js'
import { type Row, render } from './table.js'

vi.mock('next/headers.js', async () => {
  const { stage } = await import('./next-stage.js')
  return {
    headers: async () => stage.headers,
    cookies: async () => ({ getAll: () => pairs(stage.headers), set: (name: string, value: string) => stage.set.push([name, value]) }),
  }
})

function pairs(headers: Headers): { name: string; value: string }[] {
  const listed = (headers.get('cookie') ?? '').split('; ').filter(Boolean)
  return listed.map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1) }))
}

const root = join(import.meta.dirname, '../..')
const page = join(root, 'docs/compatibility.md')

const here: readonly Row[] = [
  ...routes,
  ...callbacks,
  ...options,
  ...cookies,
  ...environment,
  ...server,
  ...providers,
  ...(await imports()),
  ...(await errors()),
]
const table: readonly Row[] = [...here, ...clients]
/** Those of the clients need a browser, and pass or fail in `test/browser/clients.test.ts`. */
const passed = new Set<Row>(clients)
const records = new Map(readdirSync(join(root, 'docs/decisions')).map((file) => [file.slice(0, 4), file]))

test.each(here)('$generation $kind: $what', async (row) => {
  await row.check()
  passed.add(row)
})

test('every row is there once', () => {
  const names = table.map(({ generation, kind, what }) => `${generation} ${kind} ${what}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('every option that was published has a row', () => {
  const known = new Set(
    table.flatMap(({ generation, what }) => [...what.matchAll(/`([\w.]+)`/g)].map(([, name]) => `${generation} ${name}`)),
  )
  const forgotten = publishedOptions().map(({ generation, path }) => `${generation} ${path}`)
  expect(forgotten.filter((option) => !known.has(option))).toEqual([])
})

test('every difference has a record that gives the reason', () => {
  const lost = table.flatMap(({ verdict, what }) =>
    verdict === 'same' || records.has(verdict.record) ? [] : [`${what}: ${verdict.record}`],
  )
  expect(lost).toEqual([])
})

/** `COMPATIBILITY=write npx vitest run --project flows test/compatibility` writes the page. */
test('docs/compatibility.md is what this run gives, with nothing left to do', () => {
  const text = render(table, passed, records)
  if (process.env.COMPATIBILITY === 'write') writeFileSync(page, text)
  expect(readFileSync(page, 'utf8')).toBe(text)
  expect(text).not.toContain('| not yet |')
})
