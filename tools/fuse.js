// After tsc: puts what the server's doors always need together into one file, since a start is paid per file. What is loaded on
// demand stays apart. Names, lines and their order stay; comments live in the declarations.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { rolldown } from 'rolldown'
import { readDoors, readPackage } from './doors.js'

/** Consumed by bundlers, with a `'use client'` of their own in each file. */
const browser = ['react', 'client', 'browser']

/** A list of what others hold: only as tsc wrote it do bundlers see through it to the one provider that is named. */
const lists = [join('providers', 'index.js'), join('providers', 'namespace', 'all.js')]

/**
 * @param {string} root folder of the package; `dist/` holds what tsc wrote
 * @returns {Promise<boolean>} whether every import led somewhere
 */
export async function fuse(root) {
  const dist = join(root, 'dist')
  const input = Object.fromEntries(doors(root).map((path) => [path.slice(dist.length + 1, -'.js'.length), path]))
  const core = closureOf(join(dist, 'engine/index.js'))
  try {
    const bundle = await rolldown({
      input,
      platform: 'neutral',
      // The application's own, or a dependency: found where it is installed.
      external: (id, importer) => importer !== undefined && !id.startsWith('.') && !id.startsWith(dist),
      logLevel: 'warn',
      preserveEntrySignatures: 'allow-extension',
    })
    const { output } = await bundle.write({
      dir: dist,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      comments: false,
      codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'core', test: (id) => core.has(id) }] },
    })
    await bundle.close()
    for (const { fileName } of output) markDrivers(join(dist, fileName))
    forgetFused(dist, new Set(output.map(({ fileName }) => join(dist, fileName))))
    return true
  } catch (error) {
    console.error(`fuse: ${error instanceof Error ? error.message : error}`)
    return false
  }
}

/**
 * What an application may lack is left alone by its bundler: the marks of the source went with its comments.
 * @param {string} path
 */
function markDrivers(path) {
  const text = readFileSync(path, 'utf8')
  const driver = /import\((["'](?:pg|mysql2\/promise|tedious|tarn|@libsql\/client|mongodb|redis|nodemailer|ldapts)["'])\)/g
  const marked = text.replace(driver, 'import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ $1)')
  if (marked !== text) writeFileSync(path, marked)
}

/**
 * Every file that an application or a terminal can name.
 * @param {string} root
 * @returns {string[]}
 */
function doors(root) {
  const providers = join(root, 'dist/providers')
  const files = Object.values(readPackage(root).bin ?? {}).map((bin) => join(root, bin))
  for (const { module } of readDoors(root)) {
    if (browser.some((room) => module.startsWith(`dist/${room}/`))) continue
    if (!module.includes('*')) files.push(join(root, `${module}.js`))
    else for (const name of readdirSync(providers)) if (/^[a-z0-9-]+\.js$/.test(name)) files.push(join(providers, name))
  }
  const isList = (/** @type {string} */ file) => lists.some((list) => file === join(root, 'dist', list))
  return [...new Set(files)].filter((file) => existsSync(file) && !isList(file))
}

/**
 * A module and all that it imports at once, as tsc wrote them.
 * @param {string} module
 * @param {Set<string>} [seen]
 * @returns {Set<string>}
 */
function closureOf(module, seen = new Set()) {
  if (seen.has(module) || !existsSync(module)) return seen
  seen.add(module)
  const imports = /^(?:import|export)\s*(?:[\w*{][\w\s,{}*$]*\bfrom\s*)?['"](\.[^'"]+)['"]/gm
  for (const [, path = ''] of readFileSync(module, 'utf8').matchAll(imports)) closureOf(resolve(dirname(module), path), seen)
  return seen
}

/**
 * What went into other files is not published a second time.
 * @param {string} dist
 * @param {Set<string>} written
 */
function forgetFused(dist, written) {
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const kept = browser.includes(path.split(sep)[0] ?? '') || lists.includes(path) || written.has(join(dist, path))
    if (path.endsWith('.js') && !kept) rmSync(join(dist, path))
  }
}
