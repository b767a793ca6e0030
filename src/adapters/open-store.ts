import type { Adapter } from './contract.js'
import type { Schema } from './sql/schema.js'
import type { Target } from './target.js'

/** A database that is open. */
export interface OpenStore {
  readonly adapter: Required<Adapter>
  readonly schema: Schema
}

export interface OpenOptions {
  readonly clock: () => number
  readonly warn: (code: string, message: string) => void
  /** Makes the database file if there is none. */
  readonly create: boolean
}

/** A kind of database. */
export interface Backend {
  open(target: Target, options: OpenOptions): Promise<OpenStore>
  /** Everything that creates the tables, as text. */
  script(now: number): Promise<readonly string[]>
}

/** Loads what a kind of database needs, and nothing else. Another kind is one more line and one more file. */
export function loadBackend({ kind }: Target): Promise<Backend> {
  return backends[kind]()
}

const backends: Readonly<Record<Target['kind'], () => Promise<Backend>>> = {
  sqlite: async () => (await import('./sql/dialects/sqlite.js')).sqliteBackend,
}
