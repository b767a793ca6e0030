// `npm start`: on a fresh clone installs and builds, then runs the gallery until it is told to stop.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { environment, install, nodePath, root, run } from './prepare.js'

function main() {
  const { why } = install()
  if (why) return stop(`npm ci failed: ${why}`)
  const built = run(nodePath(), ['tools/build.js'])
  if (built.why && !existsSync(join(root, 'dist/next/index.js'))) return stop('The build failed.')
  if (built.why) console.error('The build has errors, above; starting with what it wrote.')
  const gallery = 'examples/gallery/start.js'
  if (!existsSync(join(root, gallery))) return stop(`${gallery} is missing.`)
  runUntilStopped(gallery)
}

/**
 * In a process group of its own, so that Ctrl-C reaches it once, through us, and it can end its servers in order.
 * @param {string} script
 */
function runUntilStopped(script) {
  const child = spawn(nodePath(), [script], { cwd: root, env: environment(), stdio: 'inherit', detached: process.platform !== 'win32' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  // npm puts a shell between itself and us, which passes no signal on: when it is gone, so are we.
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 500)
  watch.unref()
  child.on('error', ({ message }) => stop(message))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 0 : 1)
  })
}

/** @param {string} why */
function stop(why) {
  console.error(why)
  process.exitCode = 1
}

main()
