import { execFileSync, spawn } from 'node:child_process'
import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installLaboratory } from '../../tools/laboratory.js'
import { answers, environment, stop } from '../next/harness.js'

const root: string = join(import.meta.dirname, '../..')

export type App = 'v3-pages' | 'v4-pages' | 'v4-app' | 'v5-app'

/** An application in a folder of its own, with everything its lockfile names. */
export function furnish(app: App): string {
  const source = join(import.meta.dirname, 'apps', app)
  const laboratory = installLaboratory(source, `generations-${app}`)
  const place = join(root, '.tmp/generations', app)
  rmSync(place, { recursive: true, force: true })
  cpSync(source, place, { recursive: true })
  link(join(laboratory, 'node_modules'), join(place, 'node_modules'))
  return place
}

/** A copy in an instant, since both names are one file. Packages are taken out and put in here, and never written to. */
function link(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) link(source, target)
    else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true })
    else linkSync(source, target)
  }
}

/**
 * One line of `package.json`, and what `npm install` does then: the package takes the place of the published one, and has beside itself
 * what it depends on, since other versions of that are there already.
 * @param packed the folder whose `node_modules` has the package as it is published
 */
export function replaceLibrary(place: string, packed: string): void {
  const library = join(place, 'node_modules/next-auth')
  rmSync(library, { recursive: true })
  cpSync(join(packed, 'node_modules/next-auth'), library, { recursive: true })
  const { version, dependencies } = readJson(join(library, 'package.json'))
  for (const name of Object.keys(dependencies))
    cpSync(join(root, 'node_modules', name), join(library, 'node_modules', name), { recursive: true, dereference: true })
  const manifest = readJson(join(place, 'package.json'))
  manifest.dependencies['next-auth'] = version
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest, null, 2))
}

interface Manifest {
  version: string
  dependencies: Record<string, string>
}

function readJson(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8'))
}

export function migrate(place: string, database: string): void {
  run(place, ['node_modules/next-auth/dist/cli/index.js', 'migrate', 'up', '--database', database])
}

/** Needs no variable of the application's: what differs between its configurations is asked for when it runs. */
export function build(place: string): void {
  run(place, [nextOf(place), 'build'])
}

function run(place: string, words: readonly string[]): void {
  try {
    execFileSync(process.execPath, words, { cwd: place, stdio: 'pipe', env: environment() })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer }
    throw new Error(`${words.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error })
  }
}

export interface Running {
  /** What the server printed. */
  readonly output: () => string
  stop(): Promise<void>
}

export async function start(place: string, port: number, variables: Readonly<Record<string, string>>): Promise<Running> {
  const child = spawn(process.execPath, [nextOf(place), 'start', '-p', String(port), '-H', 'localhost'], {
    cwd: place,
    env: environment(variables),
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data) => {
      printed += data
    })
  await answers(`http://localhost:${port}`, child, () => printed)
  return { output: () => printed, stop: () => stop(child) }
}

function nextOf(place: string): string {
  return join(place, 'node_modules/next/dist/bin/next')
}
