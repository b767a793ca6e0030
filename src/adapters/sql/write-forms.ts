import type { Statement } from './statement.js'
import type { TableName } from './tables.js'

/** The writes that tell what they did: every family of databases has its own way. `where` and `set` name columns; values come later. */
export interface WriteForms {
  /** Deletes one row and answers with it, if there was one. Of any number of callers, one gets it. */
  remove(table: TableName, columns: readonly string[], where: readonly string[]): Statement
  /** Changes one row and answers with it as it is then, if there is one. */
  change(table: TableName, columns: readonly string[], set: readonly string[], where: readonly string[]): Statement
  /** Deletes at most `limit` rows whose `time` is before the parameter `before`, and answers with as many rows or with `affected`. */
  sweep(table: TableName, key: string, time: string, limit: number): Statement
  /**
   * Counts in `rate_counters`, in one atomic step: `key`, `resets` (if a window begins), `now`. Answers with `key`, `count`, `resets`;
   * where `inserted` stands beside them, that is the count.
   */
  count(): Statement
}
