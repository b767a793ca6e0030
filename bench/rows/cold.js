/** From the start of a process to the first session answer, over a process that asks nobody. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { median } from '../measure.js'
import { createOurs, createPeer, withOurs } from '../peers/index.js'
import { secret } from '../world.js'
import { signedIn } from './http.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entries = {
  raw: 'raw.js',
  ours: 'ours.js',
  '@auth/core': 'auth-core.js',
  'next-auth 4': 'next-auth-4.js',
  'better-auth': 'better-auth.js',
  'iron-session': 'iron-session.js',
}

export async function measure({ rounds }) {
  const all = []
  for (const { name, file, cookie } of await starts())
    all.push({ name, kind: 'installed', file, cookie }, { name, kind: 'bundled', file: await bundled(name, file), cookie })
  return { cold: await alternateStarts(all, Math.max(3, Math.min(rounds, 11))) }
}

/** A program each, and a cookie that it shall find Ann in. */
export async function starts() {
  const all = []
  for (const [name, file] of Object.entries(entries)) {
    if (name === 'ours' ? !withOurs('providers/github.js') : name !== 'raw' && process.env.BENCH_ONLY === 'ours') continue
    const peer = name === 'ours' ? (await createOurs())[0] : await createPeer(name)
    await signedIn(peer)
    all.push({ name, file: fileURLToPath(new URL(`../cold/${file}`, import.meta.url)), cookie: peer.browser.cookie || 'a=b' })
  }
  return all
}

/** As a server's bundler would: minified, split where an import is dynamic. */
async function bundled(name, entry) {
  const outdir = join(root, '.tmp/bench/cold', name.replace(/\W/g, '-'))
  await build({
    entryPoints: { entry },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['next', 'react', 'nodemailer', 'pg', 'mysql2', 'tedious', 'mongodb', 'redis', 'ldapts'],
    // CommonJS inside a module asks for `require`.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'error',
  })
  return join(outdir, 'entry.mjs')
}

/** Milliseconds, one number a round; `raw` is the bare Node. */
async function alternateStarts(all, rounds) {
  const times = { installed: {}, bundled: {} }
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const { name, kind, file, cookie } = all[(turn + Math.max(0, round)) % all.length]
      const spent = await start(file, cookie)
      // The first round fills the file cache.
      if (round < 0) times[kind][name] = []
      else times[kind][name].push(spent)
    }
  }
  const over = (kind) =>
    Object.fromEntries(
      Object.entries(times[kind]).map(([name, list]) => [name, median(list.map((time, round) => time - times[kind].raw[round]))]),
    )
  return { installed: over('installed'), bundled: over('bundled'), bare: median(times.installed.raw) }
}

function start(file, cookie) {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const child = spawn(process.execPath, [file], {
      env: { ...process.env, BENCH_COOKIE: cookie, BENCH_SECRET: secret },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve(performance.now() - begun) : reject(new Error(`${file} ended with ${code}: no session`)),
    )
  })
}
