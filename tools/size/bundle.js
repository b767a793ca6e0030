// What a bundler makes of a door.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'

/**
 * @typedef {object} Chunk
 * @property {string} name
 * @property {string} text
 * @property {number} bytes
 * @property {number} gzip
 * @property {boolean} start loaded before the first request: the entry, and what it imports statically
 * @property {string[]} largest the files that weigh most in it
 */

/**
 * Bundles and minifies, one chunk per lazy import.
 * @param {string} root folder of the package
 * @param {string} entry source text; the package's own name leads to its built doors
 * @param {readonly string[]} external packages left out
 * @param {'node' | 'browser'} platform
 * @returns {Promise<Chunk[]>}
 */
export async function bundle(root, entry, external, platform) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root, sourcefile: 'entry.js' },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform,
    target: 'es2022',
    external: [...external],
    outdir: 'out',
    chunkNames: '[name]-[hash]',
    metafile: true,
    write: false,
    legalComments: 'none',
    logLevel: 'silent',
  })
  const start = reachedAtStart(metafile)
  return Object.entries(metafile.outputs).map(([path, { bytes, inputs }]) => {
    const file = outputFiles.find((one) => one.path.replaceAll('\\', '/').endsWith(path))
    const byWeight = Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    const largest = byWeight.slice(0, 3).map(([input, { bytesInOutput }]) => `${input.replace('node_modules/', '')} ${bytesInOutput}`)
    const gzip = gzipSync(file?.contents ?? '', { level: 9 }).length
    return { name: path.replace('out/', ''), text: file?.text ?? '', bytes, gzip, start: start.has(path), largest }
  })
}

/**
 * What rolldown loads at start of an entry, minified, in bytes.
 * @param {string} root folder of the package
 * @param {string} entry source text
 */
export async function weighStart(root, entry) {
  const name = join(root, 'entry.js')
  const plugin = {
    name: 'entry',
    resolveId: (/** @type {string} */ id) => (id === name ? id : undefined),
    load: (/** @type {string} */ id) => (id === name ? entry : undefined),
  }
  const made = await rolldown({ input: name, cwd: root, platform: 'node', plugins: [plugin], logLevel: 'silent' })
  const { output } = await made.generate({ format: 'esm', minify: true })
  await made.close()
  return Buffer.byteLength(output[0].code)
}

/** @param {import('esbuild').Metafile} metafile */
function reachedAtStart({ outputs }) {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === 'entry.js') ?? ''
  const reached = new Set([entry])
  for (const path of reached) {
    for (const { path: next, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement' && outputs[next]) reached.add(next)
  }
  return reached
}
