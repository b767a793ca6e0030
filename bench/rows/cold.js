/** From the start of a process to the first session answer, over a process that asks nobody; and what is loaded on the way. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../bundle.js'
import { median } from '../measure.js'
import { createOurs, createPeer, withOurs } from '../peers/index.js'
import { secret } from '../world.js'
import { signedIn } from './http.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entries = { raw: 'raw.js', ours: 'ours.js', '@auth/core': 'auth-core.js', 'next-auth 4': 'next-auth-4.js', 'better-auth': 'better-auth.js', 'iron-session': 'iron-session.js' }

export async function measure({ rounds }) {
  const starts = []
  const loaded = {}
  for (const [name, file] of Object.entries(entries)) {
    if (name === 'ours' && !withOurs('providers/github.js')) continue
    const peer = name === 'ours' ? (await createOurs())[0] : await createPeer(name)
    await signedIn(peer)
    const cookie = peer.browser.cookie || 'a=b'
    const installed = fileURLToPath(new URL(`../cold/${file}`, import.meta.url))
    starts.push({ name, kind: 'installed', file: installed, cookie }, { name, kind: 'bundled', file: await bundled(name, installed), cookie })
    loaded[name] = trace(installed, cookie)
  }
  return { cold: await alternateStarts(starts, Math.max(3, Math.min(rounds, 11))), loaded }
}

async function bundled(name, entry) {
  const folder = join(root, '.tmp/bench/cold', name.replace(/\W/g, '-'))
  const { files } = await bundle({ entry, outdir: folder })
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, contents)
  }
  const file = join(folder, 'entry.mjs')
  if (!existsSync(file)) throw new Error(`no bundle of ${name}`)
  return file
}

/** Milliseconds, one number a round; `raw` is the bare Node. */
async function alternateStarts(starts, rounds) {
  const times = { installed: {}, bundled: {} }
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < starts.length; turn++) {
      const { name, kind, file, cookie } = starts[(turn + Math.max(0, round)) % starts.length]
      const spent = await start(file, cookie)
      // The first round fills the file cache.
      if (round >= 0) (times[kind][name] ??= []).push(spent)
    }
  }
  const over = (kind) => Object.fromEntries(Object.entries(times[kind]).map(([name, all]) => [name, median(all.map((time, round) => time - times[kind].raw[round]))]))
  return { installed: over('installed'), bundled: over('bundled'), bare: median(times.installed.raw) }
}

const environment = (cookie) => ({ ...process.env, BENCH_COOKIE: cookie, BENCH_SECRET: secret })

function start(file, cookie) {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const child = spawn(process.execPath, [file], { env: environment(cookie), stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve(performance.now() - begun) : reject(new Error(`${file} ended with ${code}: no session`))))
  })
}

/** @returns {{ own: { modules: number, bytes: number, files: string[] }, all: { modules: number, bytes: number } }} */
export function trace(file, cookie) {
  const hook = fileURLToPath(new URL('../loader-trace.js', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', hook, file], { env: environment(cookie), encoding: 'utf8' })
  if (status !== 0) throw new Error(`trace of ${file}: ${stderr}`)
  const seen = JSON.parse(stdout.trim().split('\n').at(-1)).filter(({ url }) => !url.endsWith(file))
  const own = seen.filter(({ url }) => url.startsWith(`file://${join(root, 'dist')}/`))
  const sum = (list) => ({ modules: list.length, bytes: list.reduce((bytes, one) => bytes + one.bytes, 0) })
  return { own: { ...sum(own), files: own.map(({ url, bytes }) => `${url.split('/dist/')[1]} ${bytes}`) }, all: sum(seen) }
}
