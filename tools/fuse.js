// After tsc: puts what the server's doors always need together into few files, since a start is paid per file. What is loaded on
// demand stays apart. Names, lines and order stay; comments live in the declarations.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { readDoors, readPackage } from './doors.js'

/** Consumed by bundlers, with a `'use client'` of their own in each file. */
const browser = ['react', 'client', 'browser']

/**
 * @param {string} root folder of the package; `dist/` holds what tsc wrote
 * @returns {Promise<boolean>} whether every import led somewhere
 */
export async function fuse(root) {
  const dist = join(root, 'dist')
  const kept = [...entries(root)].filter((entry) => existsSync(entry))
  try {
    const { metafile } = await build({
      entryPoints: kept,
      outdir: dist,
      outbase: dist,
      allowOverwrite: true,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'neutral',
      target: 'es2023',
      packages: 'external',
      chunkNames: 'chunks/[name]-[hash]',
      charset: 'utf8',
      legalComments: 'none',
      metafile: true,
      logLevel: 'error',
    })
    forgetFused(dist, new Set(Object.keys(metafile.outputs).map((path) => join(process.cwd(), path))))
    return true
  } catch (error) {
    console.error(`fuse: ${error instanceof Error ? error.message : error}`)
    return false
  }
}

/**
 * Every file that an application or a terminal can name.
 * @param {string} root
 * @returns {Set<string>}
 */
function entries(root) {
  const dist = join(root, 'dist')
  const files = new Set(Object.values(readPackage(root).bin ?? {}).map((bin) => join(root, bin)))
  for (const { module } of readDoors(root)) {
    const path = join(root, `${module}.js`)
    if (browser.some((room) => module.startsWith(`dist/${room}/`))) continue
    if (!module.includes('*')) files.add(path)
    else
      for (const name of readdirSync(join(dist, 'providers')))
        if (/^[a-z0-9-]+\.js$/.test(name) && name !== 'contract.js') files.add(join(dist, 'providers', name))
  }
  return files
}

/**
 * What went into other files is not published a second time.
 * @param {string} dist
 * @param {Set<string>} written
 */
function forgetFused(dist, written) {
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const file = join(dist, path)
    const room = relative(dist, file).split(/[\\/]/)[0] ?? ''
    if (path.endsWith('.js') && !browser.includes(room) && !written.has(file)) rmSync(file)
  }
}
