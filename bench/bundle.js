/** esbuild, as a server's or an application's bundler would: minified, split where an import is dynamic. */
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/**
 * @param {{ entry?: string, source?: string, from?: string, outdir?: string, browser?: boolean }} what a file, or source text that resolves from `from`
 * @returns {Promise<{ start: number, all: number, gzip: number, chunks: number, entry: string }>} bytes loaded at start, in all, at start compressed
 */
export async function bundle({ entry, source, from, outdir = '/bundle', browser = false }) {
  const { outputFiles, metafile } = await build({
    ...(entry ? { entryPoints: { entry } } : { stdin: { contents: source, resolveDir: from, loader: 'js', sourcefile: 'entry.js' } }),
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    write: false,
    outdir,
    outExtension: { '.js': '.mjs' },
    platform: browser ? 'browser' : 'node',
    target: 'es2023',
    conditions: browser ? ['browser', 'production'] : ['node', 'production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react-dom', 'next', 'next/*', 'nodemailer', 'pg', 'mysql2', 'tedious', 'mongodb', 'redis', 'ldapts'],
    // CommonJS inside a module asks for `require`.
    banner: browser ? {} : { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    metafile: true,
    logLevel: 'silent',
  })
  const outputs = Object.entries(metafile.outputs)
  const [entryName] = outputs.find(([, { entryPoint }]) => entryPoint && (entry ? true : entryPoint.includes('entry.js')))
  const start = new Set()
  const visit = (name) => {
    if (start.has(name)) return
    start.add(name)
    for (const { path, kind } of metafile.outputs[name].imports) if (kind !== 'dynamic-import' && metafile.outputs[path]) visit(path)
  }
  visit(entryName)
  const bytes = (names) => names.reduce((sum, name) => sum + metafile.outputs[name].bytes, 0)
  const texts = outputFiles.filter(({ path }) => [...start].some((name) => path.endsWith(name.split('/').at(-1)))).map(({ contents }) => contents)
  return { start: bytes([...start]), all: bytes(outputs.map(([name]) => name)), gzip: gzipSync(Buffer.concat(texts), { level: 9 }).length, chunks: outputs.length, files: outputFiles }
}
