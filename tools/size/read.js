// Which files of ours one session read loads.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const url = 'http://localhost:3000'

/**
 * @param {string} root folder of the package
 * @returns {Promise<{ path: string, bytes: number }[]>} below `dist/`
 * @throws when the session could not be read
 */
export async function traceRead(root) {
  const secret = randomBytes(32).toString('base64url')
  const cookie = await signIn(root, secret)
  const hook = pathToFileURL(join(import.meta.dirname, 'trace.js')).href
  // As text, so that `next-auth` is the package in `root`.
  const script = readFileSync(join(import.meta.dirname, 'session-read.js'), 'utf8')
  const run = spawnSync(process.execPath, ['--import', hook, '--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, NODE_ENV: 'production', READ_URL: url, READ_SECRET: secret, READ_COOKIE: cookie },
  })
  if (run.status !== 0) throw new Error(run.stderr.match(/^\w*Error.*$/m)?.[0] ?? `the script ended with ${run.status ?? run.signal}`)
  const dist = join(root, 'dist/')
  const urls = /** @type {string[]} */ (JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '[]'))
  const paths = urls.map((loaded) => fileURLToPath(loaded)).filter((path) => path.startsWith(dist))
  return paths.map((path) => ({ path: path.slice(dist.length), bytes: statSync(path).size }))
}

/**
 * Ann signs in through the front door, in this process, so that the traced one has nothing to do but read.
 * @param {string} root
 * @param {string} secret
 * @returns {Promise<string>} a Cookie header
 */
async function signIn(root, secret) {
  const { createAuth } = await import(pathToFileURL(join(root, 'dist/engine/index.js')).href)
  const ann = { id: 'credentials', name: 'Ann', type: 'credentials', credentials: {}, authorize: () => ({ id: '1', name: 'Ann' }) }
  const auth = createAuth({ secret, url, providers: [ann] })
  const csrf = await auth.handle(new Request(`${url}/api/auth/csrf`, { headers: { host: 'localhost:3000' } }))
  const { csrfToken } = await csrf.json()
  const headers = { host: 'localhost:3000', origin: url, cookie: cookiesOf(csrf) }
  const body = new URLSearchParams({ csrfToken })
  const answer = await auth.handle(new Request(`${url}/api/auth/callback/credentials`, { method: 'POST', headers, body }))
  const cookies = cookiesOf(answer)
  if (!cookies.includes('session-token')) throw new Error(`nobody could sign in: ${answer.status} ${answer.headers.get('location') ?? ''}`)
  return cookies
}

/** @param {Response} answer */
function cookiesOf(answer) {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}
