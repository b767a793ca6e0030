/** Memory over a bare server after a few thousand reads, and what one more request in flight holds. A process each. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from '../measure.js'
import { withOurs } from '../peers/index.js'
import { prepareEnvironment } from '../world.js'

const here = fileURLToPath(import.meta.url)
const names = ['raw', 'ours', '@auth/core', 'next-auth 4', 'better-auth', 'iron-session']
/** Those that take an adapter, and so can be made to wait. */
const waiting = new Set(['raw', 'ours', '@auth/core', 'next-auth 4'])

export async function measure({ rounds }) {
  const memory = {}
  for (const name of names) {
    if (name === 'ours' ? !withOurs() : name !== 'raw' && process.env.BENCH_ONLY === 'ours') continue
    const runs = Array.from({ length: rounds > 5 ? 3 : 1 }, () => inProcess(name))
    memory[name] = {
      rss: median(runs.map(({ rss }) => rss)),
      heap: median(runs.map(({ heap }) => heap)),
      ...(waiting.has(name) ? { flight: median(runs.map(({ flight }) => flight)) } : {}),
    }
  }
  return { memory }
}

function inProcess(name) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', here, name], {
    encoding: 'utf8',
    env: process.env,
    timeout: 60_000,
  })
  if (status !== 0) throw new Error(`memory of ${name}: ${stderr}`)
  return JSON.parse(stdout)
}

if (process.argv[1] === here) await report(process.argv[2])

async function report(name) {
  prepareEnvironment()
  const { createOurs, createPeer } = await import('../peers/index.js')
  const { Browser } = await import('../browser.js')
  const make = async (world) => (name === 'ours' ? (await createOurs(world))[0] : createPeer(name, world))
  const peer = await make({})
  const browser = new Browser(peer.handle)
  await peer.signIn?.(browser)
  for (let index = 0; index < 1000; index++) await peer.handle(browser.request(peer.paths.session))
  const { rss, heap } = await settled()
  const flight = waiting.has(name) ? await heldInFlight(name, make, Browser) : undefined
  console.log(JSON.stringify({ rss, heap, flight }))
  process.exit()
}

async function settled() {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heap: heapUsed + external }
}

/** Bytes per request that waits for its store. */
async function heldInFlight(name, make, Browser) {
  let open
  const gate = new Promise((resolve) => {
    open = resolve
  })
  const lookup = async () => {
    await gate
    return null
  }
  const bare = async (request) => {
    await lookup()
    return new Response(request.method)
  }
  const peer = name === 'raw' ? { handle: bare } : await make({ adapter: adapterOf(lookup) })
  const browser = new Browser(peer.handle)
  for (const cookie of ['__Secure-authjs.session-token', '__Secure-next-auth.session-token', '__Host-next-auth.session-token'])
    browser.cookies.set(cookie, 'x'.repeat(43))
  const count = 2000
  const requests = Array.from({ length: count }, () => browser.request('/api/auth/session'))
  const before = await settled()
  const answers = requests.map((request) => peer.handle(request))
  const held = await settled()
  open()
  await Promise.all(answers)
  return (held.heap - before.heap) / count
}

function adapterOf(lookup) {
  const none = async () => null
  const verbs = [
    'createUser',
    'getUser',
    'getUserByEmail',
    'getUserByAccount',
    'updateUser',
    'deleteUser',
    'linkAccount',
    'unlinkAccount',
    'createSession',
    'updateSession',
    'deleteSession',
  ]
  return { ...Object.fromEntries(verbs.map((verb) => [verb, none])), getSessionAndUser: lookup }
}
