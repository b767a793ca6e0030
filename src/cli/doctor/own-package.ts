import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Manifest } from './application.js'

/** This package as it is installed: what its doors lead to, and which peers it takes. */
export interface OwnPackage {
  readonly manifest: Manifest
  /** Whether `next-auth/react` is a door. */
  readonly hasDoor: (specifier: string) => boolean
}

export function readOwnPackage(): OwnPackage {
  const root = rootAbove(dirname(fileURLToPath(import.meta.url)))
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  return { manifest, hasDoor: (specifier) => leadsSomewhere(root, manifest, `.${specifier.slice('next-auth'.length)}`) }
}

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder))
}

/** https://nodejs.org/api/packages.html#subpath-patterns: the longest pattern counts, `null` closes. */
function leadsSomewhere(root: string, { exports = {} }: Manifest, door: string): boolean {
  if (Object.hasOwn(exports, door)) return exports[door] !== null
  const fits = Object.keys(exports).filter((key) => key.endsWith('*') && door.startsWith(key.slice(0, -1)))
  const [pattern = ''] = fits.sort((a, b) => b.length - a.length)
  const target = exports[pattern]
  const file = typeof target === 'object' ? target?.default?.replace('*', door.slice(pattern.length - 1)) : undefined
  if (file === undefined) return false
  // In a checkout that is not built, the source.
  return existsSync(join(root, file)) || existsSync(join(root, file.replace('./dist/', './src/').replace(/\.js$/, '.ts')))
}
