// Compiles with one compiler. As a program of its own, since each keeps what it has read: `node compile.js <jobs.json>`, answers on stdout.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseDiagnostics } from '../typescript.js'

/**
 * @typedef {object} Job
 * @property {string} title
 * @property {string} folder
 * @property {string[]} files below it
 * @property {Record<string, unknown>} options
 * @property {boolean} [published] next-auth is not ours
 * @property {boolean} [everything] also what other packages declare
 *
 * @typedef {{ file: string, line: number, says: string }} Finding
 * @typedef {Job & { findings: Finding[] }} Done
 */

/**
 * @param {string} compiler folder of its package
 * @param {Job[]} jobs
 * @returns {Done[]}
 */
function compileAll(compiler, jobs) {
  const { version } = JSON.parse(readFileSync(join(compiler, 'package.json'), 'utf8'))
  const byCommand = Number.parseInt(version, 10) >= 7
  const compile = byCommand ? byCommandLine(compiler) : byInterface(createRequire(import.meta.url)(compiler))
  return jobs.map((job) => ({ ...job, findings: compile(job) }))
}

/**
 * @param {string} compiler
 * @returns {(job: Job) => Finding[]}
 */
function byCommandLine(compiler) {
  return ({ folder, files, options }) => {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }))
    const words = [join(compiler, 'lib/tsc.js'), '-p', '.', '--pretty', 'false']
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 })
    const found = parseDiagnostics(stdout + stderr).map(({ file, line, says }) => ({ file: file && join(folder, file), line, says }))
    return status === 0 || found.length > 0 ? found : [{ file: '', line: 0, says: stdout + stderr }]
  }
}

/**
 * Asks about the files that count only, and reads each file once for all jobs: a tenth of the time.
 * @param {any} ts the compiler's interface, of any version
 * @returns {(job: Job) => Finding[]}
 */
function byInterface(ts) {
  const known = new Map()
  return ({ folder, files, options: given, everything }) => {
    const { options, errors } = ts.convertCompilerOptionsFromJson(given, folder)
    const host = ts.createCompilerHost(options)
    const read = host.getSourceFile.bind(host)
    /** @type {(path: string, how: any, ...more: unknown[]) => unknown} */
    host.getSourceFile = (path, how, ...more) => {
      const key = `${given.moduleResolution} ${how.impliedNodeFormat} ${path}`
      if (!known.has(key)) known.set(key, read(path, how, ...more))
      return known.get(key)
    }
    host.getCurrentDirectory = () => folder
    const program = ts.createProgram(
      files.map((file) => join(folder, file)),
      options,
      host,
    )
    const counts = (/** @type {string} */ path) => everything || !/^.*\/node_modules\/(?!next-auth\/)/.test(path)
    const chosen = program.getSourceFiles().filter((/** @type {any} */ { fileName }) => counts(fileName))
    const found = [
      ...errors,
      ...program.getOptionsDiagnostics(),
      ...program.getGlobalDiagnostics(),
      ...chosen.flatMap((/** @type {any} */ file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
    ]
    return found.map((one) => findingOf(ts, one))
  }
}

/**
 * @param {any} ts
 * @param {any} diagnostic
 * @returns {Finding}
 */
function findingOf(ts, { file, start, code, messageText }) {
  const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0
  return { file: file?.fileName ?? '', line, says: `error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}` }
}

const { compiler, jobs } = JSON.parse(readFileSync(String(process.argv[2]), 'utf8'))
process.stdout.write(JSON.stringify(compileAll(compiler, jobs)))
