import { globSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '../..')

/**
 * The rooms that a terminal and a database need, as JavaScript in a folder of their own inside the checkout, so that processes of their
 * own can run them whether or not the package has been built. Takes a tenth of a second.
 */
export async function buildRooms(name: string): Promise<{ readonly folder: string; remove(): void }> {
  const folder = join(root, '.tmp', `built-${name}-${process.pid}`)
  const entryPoints = globSync('src/{base,crypto,adapters,signin,config,cli}/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => join(root, file))
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints,
    outdir: folder,
    outbase: join(root, 'src'),
    format: 'esm',
    platform: 'node',
    target: 'node22',
    logLevel: 'error',
  })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
