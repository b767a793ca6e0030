import { mongodbBackend } from '../../src/adapters/mongodb/mongodb.js'
import type { OpenStore } from '../../src/adapters/open-store.js'
import type { MongodbTarget } from '../../src/adapters/target.js'
import { uuidV7 } from '../../src/adapters/uuid.js'

export interface Opened extends OpenStore {
  /** What was warned of, by code. */
  readonly warnings: readonly string[]
}

export function targetAt(url: string, more: Partial<MongodbTarget> = {}): MongodbTarget {
  const pool = { max: 10, idle: 10_000, wait: 2_000 }
  return { kind: 'mongodb', url, entityPrefix: '', synchronize: false, database: undefined, pool, ...more }
}

/** Opens a database as `connect` does. */
export async function openAt(url: string, more: Partial<MongodbTarget> = {}, clock: () => number = Date.now): Promise<Opened> {
  const warnings: string[] = []
  const warn = (code: string): void => void warnings.push(code)
  const store = await mongodbBackend.open(targetAt(url, more), { clock, generateId: () => uuidV7(clock()), warn, create: false })
  return { ...store, warnings }
}
