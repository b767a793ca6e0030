import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Import, importsOf, readSource, type Source } from './syntax.js'
import { readVariables, type Variables } from './variables.js'

export interface Manifest {
  readonly version?: string
  readonly engines?: { readonly node?: string }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly overrides?: object
  readonly exports?: Readonly<Record<string, { readonly default?: string } | string | null>>
  readonly jest?: object
  readonly name?: string
}

/** An application as its files say it; nothing of it is run. */
export interface Application {
  readonly folder: string
  readonly manifest: Manifest
  /** Both kinds of dependencies, as package.json asks for them. */
  readonly wanted: Readonly<Record<string, string>>
  /** What is in `node_modules`, here or above. */
  readonly installed: (name: string) => Manifest | undefined
  /** Paths of its code, relative and with `/`. */
  readonly files: readonly string[]
  /** Those that may have to do with signing in, without tests. */
  readonly sources: readonly Source[]
  readonly imports: (source: Source) => readonly Import[]
  readonly variables: Variables
  /** Text of a file, `undefined` where there is none. */
  readonly read: (path: string) => string | undefined
}

export function readApplication(folder: string, env: Readonly<Record<string, string | undefined>>): Application {
  const read = (path: string): string | undefined => readIfThere(join(folder, path))
  const manifest = JSON.parse(read('package.json') ?? '{}') as Manifest
  const files = codeIn(folder)
  const sources = files.filter((path) => !isTest(path)).flatMap((path) => sourceOf(path, read(path) ?? ''))
  const imports = new Map(sources.map((source) => [source.path, importsOf(source)]))
  return {
    folder,
    manifest,
    wanted: { ...manifest.devDependencies, ...manifest.dependencies },
    installed: (name) => installedIn(resolve(folder), name),
    files,
    sources,
    imports: ({ path }) => imports.get(path) ?? [],
    variables: readVariables(folder, env),
    read,
  }
}

const leftOut = new Set(['node_modules', 'dist', 'build', 'out', 'coverage', 'public', 'vendor'])
const code = /\.[cm]?[jt]sx?$/
/** More is what a program wrote. */
const largest = 1_000_000

function codeIn(folder: string, path = ''): readonly string[] {
  const entries = readdirSync(join(folder, path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const name = path === '' ? entry.name : `${path}/${entry.name}`
    if (entry.isDirectory()) return leftOut.has(entry.name) || entry.name.startsWith('.') ? [] : codeIn(folder, name)
    return entry.isFile() && code.test(name) && statSync(join(folder, name)).size < largest ? [name] : []
  })
}

function isTest(path: string): boolean {
  return /(^|\/)(__tests__|__mocks__|tests?|e2e|cypress)\/|\.(test|spec|stories|cy)\.\w+$/.test(path)
}

function sourceOf(path: string, text: string): readonly Source[] {
  return /auth|accessToken|process\.env/i.test(text) ? [readSource(path, text)] : []
}

function installedIn(folder: string, name: string): Manifest | undefined {
  const text = readIfThere(join(folder, 'node_modules', name, 'package.json'))
  if (text !== undefined) return JSON.parse(text)
  const above = dirname(folder)
  return above === folder ? undefined : installedIn(above, name)
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined
}
