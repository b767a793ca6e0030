// Packs the package and uses it like a stranger: what the tarball holds, where package.json leads, and whether every door opens
// in Node and in TypeScript.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pack } from './pack.js'
import { judgeSyntax } from './pack-check/syntax.js'
import { judgeTargets, listDoors } from './pack-check/targets.js'
import { isBuilt, typecheck } from './typescript.js'

/**
 * @param {string} root folder of the package; `dist/` must be built
 * @returns {{ findings: string[], files: number, doors: number }}
 */
export function checkPack(root) {
  mkdirSync(join(root, '.tmp'), { recursive: true })
  const folder = mkdtempSync(join(root, '.tmp/pack-'))
  try {
    const { files, installed } = pack(root, folder)
    const doors = listDoors(installed).map(({ name }) => name)
    const findings = [
      ...judgeFiles(files),
      ...judgePaths(root, installed, files),
      ...judgeOptional(installed),
      ...judgeTargets(installed),
      ...judgeSyntax(installed, files),
      ...openInNode(folder, doors),
      ...openInTypeScript(folder, doors),
    ]
    return { findings, files: files.length, doors: doors.length }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {readonly string[]} files */
function judgeFiles(files) {
  const expected = /^(package\.json|README\.md|LICENSE|dist\/.+\.(c?js|d\.ts))$/
  const strange = files.filter((path) => !expected.test(path) || /\.test\./.test(path)).map((path) => `the tarball holds ${path}`)
  return files.includes('README.md') ? strange : [...strange, 'the tarball holds no README.md']
}

/**
 * @param {string} root
 * @param {string} installed
 * @param {readonly string[]} files
 */
function judgePaths(root, installed, files) {
  const places = ['src', 'dist', 'node_modules'].map((folder) => join(root, folder, '/'))
  const tells = (/** @type {string} */ text) => places.some((place) => text.includes(place))
  const telling = files.filter((path) => tells(readFileSync(join(installed, path), 'utf8')))
  return telling.map((path) => `${path} tells where it was built`)
}

/**
 * What is optional is installed all the same, where it can be: an application would get our tools, Node.js itself among them.
 * @param {string} installed
 */
function judgeOptional(installed) {
  const { optionalDependencies = {} } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  return Object.keys(optionalDependencies).map((name) => `applications would install ${name}`)
}

/**
 * By `import`, and by `require`, which Node ≥ 22.12 allows for modules without top-level await.
 * @param {string} folder
 * @param {readonly string[]} doors
 */
function openInNode(folder, doors) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  const script = `
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
for (const door of ${JSON.stringify(doors)}) {
  try { await import(door) } catch (error) { console.log(door + ': import: ' + error.message.split('\\n')[0]) }
  try { require(door) } catch (error) { console.log(door + ': require: ' + error.message.split('\\n')[0]) }
}
console.log('done')
process.exit()
`
  writeFileSync(join(folder, 'open.js'), script)
  const { stdout, stderr, status } = spawnSync(process.execPath, ['open.js'], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
  const lines = stdout.trim().split('\n')
  if (lines.pop() !== 'done') return [...lines, `opening the doors in Node ended with ${status}: ${stderr.trim()}`]
  return lines.map((line) => line.replaceAll(folder, '.'))
}

/**
 * @param {string} folder
 * @param {readonly string[]} doors
 */
function openInTypeScript(folder, doors) {
  writeFileSync(join(folder, 'open.ts'), doors.map((door, i) => `import * as door${i} from '${door}'\nvoid door${i}\n`).join(''))
  return ['nodenext', 'bundler'].flatMap((moduleResolution) => {
    const module = moduleResolution === 'bundler' ? 'esnext' : moduleResolution
    const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, noEmit: true, skipLibCheck: false, types: ['node'] }
    const lib = ['es2022', 'dom', 'dom.iterable', 'esnext.disposable']
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...compilerOptions, lib }, files: ['open.ts'] }))
    const { ok, output, diagnostics } = typecheck(folder, '.')
    if (!ok && diagnostics.length === 0) return [output]
    // Other packages' declarations are theirs to mend.
    const ours = diagnostics.filter(({ file }) => file === '' || /^(open\.ts|node_modules\/next-auth\/)/.test(file))
    return ours.map(({ file, line, says }) => `${moduleResolution}: ${file}:${line}: ${says}`)
  })
}

/** @param {string} root */
function main(root) {
  if (!isBuilt(root)) return false
  const { findings, files, doors } = checkPack(root)
  for (const finding of findings) console.error(`pack: ${finding}`)
  console.log(`pack: ${files} files, ${doors} doors opened, ${findings.length} findings`)
  return findings.length === 0
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) process.exitCode = main(join(import.meta.dirname, '..')) ? 0 : 1
