// Starts a server from its recipe, and answers for its process until the end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeCertificate } from './certificate.js'
import { give, openGround, reservePort } from './place.js'

/** How long a server may take until it answers. It takes a second; a busy machine takes its time. */
const startSeconds = 60

/**
 * @param {import('./contract.js').Recipe} recipe
 * @returns {import('./contract.js').Service}
 */
export function serviceOf(recipe) {
  return { ...recipe, start: (options) => start(recipe, options) }
}

/**
 * @param {import('./contract.js').Recipe} recipe
 * @param {import('./contract.js').StartOptions} [options]
 * @returns {Promise<import('./contract.js').OwnServer>}
 */
async function start(recipe, { tls = false } = {}) {
  const why = recipe.missing()
  if (why) throw new Error(`${recipe.name} cannot be started here: ${why}.`)
  if (tls && !recipe.tls) throw new Error(`${recipe.name} is not set up for TLS.`)
  const ground = openGround(recipe)
  try {
    const { folder, data, account } = ground
    const certificate = tls ? makeCertificate(folder) : undefined
    const { port, release } = await reservePort()
    const place = {
      folder,
      data,
      port,
      certificate,
      give: (/** @type {string} */ path) => give(account, path),
      run: runner(ground),
    }
    if (certificate) for (const path of Object.values(certificate)) place.give(path)
    await recipe.prepare(place).finally(release)
    const body = await embody(recipe, ground, place)
    return serverOf(recipe, ground, place, body)
  } catch (error) {
    const log = readLog(ground.folder)
    await ground.clear()
    throw new Error(`${recipe.name} did not start: ${error instanceof Error ? error.message : error}\n${log}`, { cause: error })
  }
}

/**
 * @param {import('./place.js').Ground} ground
 * @returns {import('./contract.js').Place['run']}
 */
function runner(ground) {
  return async (file, words, env) => {
    const child = launch(ground, file, words, env)
    child.ref()
    // Interrupted, it would leave more behind than it does at its end.
    ground.watch(child.pid, '0')
    const [code, signal] = await once(child, 'exit')
    ground.watch(undefined, '0')
    if (code !== 0) throw new Error(`${file} ended with ${code ?? signal}`)
  }
}

/**
 * @param {import('./place.js').Ground} ground
 * @param {string} file
 * @param {readonly string[]} words
 * @param {Readonly<Record<string, string>>} [env]
 */
function launch({ folder, account }, file, words, env) {
  const log = openSync(join(folder, 'log'), 'a')
  const child = spawn(file, words, {
    ...account,
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LC_ALL: 'C', ...env },
    stdio: ['ignore', log, log],
    // Out of reach of Ctrl-C: the keeper ends it when we are gone.
    detached: true,
  })
  closeSync(log)
  // A program that is not there has no pid, and so has ended.
  child.on('error', () => {})
  // A test that forgets it still ends.
  child.unref()
  return child
}

/**
 * The first life of a server.
 * @param {import('./contract.js').Recipe} recipe
 * @param {import('./place.js').Ground} ground
 * @param {import('./contract.js').Place} place
 */
async function embody(recipe, ground, place) {
  const child = live(recipe, ground, place)
  try {
    if (recipe.settle) await until(recipe.settle, place, child)
    await until(recipe.answers, place, child)
    return child
  } catch (error) {
    await end(child, 'SIGKILL')
    recipe.forget?.(place)
    throw error
  }
}

/**
 * @param {import('./contract.js').Recipe} recipe
 * @param {import('./place.js').Ground} ground
 * @param {import('./contract.js').Place} place
 */
function live(recipe, ground, place) {
  const { file, words, env } = recipe.command(place)
  const child = launch(ground, file, words, env)
  ground.watch(child.pid, recipe.endSignal)
  child.once('exit', () => ground.watch(undefined, recipe.endSignal))
  return child
}

/** @typedef {import('node:child_process').ChildProcess} Process */

/**
 * @param {(place: import('./contract.js').Place) => Promise<void>} attempt
 * @param {import('./contract.js').Place} place
 * @param {Process} child
 */
async function until(attempt, place, child) {
  const deadline = Date.now() + startSeconds * 1000
  for (;;) {
    try {
      return await attempt(place)
    } catch (error) {
      if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`)
      if (Date.now() > deadline) throw error
    }
    await sleep(30)
  }
}

/**
 * @param {import('./contract.js').Recipe} recipe
 * @param {import('./place.js').Ground} ground
 * @param {import('./contract.js').Place} place
 * @param {Process} first
 * @returns {import('./contract.js').OwnServer}
 */
function serverOf(recipe, ground, place, first) {
  let child = first
  /** @type {Promise<void> | undefined} */
  let stopping
  const pids = () => (hasEnded(child) ? [] : [Number(child.pid), ...childrenOf(Number(child.pid))])
  const stop = async () => {
    if (hasEnded(child)) recipe.forget?.(place)
    else await end(child, recipe.endSignal, pids())
    await ground.clear()
  }
  return {
    name: recipe.name,
    url: recipe.url(place),
    port: place.port,
    folder: place.folder,
    socket: recipe.socket?.(place),
    secureUrl: recipe.secureUrl?.(place),
    ca: place.certificate?.ca,
    createDatabase: () => recipe.createDatabase(recipe.url(place)),
    dropDatabase: recipe.dropDatabase,
    pids,
    kill: () => end(child, 'SIGKILL', pids()),
    async restart() {
      if (!hasEnded(child)) await end(child, recipe.leaveSignal, pids())
      child = live(recipe, ground, place)
      await until(recipe.answers, place, child)
    },
    freeze: () => signal(pids(), 'SIGSTOP'),
    thaw: () => signal(pids(), 'SIGCONT'),
    stop: () => (stopping ??= stop()),
    [Symbol.asyncDispose]: () => (stopping ??= stop()),
  }
}

/**
 * Until it is gone, and the processes it had.
 * @param {Process} child
 * @param {NodeJS.Signals} how
 * @param {readonly number[]} [pids] its own and its children's
 */
async function end(child, how, pids = []) {
  if (hasEnded(child)) return
  child.ref()
  const ended = once(child, 'exit')
  // What is frozen hears nothing but SIGKILL.
  signal(pids, 'SIGCONT')
  child.kill(how)
  await ended
  if (how === 'SIGKILL') signal(pids, 'SIGKILL')
  while (pids.some(isAlive)) await sleep(10)
}

/** @param {Process} child */
function hasEnded(child) {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

/**
 * @param {readonly number[]} pids
 * @param {NodeJS.Signals | 0} how
 */
function signal(pids, how) {
  for (const pid of pids) {
    try {
      process.kill(pid, how)
    } catch {
      // It has ended by itself.
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    // A zombie, whose parent will hear of it later, is dead enough.
    return statusOf(pid).state !== 'Z'
  } catch {
    return false
  }
}

/**
 * @param {number} parent
 * @returns {number[]} what PostgreSQL starts for each connection; nothing where the system has no /proc
 */
function childrenOf(parent) {
  try {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return all.map(Number).filter((pid) => isAlive(pid) && statusOf(pid).parent === parent)
  } catch {
    return []
  }
}

/**
 * @param {number} pid
 * @returns {{ state: string | undefined, parent: number }} throws when it is gone
 */
function statusOf(pid) {
  // `pid (name) state parent …`, and the name may hold anything.
  const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return { state, parent: Number(parent) }
}

/** @param {string} folder */
function readLog(folder) {
  try {
    return readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-20).join('\n')
  } catch {
    return ''
  }
}
