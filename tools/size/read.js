// Which files of ours one session read loads.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * @param {string} root folder of the package
 * @returns {Promise<{ path: string, bytes: number }[]>} below `dist/`
 * @throws when the session could not be read
 */
export async function traceRead(root) {
  const secret = randomBytes(32).toString('base64url')
  const { encode } = await import(pathToFileURL(join(root, 'dist/jwt/index.js')).href)
  const token = await encode({ token: { sub: '1', name: 'Ann' }, secret, maxAge: 3600 })
  const hook = pathToFileURL(join(import.meta.dirname, 'trace.js')).href
  // As text, so that `next-auth` is the package in `root`.
  const script = readFileSync(join(import.meta.dirname, 'session-read.js'), 'utf8')
  const run = spawnSync(process.execPath, ['--import', hook, '--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, NODE_ENV: 'production', READ_SECRET: secret, READ_TOKEN: token },
  })
  if (run.status !== 0) throw new Error(run.stderr.match(/^\w*Error.*$/m)?.[0] ?? `the script ended with ${run.status ?? run.signal}`)
  const dist = join(root, 'dist/')
  const urls = /** @type {string[]} */ (JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '[]'))
  const paths = urls.map((url) => fileURLToPath(url)).filter((path) => path.startsWith(dist))
  return paths.map((path) => ({ path: path.slice(dist.length), bytes: statSync(path).size }))
}
