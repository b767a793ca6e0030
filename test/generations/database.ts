import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { OwnServer } from '../../tools/services/contract.js'
import { services } from '../../tools/services/index.js'
import type { App } from './place.js'

export function startPostgres(): Promise<OwnServer> {
  const service = services.find(({ name, missing }) => name.startsWith('postgres') && missing() === undefined)
  if (!service) throw new Error('No PostgreSQL can be started here: npm ci brings one, apt-get install postgresql another.')
  return service.start()
}

/**
 * A database with the tables of the application's adapter, and its URL. v3 makes its own tables, and takes user and password from the
 * URL undecoded: it gets somebody whose password needs no code.
 */
export async function openDatabase(server: OwnServer, app: App): Promise<string> {
  const url = new URL(await server.createDatabase())
  const user = `app_${url.pathname.slice(-8)}`
  const schema = join(import.meta.dirname, 'apps', app, 'schema.sql')
  await query(url.href, `CREATE ROLE ${user} LOGIN SUPERUSER PASSWORD 'plain'`)
  if (existsSync(schema)) await query(url.href, readFileSync(schema, 'utf8'))
  return Object.assign(url, { username: user, password: 'plain', search: app === 'v3-pages' ? '?synchronize=true' : '' }).href
}

export async function query(url: string, sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}
