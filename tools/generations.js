// Compiles applications of three generations with the compilers of their times: first against the package that each was written for, then
// against ours. Prints a line for each application, compiler and resolution.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { layOut } from './generations/lay-out.js'
import { apps, compilers, optionsFor } from './generations/plan.js'
import { isBuilt } from './typescript.js'

/**
 * @typedef {import('./generations/compile.js').Done} Done
 * @typedef {import('./generations/compile.js').Job} Job
 */

/**
 * @param {string} root
 * @param {(app: string, compiler: string) => boolean} wanted
 * @returns {Promise<boolean>}
 */
async function checkGenerations(root, wanted) {
  const places = layOut(root)
  const batches = compilers
    .map(({ version }) => ({ version, jobs: jobsFor(version, places, wanted) }))
    .filter(({ jobs }) => jobs.length > 0)
  /** @type {Done[]} */
  const done = []
  // Two at a time: there are two cores on the smallest machine that runs this.
  const work = async () => {
    for (let next = batches.shift(); next; next = batches.shift()) done.push(...(await compile(places.compilers, next)))
  }
  await Promise.all([work(), work()])
  return report(done)
}

/**
 * @param {string} version
 * @param {import('./generations/lay-out.js').Places} places
 * @param {(app: string, compiler: string) => boolean} wanted
 * @returns {Job[]}
 */
function jobsFor(version, places, wanted) {
  const { resolutions = [] } = compilers.find((one) => one.version === version) ?? {}
  const published = apps
    .filter((app) => app.compiler === version && wanted(app.name, version))
    .map(({ name, resolution }) => ({
      title: `${name}, as published, TypeScript ${version}, ${resolution}`,
      ...places.published(name),
      published: true,
      options: optionsFor(version, resolution, true),
    }))
  const isApp = (/** @type {string} */ name) => apps.some((app) => app.name === name)
  const ours = [...apps.map(({ name }) => name), 'doors', 'names']
    .filter((name) => wanted(name, version))
    .flatMap((name) =>
      resolutions.flatMap((resolution) =>
        (isApp(name) ? [true, false] : [true]).map((strict) => ({
          title: `${name}, ours, TypeScript ${version}, ${resolution}${strict ? ', strict' : ''}`,
          ...places.ours(name, version),
          options: optionsFor(version, resolution, strict),
          everything: name === 'doors',
        })),
      ),
    )
  return [...published, ...ours]
}

/**
 * @param {string} folder
 * @param {{ version: string, jobs: Job[] }} batch
 * @returns {Promise<Done[]>}
 */
async function compile(folder, { version, jobs }) {
  const list = join(folder, `jobs-${version}.json`)
  writeFileSync(list, JSON.stringify({ compiler: join(folder, 'node_modules', `typescript-${version}`), jobs }))
  const child = spawn(process.execPath, [join(import.meta.dirname, 'generations/compile.js'), list], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let answer = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    answer += text
  })
  const status = await new Promise((resolve) => child.on('close', resolve))
  if (status !== 0) throw new Error(`TypeScript ${version} ended with ${status}`)
  return JSON.parse(answer)
}

/** @param {Done[]} done */
function report(done) {
  let failed = 0
  for (const { title, folder, published, findings } of done.sort((a, b) => (a.title < b.title ? -1 : 1))) {
    const isTheirs = (/** @type {string} */ owner) => owner !== '' && (published || owner !== 'next-auth')
    const theirs = findings.filter(({ file }) => isTheirs(ownerOf(file)))
    const ours = findings.filter(({ file }) => !isTheirs(ownerOf(file)))
    const names = [...new Set(theirs.map(({ file }) => ownerOf(file)))].sort()
    const beside = theirs.length > 0 ? `; ${theirs.length} errors in declarations of ${names.join(', ')}` : ''
    console.log(`generations: ${title}: ${ours.length === 0 ? 'in order' : `${ours.length} errors`}${beside}`)
    for (const { file, line, says } of ours) console.error(`  ${file.replace(`${folder}/`, '')}:${line}: ${says}`)
    if (ours.length > 0) failed++
  }
  console.log(`generations: ${done.length - failed} of ${done.length} compile`)
  return failed === 0
}

/**
 * @param {string} file
 * @returns {string} the package whose declaration it is; nothing where it is the application's
 */
function ownerOf(file) {
  const [, name = ''] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? []
  return name
}

/** @param {string} root */
async function main(root) {
  const words = process.argv.slice(2)
  return isBuilt(root) && checkGenerations(root, (app, version) => words.every((word) => app === word || version === word))
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) process.exitCode = (await main(join(import.meta.dirname, '..'))) ? 0 : 1
