import type { SqlDialect, SqlStore } from './dialect.js'
import type { SqlSchema } from './schema.js'

/** An open SQL database, as what takes over earlier tables needs it. */
export interface SqlGround {
  readonly kind: 'sql'
  readonly kysely: typeof import('kysely')
  readonly dialect: SqlDialect
  readonly store: SqlStore
  readonly schema: SqlSchema
  readonly entityPrefix: string
  readonly clock: () => number
}
