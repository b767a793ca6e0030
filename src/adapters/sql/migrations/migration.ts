import type { Compilable, Kysely } from 'kysely'
import type { SqlDialect } from '../dialect.js'

/** What a migration builds with. */
export interface Workshop {
  // biome-ignore lint/suspicious/noExplicitAny: a migration sees the tables of its own time, not today's
  readonly db: Kysely<any>
  readonly kysely: typeof import('kysely')
  readonly dialect: Pick<SqlDialect, 'columns' | 'tableEnd' | 'partialIndexes' | 'addsIfMissing'>
}

/** One numbered step. It only adds, so that the version before it goes on working beside it; once published it never changes. */
export interface Migration {
  readonly version: number
  readonly name: string
  up(workshop: Workshop): readonly Compilable[]
}
