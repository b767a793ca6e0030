// Starts the gallery: an identity server, a mail catcher and the Next app, all on this machine. Prints one address. Ctrl-C stops everything.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { build, isBuilt } from './build.js'
import { startIdentity } from './identity/server.js'
import { startMail } from './mail/server.js'
import { freePort } from './ports.js'

const gallery = import.meta.dirname
const root = resolve(gallery, '../..')
/** The database and the secret; deleting the folder starts anew. */
const data = resolve(process.env.GALLERY_DATA ?? join(root, '.tmp/gallery'))
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
const patience = 60_000

/** @type {(() => void)[]} What has to be stopped, newest last. */
const running = []
let stopping = false

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => stop(0))
await start().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  stop(1)
})

async function start() {
  if (!existsSync(join(root, 'dist/next/index.js')))
    throw new Error('The package is not built yet: npm run build, or npm start, which does that first.')
  mkdirSync(data, { recursive: true })
  const port = await freePort(Number(process.env.PORT || 3000))
  const app = `http://localhost:${port}`
  const secret = randomBytes(32).toString('base64url')
  // The same ones at the next start, where they are free.
  const near = port < 60_000 ? port : port - 10_000
  const identity = await startIdentity({ port: await freePort(near + 1000), app, secret })
  running.push(identity.close)
  const mail = await startMail({ smtpPort: await freePort(near + 1100), inboxPort: await freePort(near + 1200) })
  running.push(mail.close)
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    AUTH_URL: app,
    AUTH_SECRET: keptSecret(),
    AUTH_IDP_ISSUER: identity.issuer,
    AUTH_IDP_SECRET: secret,
    MAIL_SERVER: mail.smtp,
    DATABASE_URL: `sqlite:${join(data, 'gallery.db')}`,
    GALLERY_INBOX: mail.inbox,
    GALLERY_FOLDER: gallery,
  }
  if (!isBuilt()) {
    console.error('Building the gallery, once …')
    await build((args) => run(next, args, env))
  }
  await run(join(root, 'dist/cli/index.js'), ['migrate', 'up'], env)
  await serve(port, env)
  if (!stopping) console.log(`→ ${app}`)
}

/**
 * Starts Next and waits until it answers.
 * @param {number} port
 * @param {NodeJS.ProcessEnv} env
 */
async function serve(port, env) {
  const child = spawn(process.execPath, [next, 'start', gallery, '--port', String(port), '--hostname', '127.0.0.1'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Its greeting holds an address that is not the one to visit.
  let said = ''
  child.stdout.on('data', (chunk) => {
    said = (said + chunk).slice(-4000)
  })
  let ended = false
  child.once('exit', () => {
    ended = true
    if (!stopping) {
      console.error(`${said}\nThe Next app ended.`)
      stop(1)
    }
  })
  running.push(() => {
    child.kill('SIGTERM')
    // Next finishes what it is answering; somebody who pressed Ctrl-C does not wait for ever.
    setTimeout(() => child.kill('SIGKILL'), 5000).unref()
  })
  for (const until = Date.now() + patience; !ended && Date.now() < until; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/auth/providers`).catch(() => undefined)
    await answer?.text()
    if (answer?.ok) return
    if (answer) throw new Error(`The gallery answers ${answer.status} where it should list its providers.`)
    await new Promise((resume) => setTimeout(resume, 100))
  }
  if (!ended) throw new Error('The Next app did not answer within a minute.')
}

/**
 * Runs a script of this repository to its end, and shows what it said only when it failed.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>}
 */
function run(script, args, env) {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const end = () => void child.kill('SIGTERM')
  running.push(end)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => {
      running.splice(running.indexOf(end), 1)
      if (code === 0) done()
      else fail(new Error(stopping ? 'Stopped.' : said))
    })
  })
}

/** The same one at the next start, so that a restart signs nobody out. */
function keptSecret() {
  const file = join(data, 'secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

/** @param {number} code */
function stop(code) {
  if (stopping) return
  stopping = true
  process.exitCode = code
  for (const end of running.reverse()) end()
}
