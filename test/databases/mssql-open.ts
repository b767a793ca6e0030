import type { Adapter } from '../../src/adapters/contract.js'
import type { OpenStore } from '../../src/adapters/open-store.js'
import { mssqlBackend } from '../../src/adapters/sql/dialects/mssql.js'
import { openMssql } from '../../src/adapters/sql/dialects/mssql-store.js'
import { plain } from '../../src/adapters/sql/statement.js'
import { readTarget, type ServerTarget } from '../../src/adapters/target.js'

/** A SQL Server database with tables under a prefix of their own, since nobody may have to be allowed to create databases. */
export interface Place {
  readonly url: string
  readonly entityPrefix: string
}

export function placeAt(url: string): Place {
  return { url, entityPrefix: `t${crypto.randomUUID().slice(0, 8)}_` }
}

export function openAt(place: Place, warn: (code: string, message: string) => void = () => {}): Promise<OpenStore> {
  const generateId = () => crypto.randomUUID()
  return mssqlBackend.open(targetOf(place), { clock: Date.now, generateId, warn, create: true })
}

/** Another adapter, whose tables are there. */
export async function prepared(place: Place): Promise<Required<Adapter>> {
  const { adapter } = await openAt(place)
  await adapter.prepare()
  return adapter
}

/** Those that refer to others first. */
const tables = ['sessions', 'accounts', 'users', 'verification_tokens', 'rate_counters', 'next_auth_schema']

export async function dropTables(place: Place): Promise<void> {
  const store = await openMssql(targetOf(place))
  try {
    for (const table of tables) await store.execute(plain(`drop table "${place.entityPrefix}${table}"`, true), [])
  } finally {
    await store.close()
  }
}

export function targetOf({ url, entityPrefix }: Place): ServerTarget {
  return readTarget({ url, entityPrefix }) as ServerTarget
}
