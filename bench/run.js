/**
 * `npm run bench`: side by side with the peers. Installs them into `bench/` when they are not there.
 *
 *   --quick   fewer, shorter rounds, without large stores and profiles, one database server: about a minute
 *   --write   writes docs/performance.md
 *   --peers   the peers alone        --ours  ours, raw and floor alone
 *   --only a,b  some groups of: http server callback sqlite counts loaded cold sizes memory databases scale scale-databases
 *   --profile   profiles every row of ours, not only those that miss a bound
 */
import { fork, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { databases } from './databases.js'
import { judge } from './judge.js'
import { page, tables } from './report.js'
import { secret } from './world.js'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const groups = [
  'http',
  'server',
  'callback',
  'sqlite',
  'counts',
  'loaded',
  'cold',
  'sizes',
  'memory',
  'databases',
  'scale',
  'scale-databases',
]
const timedGroups = {
  session: 'http',
  'session-16': 'http',
  anonymous: 'http',
  csrf: 'http',
  providers: 'http',
  start: 'http',
  credentials: 'http',
  server: 'server',
  'callback-plain': 'callback',
  'callback-oidc': 'callback',
  sqlite: 'sqlite',
  'verb-sqlite': 'sqlite',
  ...Object.fromEntries(databases.flatMap(({ id }) => [`session-${id}`, `verb-${id}`].map((row) => [row, 'databases']))),
}

/** Milliseconds that all groups together may take. */
const longest = 600_000

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
    peers: { type: 'boolean' },
    ours: { type: 'boolean' },
    profile: { type: 'boolean' },
    only: { type: 'string' },
  },
})
await main()

async function main() {
  const begun = performance.now()
  if (!existsSync(here('../dist/engine/index.js')))
    console.error('dist/ is missing: `npm run build` first; until then the peers alone are measured.')
  if (!flags.ours) installPeers()
  const how = flags.quick ? { rounds: 5, slot: 15, warm: 80, servers: 1 } : { rounds: 11, slot: 25 }
  const wanted = flags.only?.split(',') ?? (flags.quick ? groups.filter((name) => !name.startsWith('scale')) : groups)
  const results = {}
  for (const group of wanted.filter((name) => groups.includes(name))) {
    const start = performance.now()
    try {
      Object.assign(results, await measured(group, how))
    } catch (error) {
      // What it would have told is named below as not measured.
      console.error(error.message)
      process.exitCode = 1
    }
    console.error(`${group}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  const judged = judge(results)
  const about = aboutThisRun(how)
  mkdirSync(here('../.tmp/bench'), { recursive: true })
  writeFileSync(here('results.json'), JSON.stringify({ about, results, judged }, null, 1))
  console.log(tables(judged))
  if (judged.missing.length > 0) console.log(`Not measured in this run:\n${judged.missing.map((title) => `  ${title}`).join('\n')}`)
  if (judged.unmet.length > 0) console.log(`Not met:\n${judged.unmet.map(({ title, what }) => `  ${title}: ${what}`).join('\n')}`)
  if (judged.unmet.length + judged.missing.length === 0) console.log('Every bound is met.')
  if (flags.write && judged.missing.length > 0) throw new Error('docs/performance.md is written by a whole run only')
  if (flags.write) writeFileSync(here('../docs/performance.md'), page(judged, about))
  if (!flags.quick || flags.profile) await profileUnmet(judged)
  console.error(`${((performance.now() - begun) / 1000).toFixed(0)} s in all; figures in bench/results.json`)
}

function installPeers() {
  const [installed, wanted] = [here('node_modules/.package-lock.json'), here('package-lock.json')]
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return
  console.error('installing the peers …')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: here('.'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('the peers could not be installed; `npm run bench -- --ours` measures without them')
}

/** A group in a process of its own, ended when the time of the whole run is over. */
function measured(group, how) {
  const child = fork(here('rows/child.js'), [group, JSON.stringify(how)], {
    env: { ...process.env, BENCH_SECRET: secret, ...(flags.peers ? { BENCH_ONLY: 'peers' } : flags.ours ? { BENCH_ONLY: 'ours' } : {}) },
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), Math.max(1000, longest - performance.now()))
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      reject(new Error(`group ${group} ended with ${code ?? signal}`))
    })
  })
}

async function profileUnmet({ unmet }) {
  const rows = new Set(flags.profile ? Object.keys(timedGroups) : unmet.map(({ row }) => row))
  const affected = new Set([...rows].map((row) => timedGroups[row]).filter(Boolean))
  if (flags.peers) return
  for (const group of affected) {
    const profiles = await measured(group, { rounds: 1, slot: 100, profile: [...rows] }).catch(() => ({}))
    for (const row of [...rows].filter((id) => timedGroups[id] === group)) {
      for (const [name, top] of Object.entries(profiles[row] ?? {}).filter(
        ([name]) => flags.profile || unmet.some((one) => one.row === row && one.subject === name),
      ))
        console.log(`\nself time, ${row}, ${name} (.tmp/bench/profiles)\n${top.join('\n')}`)
    }
  }
  console.log('')
}

function aboutThisRun({ rounds }) {
  const lock = JSON.parse(readFileSync(here('package-lock.json'), 'utf8'))
  const names = ['next-auth-5', 'next-auth-4', '@auth/core', '@auth/kysely-adapter', '@auth/pg-adapter', 'better-auth', 'iron-session']
  const versions = names
    .map((name) => `${name.replace(/^next-auth-\d$/, 'next-auth')} ${lock.packages[`node_modules/${name}`].version}`)
    .join(', ')
  const processors = cpus()
  return {
    machine: `${processors.length} cores (${processors[0].model.trim()}) with a load of ${loadavg()[1].toFixed(1)}`,
    node: process.versions.node,
    versions,
    rounds,
    command: 'npm run bench -- --write',
    date: new Date().toISOString().slice(0, 10),
  }
}
