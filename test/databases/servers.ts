import { inject } from 'vitest'
import type { OwnServer, Server, ServerName, Service, StartOptions } from '../../tools/services/contract.js'
import { services } from '../../tools/services/index.js'

export type { OwnServer, Server, ServerName }

/** A kind of server, and whether it can be had here: `url`, or `missing`, the reason. */
export interface DatabaseServer {
  readonly name: ServerName
  readonly url?: string
  readonly missing?: string
  /** `ownServer` can start another one: false for one that is only known by its URL. */
  readonly own: boolean
  /** It could have been started, and did not. `missing` says more. */
  readonly broken?: boolean
}

/** All kinds, those that could not run too. What is missing has been noted for the closing lines of `npm test`. */
export const databaseServers: readonly DatabaseServer[] = inject('servers')

/** For a part of the tests that needs something else that is not here; `line` says what and why. */
export { noteNotRun } from '../../tools/services/not-run.js'

/** The one that all tests share: take a database of your own, and leave the server as it is. */
export async function serverOf(name: ServerName): Promise<Server> {
  const { url, missing } = databaseServers.find((one) => one.name === name) ?? {}
  if (url === undefined) throw new Error(`${name} is not here: ${missing}`)
  const { createDatabase, dropDatabase } = serviceOf(name)
  return { name, url, createDatabase: () => createDatabase(url), dropDatabase }
}

/** One for a test that kills it. `await using server = await ownServer('mariadb')` stops it at the end of the block. */
export function ownServer(name: ServerName, options?: StartOptions): Promise<OwnServer> {
  return serviceOf(name).start(options)
}

function serviceOf(name: ServerName): Service {
  const service = services.find((one) => one.name === name)
  if (!service) throw new Error(`No service is called ${name}.`)
  return service
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: readonly DatabaseServer[]
  }
}
