import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../tools/build.js'
import { isBuilt } from '../../tools/typescript.js'

/** `npm install` of the packed package beside what applications have, without a flag; only resolved, nothing is downloaded but facts. */
const root = join(import.meta.dirname, '../..')
const react18 = { react: '18.3.1', 'react-dom': '18.3.1' }
const react19 = { react: '19.3.1', 'react-dom': '19.3.1' }
const prisma = { '@prisma/client': '5.22.0' }
/** @type {string} */
let folder

beforeAll(async () => {
  if (!isBuilt(root)) await build(root)
  mkdirSync(join(root, '.tmp'), { recursive: true })
  folder = mkdtempSync(join(root, '.tmp/peers-'))
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], root)
  const [tarball = ''] = readdirSync(folder)
  renameSync(join(folder, tarball), join(folder, 'next-auth.tgz'))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['Next 13', { next: '13.5.11', ...react18, nodemailer: '6.10.1' }],
  ['Next 14, with an adapter of v5', { next: '14.2.35', ...react18, nodemailer: '7.0.11', '@auth/prisma-adapter': '2.11.1', ...prisma }],
  ['Next 15, with `@auth/core`', { next: '15.5.29', ...react19, '@auth/core': '0.41.1', '@auth/drizzle-adapter': '1.11.1' }],
  ['Next 16', { next: '16.4.5', ...react19, nodemailer: '10.6.0' }],
  [
    'drivers that the application has for something else, of whatever age',
    { ...react18, mongodb: '4.17.2', redis: '3.1.2', mysql2: '2.3.3', tedious: '15.1.3', pg: '7.18.2', ldapts: '4.2.6' },
  ],
])('npm installs it beside %s', (_what, dependencies) => {
  expect(install({ dependencies })).toBe('installed')
})

test('beside an adapter of v4, which asks for `next-auth` 4, it is installed with one override', () => {
  const dependencies = { next: '14.2.35', ...react18, '@next-auth/prisma-adapter': '1.0.7', ...prisma }
  expect(install({ dependencies })).toContain('peer next-auth@"^4" from @next-auth/prisma-adapter@1.0.7')
  const place = application({ dependencies: { ...dependencies, 'next-auth': '4.24.15' } })
  npm(['pkg', 'set', 'overrides[@next-auth/prisma-adapter].next-auth=$next-auth'], place)
  expect(installIn(place)).toBe('installed')
})

/** @param {object} manifest */
function install(manifest) {
  return installIn(application(manifest))
}

/** @param {object} manifest */
function application(manifest) {
  const place = mkdtempSync(join(folder, 'app-'))
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, ...manifest }))
  return place
}

/**
 * @param {string} place
 * @returns {string} `installed`, or what npm says
 */
function installIn(place) {
  const { status, said } = npm(['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund', '../next-auth.tgz'], place)
  return status === 0 ? 'installed' : said
}

/**
 * @param {string[]} words
 * @param {string} cwd
 */
function npm(words, cwd) {
  const { status, stdout, stderr } = spawnSync('npm', words, { cwd, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}
