import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageOf, repository } from './package-of.js'

const gallery = `
console.log('gallery', process.pid)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { console.log('told', signal); process.exit(0) })
setInterval(() => {}, 1000)
`

test.each(/** @type {const} */ (['SIGINT', 'SIGTERM']))('npm start tells the gallery of %s once, and waits for it', async (signal) => {
  const { process: started, lines, ended } = await start(gallery)
  started.kill(signal)
  expect(await ended).toEqual([0, null])
  expect(lines.filter((line) => line.startsWith('told'))).toEqual([`told ${signal}`])
})

test('npm start fails when the gallery fails', async () => {
  const { ended } = await start(`console.log('gallery'); process.exitCode = 3`)
  expect(await ended).toEqual([3, null])
})

test('npm start says what is missing', async () => {
  const { lines, ended } = await start(undefined)
  expect(await ended).toEqual([1, null])
  expect(lines).toContain('examples/gallery/start.js is missing.')
})

/**
 * A repository whose packages are installed and whose build is one line.
 * @param {string | undefined} script of the gallery
 */
async function start(script) {
  const lock = { packages: {} }
  const root = packageOf({
    'package.json': { type: 'module' },
    'package-lock.json': lock,
    'node_modules/.package-lock.json': lock,
    'tools/build.js': '',
    ...(script === undefined ? {} : { 'examples/gallery/start.js': script }),
  })
  cpSync(join(repository, 'tools/dev'), join(root, 'tools/dev'), { recursive: true })
  const started = spawn(process.execPath, ['tools/dev/start.js'], { cwd: root })
  const ended = once(started, 'close')
  /** @type {string[]} */
  const lines = []
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (text) => lines.push(...String(text).trim().split('\n')))
  while (started.exitCode === null && !lines.some((line) => line.startsWith('gallery'))) await new Promise((done) => setTimeout(done, 20))
  return { process: started, lines, ended }
}
