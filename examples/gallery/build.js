import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const gallery = import.meta.dirname
const root = resolve(gallery, '../..')
const stamp = join(gallery, '.next/built-from')

/** Whether `.next` was made of exactly these files. Times would say "no" after every build of the package. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest()
}

/**
 * @param {(args: readonly string[]) => Promise<void>} next runs the Next command
 */
export async function build(next) {
  const made = digest()
  await next(['build', gallery])
  writeFileSync(stamp, made)
}

function digest() {
  const hash = createHash('sha256')
  for (const file of [...filesIn(gallery), ...filesIn(join(root, 'dist')), join(root, 'package-lock.json')]) {
    hash.update(`${relative(root, file)}\n`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => !['.next', 'next-env.d.ts', 'node_modules', 'README.md'].includes(name),
  )
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]))
}
