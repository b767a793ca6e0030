import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { installLaboratory } from '../../tools/laboratory.js'

const root: string = join(import.meta.dirname, '../..')

export interface Variant {
  /** Folder under `test/next/apps`. */
  readonly app: 'main' | 'seed' | 'guard' | 'whole'
  readonly next: '13' | '14' | '15' | '16'
  readonly bundler: 'webpack' | 'turbopack'
  /** Additions to `next.config`. */
  readonly config?: object
  /** Further files: `proxy.ts` or `middleware.ts`. */
  readonly files?: Readonly<Record<string, string>>
}

export interface Running {
  readonly origin: string
  /** What the server printed. */
  readonly output: () => string
  stop(): Promise<void>
}

const nameOf = ({ app, next, bundler, config }: Variant): string =>
  [app, next, bundler, config && 'cacheComponents' in config ? 'cached' : 'plain'].join('-')

/** A production build of `prepare`'s; its folder. */
export function build(variant: Variant, packed: string): string {
  return buildAloud(variant, packed).place
}

/** The same, with what the build printed. */
export function buildAloud(variant: Variant, packed: string): { readonly place: string; readonly printed: string } {
  const place = prepare(variant, packed)
  const flags = variant.next === '16' ? [`--${variant.bundler}`] : []
  return { place, printed: run(process.execPath, [nextOf(place), 'build', ...flags], place) }
}

/** The application in a folder of its own, with the library as it is published: packed, and unpacked below the folder `packed`. */
export function prepare(variant: Variant, packed: string): string {
  const home = homeOf(variant, packed)
  const place = join(home, nameOf(variant))
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  cpSync(join(import.meta.dirname, 'apps', variant.app), place, { recursive: true })
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name: nameOf(variant), private: true }))
  writeFileSync(join(place, 'next.config.mjs'), `export default ${JSON.stringify({ ...variant.config, ...boundsOf(variant) })}\n`)
  for (const [name, text] of Object.entries(variant.files ?? {})) writeFileSync(join(place, name), text)
  if (variant.next !== '16') stripTypes(place)
  return place
}

/** Lockfiles further up are not this application's: both bundlers are told where it begins. */
function boundsOf({ next }: Variant): object {
  if (next === '16') return { outputFileTracingRoot: root, turbopack: { root } }
  return next === '15' ? { outputFileTracingRoot: root } : {}
}

/** A folder where an application finds its Next and the library, as packed: a copy for each Next that is not the house's own. */
function homeOf({ next }: Variant, packed: string): string {
  if (next === '16') return packed
  const home = next === '15' ? homeOfNext15() : join(installLaboratory(join(import.meta.dirname, 'versions', next), `next-${next}`), 'apps')
  const copy = join(home, 'node_modules/next-auth')
  rmSync(copy, { recursive: true, force: true })
  cpSync(join(packed, 'node_modules/next-auth'), copy, { recursive: true })
  return home
}

/** Next 15 under its own name, since it looks for itself by that name. */
function homeOfNext15(): string {
  const home = join(root, '.tmp/next-15')
  const modules = join(home, 'node_modules')
  if (!existsSync(join(modules, 'next'))) cpSync(join(root, 'node_modules/next-15'), join(modules, 'next'), { recursive: true })
  return home
}

/** Next up to 15 cannot check types with TypeScript 7: it gets the same application in JavaScript. */
function stripTypes(place: string): void {
  for (const name of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(name) || name.startsWith('node_modules')) continue
    const path = join(place, name)
    const { code } = transformSync(readFileSync(path, 'utf8'), {
      loader: name.endsWith('x') ? 'tsx' : 'ts',
      jsx: 'preserve',
      target: 'es2022',
    })
    writeFileSync(path.replace(/\.ts(x?)$/, '.js$1'), code)
    rmSync(path)
  }
  rmSync(join(place, 'tsconfig.json'), { force: true })
}

function nextOf(place: string): string {
  return createRequire(join(place, 'package.json')).resolve('next/dist/bin/next')
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: environment() })
  const printed = `${stdout ?? ''}${stderr ?? ''}`
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${printed}`, { cause: error })
  return printed
}

export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { VITEST: _v, NODE_OPTIONS: _o, ...kept } = process.env
  return { ...kept, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...more }
}

/** Starts a build. `database` is migrated first, as an operator does before a deployment. */
export function start(place: string, variables: Readonly<Record<string, string>>, database?: string): Promise<Running> {
  return serve('start', place, variables, database)
}

/** Starts what was only prepared, as a developer does. */
export function develop(place: string, variables: Readonly<Record<string, string>>, database?: string): Promise<Running> {
  return serve('dev', place, { NODE_ENV: 'development', ...variables }, database)
}

async function serve(
  command: 'start' | 'dev',
  place: string,
  variables: Readonly<Record<string, string>>,
  database?: string,
): Promise<Running> {
  if (database)
    run(process.execPath, [join(place, '../node_modules/next-auth/dist/cli/index.js'), 'migrate', 'up', '--database', database], place)
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const child = spawn(process.execPath, [nextOf(place), command, '-p', String(port), '-H', 'localhost'], {
    cwd: place,
    env: environment({ AUTH_URL: origin, AUTH_SECRET: 'a-secret-for-tests-only-0123456789-abcdef', ...variables }),
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data) => {
      printed += data
    })
  await answers(origin, child, () => printed)
  return { origin, output: () => printed, stop: () => stop(child) }
}

export async function answers(origin: string, child: ChildProcess, printed: () => string): Promise<void> {
  const end = Date.now() + 60_000
  while (Date.now() < end && child.exitCode === null) {
    try {
      await fetch(`${origin}/api/auth/csrf`)
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  throw new Error(`The application did not start:\n${printed()}`)
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), 3000).unref()
  await gone
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
