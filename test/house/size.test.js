import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPackage } from '../../tools/doors.js'
import { measure } from '../../tools/size.js'
import { packageOf, repository } from './package-of.js'

const budgets = JSON.parse(readFileSync(join(repository, 'tools/budgets.json'), 'utf8'))

/** An engine that signs anybody in, and has one answer. */
const engine = (/** @type {object} */ answer) => `const headers = { 'set-cookie': 'session-token=x' }
export const createAuth = () => ({ handle: async () => Response.json(${JSON.stringify(answer)}, { headers }) })
`

const small = {
  'react/index.js': `import 'react'\nexport const useSession = 1, signIn = 2, signOut = 3\nexport const SessionProvider = () => import('./late.js')\n`,
  'react/late.js': `export const late = '${'x'.repeat(500)}'\n`,
  'client/index.js': 'export default 1\n',
  'next/index.js': `export default () => ({ handlers: () => import('./later.js') })\n`,
  'next/later.js': `export const later = '${'x'.repeat(1000)}'\n`,
  'providers/github.js': 'export default 1\n',
  'providers/spotify.js': `export default () => '${'s'.repeat(100)}'\n`,
  'providers/other.js': `export default () => '${'o'.repeat(300)}'\n`,
  'providers/all.js': `export { default as Spotify } from './spotify.js'\nexport { default as Other } from './other.js'\n`,
  'providers/index.js': `export * from './all.js'\nexport * as default from './all.js'\n`,
  'engine/index.js': engine({ csrfToken: 'x', user: { name: 'Ann' } }),
}

test('what loads at start, in all and not at all is told apart', async () => {
  const { measures, failures } = await measure(built(small), budgets)
  expect(failures).toEqual([])
  const [client, start, all] = measures.map(({ is }) => is)
  expect(client).toBeLessThan(400)
  expect(start).toBeLessThan(1000)
  expect(all).toBeGreaterThan(1000)
})

test('a size over its budget fails, with both numbers', async () => {
  const { failures } = await measure(built(small), {
    ...budgets,
    server: { ...budgets.server, all: 1000 },
    client: { ...budgets.client, gzip: 20 },
  })
  expect(failures).toEqual([
    expect.stringMatching(/^client \(useSession signIn signOut SessionProvider\), gzip: \d+ bytes, at most 20$/),
    expect.stringMatching(/^server with one provider, in all: \d+ bytes, at most 1000$/),
  ])
})

test.each(['HS512', 'SELECT', 'client_secret', 'node:'])("the server's word %s in a chunk for browsers fails", async (word) => {
  const { failures } = await measure(built({ ...small, 'react/late.js': `export const late = '${word}'\n` }), budgets)
  expect(failures).toContain(`next-auth/react: the server's word "${word}" is in what browsers load`)
})

test('a list of providers through which bundlers do not see fails', async () => {
  const opaque = `import * as all from './all.js'\nexport * from './all.js'\nconst list = { ...all }\nexport default list\n`
  const { failures } = await measure(built({ ...small, 'providers/index.js': opaque }), budgets)
  expect(failures).toContainEqual(expect.stringMatching(/^what it costs more as a member of `Providers`: \d+ bytes, at most/))
})

test('a missing door fails, by name', async () => {
  const { 'client/index.js': _client, 'engine/index.js': _engine, ...rest } = small
  const { failures } = await measure(built(rest), budgets)
  expect(failures).toEqual(['read: missing door next-auth/core', 'browser: missing door next-auth/client'])
})

test('a session that was not read fails', async () => {
  const { failures } = await measure(built({ ...small, 'engine/index.js': engine({ csrfToken: 'x' }) }), budgets)
  expect(failures).toEqual(['read: Error: the session was not read: 200 {"csrfToken":"x"}'])
})

/**
 * A package with a `dist/` of these files.
 * @param {Record<string, string>} files
 */
function built(files) {
  const { name, type, exports } = readPackage(repository)
  const dist = Object.entries(files).map(([path, text]) => [`dist/${path}`, text])
  return packageOf({ 'package.json': { name, type, exports }, ...Object.fromEntries(dist) })
}
