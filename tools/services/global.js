// Once before the tests of databases: starts every server that can run here, tells the tests where, and ends them afterwards.
import { services } from './index.js'
import { noteNotRun } from './not-run.js'

/** @param {{ provide(key: string, value: unknown): void }} project vitest's; tests read the list by `test/databases/servers.ts` */
export default async function setup(project) {
  const found = await Promise.all(services.map(find))
  project.provide(
    'servers',
    found.map(({ entry }) => entry),
  )
  for (const { entry } of found) if (entry.missing) noteNotRun(`${entry.name}: ${entry.missing}`)
  return async () => {
    await Promise.all(found.map(({ running }) => running?.stop()))
  }
}

/** @typedef {{ name: import('./contract.js').ServerName, url?: string, missing?: string, own: boolean, broken?: boolean }} Entry */

/**
 * @param {import('./contract.js').Service} service
 * @returns {Promise<{ entry: Entry, running?: import('./contract.js').OwnServer }>}
 */
async function find(service) {
  const { name, variable } = service
  const why = service.missing()
  const own = why === undefined
  const given = variable && process.env[variable]
  if (given) return { entry: { name, url: given, own } }
  if (why !== undefined) return { entry: { name, missing: variable ? `${why}, no ${variable}` : why, own } }
  try {
    const running = await service.start()
    return { entry: { name, url: running.url, own }, running }
  } catch (error) {
    // The tests of the others run; `servers.test.ts` fails over this one.
    return { entry: { name, missing: String(error), own, broken: true } }
  }
}
