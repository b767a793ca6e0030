import { services } from './index.js'

/**
 * A kind of server, and whether it can be had here: `url`, or `missing`, the reason. `own`: another one can be started.
 * `broken`: it could have been started, and did not.
 * @typedef {{ name: import('./contract.js').ServerName, url?: string, missing?: string, own: boolean, broken?: boolean }} Entry
 */

/**
 * Starts what can be started here, together; a server that the environment names is taken instead.
 * @param {readonly import('./contract.js').Service[]} [chosen]
 * @returns {Promise<{ entries: Entry[], stop(): Promise<void> }>}
 */
export async function startAll(chosen = services) {
  const found = await Promise.all(chosen.map(find))
  return {
    entries: found.map(({ entry }) => entry),
    async stop() {
      await Promise.all(found.map(({ running }) => running?.stop()))
    },
  }
}

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
    return { entry: { name, missing: error instanceof Error ? error.message : String(error), own, broken: true } }
  }
}
