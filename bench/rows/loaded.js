/** Which files a process loads until it has answered one session read. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alwaysThere } from '../peers/index.js'
import { secret } from '../world.js'
import { starts } from './cold.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

export async function measure() {
  const loaded = {}
  for (const { name, file, cookie } of await starts()) if (!alwaysThere.includes(name)) loaded[name] = trace(file, cookie)
  return { loaded }
}

/** @returns {{ own: { modules: number, bytes: number, files: string[] }, all: { modules: number, bytes: number } }} */
function trace(file, cookie) {
  const hook = fileURLToPath(new URL('../loader-trace.js', import.meta.url))
  const env = { ...process.env, BENCH_COOKIE: cookie, BENCH_SECRET: secret }
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', hook, file], { env, encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw new Error(`trace of ${file}: ${stderr}`)
  const seen = JSON.parse(stdout.trim().split('\n').at(-1)).filter(({ url }) => !url.endsWith(file))
  const own = seen.filter(({ url }) => url.startsWith(`file://${join(root, 'dist')}/`))
  const sum = (list) => ({ modules: list.length, bytes: list.reduce((bytes, one) => bytes + one.bytes, 0) })
  return { own: { ...sum(own), files: own.map(({ url, bytes }) => `${url.split('/dist/')[1]} ${bytes}`) }, all: sum(seen) }
}
