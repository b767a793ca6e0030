import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseServers, type ServerName, serverOf } from './servers.js'

/** Somewhere empty to keep facts. */
export interface Place {
  readonly url: string
  leave(): Promise<void>
}

/** Why a server is not here, if it is not. */
export function missing(name: ServerName): string | undefined {
  return databaseServers.find((server) => server.name === name)?.missing
}

export async function databaseOn(name: ServerName): Promise<Place> {
  const { createDatabase, dropDatabase } = await serverOf(name)
  const url = await createDatabase()
  return { url, leave: () => dropDatabase(url) }
}

export async function folder(): Promise<Place> {
  const path = mkdtempSync(join(tmpdir(), 'next-auth-published-'))
  return { url: path, leave: async () => rmSync(path, { recursive: true }) }
}
