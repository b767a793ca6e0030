// Builds `dist/` by plain tsc, forgets what no source makes any more, puts what belongs together into few files, adds what `require`
// finds, and makes the command executable.
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeCommonJs } from './commonjs.js'
import { readPackage } from './doors.js'
import { fuse } from './fuse.js'
import { typecheck } from './typescript.js'

/**
 * @param {string} root folder of the package
 * @returns {Promise<boolean>} whether every file compiled and every import led somewhere; what did is written either way
 */
export async function build(root) {
  const { ok, output } = typecheck(root, '.')
  process.stdout.write(output)
  forgetOrphans(root)
  const fused = (await fuse(root)) && (await writeCommonJs(root))
  for (const bin of Object.values(readPackage(root).bin ?? {})) if (existsSync(join(root, bin))) chmodSync(join(root, bin), 0o755)
  return ok && fused
}

/** @param {string} root */
function forgetOrphans(root) {
  const dist = join(root, 'dist')
  if (!existsSync(dist)) return
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const source = path.match(/^(.*?)(\.d\.ts|\.c?js)(\.map)?$/)?.[1]
    if (source && !['.ts', '.tsx'].some((ending) => existsSync(join(root, 'src', source + ending)))) rmSync(join(dist, path))
  }
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) process.exitCode = (await build(join(import.meta.dirname, '..'))) ? 0 : 1
