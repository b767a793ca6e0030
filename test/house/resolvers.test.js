import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../tools/build.js'
import { installLaboratory } from '../../tools/laboratory.js'
import { pack } from '../../tools/pack.js'
import { isBuilt } from '../../tools/typescript.js'

/**
 * Tools that find modules in their own way, each with an application that has the packed library: what docs/jest-and-commonjs.md says of
 * them is what happens here.
 */
const root = join(import.meta.dirname, '../..')
const react = `'use strict'
const { createElement } = require('react')
const { renderToString } = require('react-dom/server')
const { SessionProvider, useSession } = require('next-auth/react')
const Name = () => useSession().data.user.name
`
const session = "{ user: { name: 'Ann' }, expires: '2100-01-01T00:00:00.000Z' }"
/** @type {string} */
let laboratory
/** @type {string} */
let app

beforeAll(async () => {
  if (!isBuilt(root)) await build(root)
  laboratory = installLaboratory(join(import.meta.dirname, 'resolvers'), 'resolvers')
  app = join(laboratory, `app-${process.pid}`)
  mkdirSync(app, { recursive: true })
  pack(root, app)
}, 600_000)
afterAll(() => rmSync(app, { recursive: true, force: true }))

test('Jest 30 as it comes: the client’s doors are mocked by name, by hand, or taken as they are', () => {
  const folder = project('jest-30', {
    'jest.config.json': { testEnvironment: 'node' },
    'automatic.test.js': `jest.mock('next-auth/react')
const { useSession } = require('next-auth/react')
test('mocked by name', () => {
  useSession.mockReturnValue({ data: ${session}, status: 'authenticated' })
  expect(useSession().data.user.name).toBe('Ann')
})`,
    'by-hand.test.js': `jest.mock('next-auth/react', () => ({ useSession: () => ({ data: ${session} }) }))
jest.mock('next-auth', () => ({ getServerSession: async () => null }))
test('mocked by hand', async () => {
  expect(require('next-auth/react').useSession().data.user.name).toBe('Ann')
  expect(await require('next-auth').getServerSession({})).toBeNull()
})`,
    'real.test.js': `${react}
test('as it is', () => {
  expect(renderToString(createElement(SessionProvider, { session: ${session} }, createElement(Name)))).toBe('Ann')
  expect(typeof require('next-auth/client').default.useSession).toBe('function')
})`,
  })
  expect(runJest(folder)).toEqual({ passed: 3, failed: 0 })
})

test('Jest 30 by `next/jest`: with `transpilePackages` it takes the server’s doors too', () => {
  const server = `import NextAuth, { getServerSession } from 'next-auth'
import { getToken } from 'next-auth/jwt'
import GitHub from 'next-auth/providers/github'
test('as they are', () => {
  const { handlers } = NextAuth({ secret: 'a-secret-for-tests-only-0123456789-abcdef', providers: [GitHub({ clientId: 'a', clientSecret: 'b' })] })
  expect([handlers.GET, getServerSession, getToken].map((one) => typeof one)).toEqual(['function', 'function', 'function'])
})`
  const configuration = "module.exports = require('next/jest')({ dir: __dirname })({ testEnvironment: 'node', rootDir: __dirname })\n"
  const files = { 'jest.config.js': configuration, 'server.test.js': server, 'pages/index.js': 'export default () => null\n' }
  const packages = ['next-auth', 'cookie', 'oauth4webapi']
  const nextConfig = `module.exports = { transpilePackages: ${JSON.stringify(packages)} }\n`
  expect(runJest(project('next-jest', { ...files, 'next.config.js': nextConfig }))).toEqual({ passed: 1, failed: 0 })
  expect(runJest(project('next-jest-plain', files))).toEqual({ passed: 0, failed: 1 })
})

test('webpack 5: an application that imports and one of its packages that requires share one session', async () => {
  const folder = project('webpack', {
    'index.js': `import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { SessionProvider } from 'next-auth/react'
import { Name } from './required.cjs'
export default renderToString(createElement(SessionProvider, { session: ${session} }, createElement(Name)))\n`,
    'required.cjs': "const { useSession } = require('next-auth/react')\nexports.Name = () => useSession().data.user.name\n",
  })
  const webpack = createRequire(join(laboratory, 'package.json'))('webpack')
  /** @type {{ compilation: { errors: unknown[], warnings: unknown[] } }} */
  const { compilation } = await new Promise((resolve, reject) =>
    webpack(
      {
        mode: 'production',
        context: folder,
        entry: './index.js',
        output: { path: folder, library: { type: 'commonjs2' } },
        target: 'node',
      },
      (/** @type {unknown} */ error, /** @type {any} */ stats) => (error ? reject(error) : resolve(stats)),
    ),
  )
  expect([compilation.errors, compilation.warnings]).toEqual([[], []])
  expect(createRequire(join(folder, 'x.cjs'))('./main.js').default).toBe('Ann')
})

test('Node.js by `require`: every module once, with its default export and its names', () => {
  const { NextAuth, GitHub, same } = node(`
    const auth = require('next-auth')
    const react = require('next-auth/react')
    import('next-auth/react').then((imported) => console.log(JSON.stringify({
      NextAuth: typeof auth.default,
      GitHub: require('next-auth/providers/github').default({ clientId: 'a' }).id,
      same: imported.SessionContext === react.SessionContext,
    })))`)
  expect({ NextAuth, GitHub, same }).toEqual({ NextAuth: 'function', GitHub: 'github', same: true })
})

test('the linter’s resolver for Node.js finds the package, and its other doors not', () => {
  const { resolve } = createRequire(join(laboratory, 'package.json'))('eslint-import-resolver-node')
  const found = ['next-auth', 'next-auth/react'].map((name) => resolve(name, join(app, 'index.js'), {}).found)
  expect(found).toEqual([true, false])
})

/**
 * @param {string} name
 * @param {Record<string, string | object>} files
 */
function project(name, files) {
  const folder = join(app, name)
  for (const [path, content] of Object.entries({ 'package.json': { private: true }, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/**
 * @param {string} folder
 * @returns {{ passed: number, failed: number }} files of tests
 */
function runJest(folder) {
  const { VITEST: _v, NODE_OPTIONS: _o, NODE_ENV: _e, ...env } = process.env
  const words = [join(laboratory, 'node_modules/jest/bin/jest.js'), '--rootDir', folder, '--json', '--watchman=false']
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', env, timeout: 60_000 })
  if (!stdout.includes('{')) throw new Error(stderr)
  const { numPassedTestSuites, numFailedTestSuites } = JSON.parse(stdout.slice(stdout.indexOf('{')))
  return { passed: numPassedTestSuites, failed: numFailedTestSuites }
}

/** @param {string} script */
function node(script) {
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: app, encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}
