// Packs the package as the registry would get it, and installs that beside nothing else.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * @param {string} root folder of the package; `dist/` must be built
 * @param {string} folder becomes `node_modules/next-auth` of an application there; what was there before goes
 * @returns {{ files: string[], installed: string }} what the tarball holds; where it was unpacked
 * @throws when npm or tar fail
 */
export function pack(root, folder) {
  const installed = join(folder, 'node_modules/next-auth')
  rmSync(installed, { recursive: true, force: true })
  mkdirSync(installed, { recursive: true })
  const answer = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root)
  const listed = JSON.parse(answer.slice(answer.search(/[[{]/)))
  // npm 11 answers a list, npm 12 an object by package name.
  const [{ filename, files }] = Array.isArray(listed) ? listed : Object.values(listed)
  run('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components', '1'], root)
  rmSync(join(folder, filename))
  return { files: files.map((/** @type {{ path: string }} */ file) => file.path).sort(), installed }
}

/**
 * @param {string} command
 * @param {string[]} words
 * @param {string} cwd
 */
function run(command, words, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd, encoding: 'utf8' })
  if (error || status !== 0) throw new Error(`${command} ${words[0]}: ${error?.message ?? stderr}`)
  return stdout
}
