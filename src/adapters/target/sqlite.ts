import type { SqliteTarget } from './kinds.js'
import { invalid } from './refusal.js'
import { readQuery, readTables, text, type Wish, type Wishes } from './wishes.js'

/** What stands behind `sqlite:` or `file:`, a path as it is, and our parameters. */
export function readSqliteUrl(rest: string): readonly Wish[] {
  const at = rest.indexOf('?')
  // `//localhost/` is how older versions wrote what follows, a path relative to the application.
  const path = (at === -1 ? rest : rest.slice(0, at)).replace(/^\/\/(localhost\/)?/, '')
  const parameters = at === -1 ? [] : readQuery(rest.slice(at + 1))
  const known = ['synchronize', 'logging', 'entityPrefix']
  if (parameters.some(([name]) => !known.includes(name)))
    throw invalid('The `database` URL has a parameter that next-auth does not know. SQLite takes `synchronize` and `entityPrefix` only.')
  return [['database', path], ...parameters]
}

export function sqliteTarget(wishes: Wishes, client?: object): SqliteTarget {
  const { entityPrefix, synchronize } = readTables(wishes)
  if (client) {
    const path = pathOf(client)
    // Nobody but this process can make the tables of a database in its memory.
    return { kind: 'sqlite', location: path ?? ':memory:', entityPrefix, synchronize: synchronize || path === null, client }
  }
  const location = text(wishes.take('database'), 'database')
  if (!location) throw invalid('The `database` URL names no file. Write `sqlite:./auth.db`.')
  return { kind: 'sqlite', location, entityPrefix, synchronize: synchronize || location === ':memory:' }
}

/** `DatabaseSync.location()` answers `null` in memory; it came with Node.js 24 and is `undefined` before. */
function pathOf(client: object): string | null | undefined {
  const { location } = client as { location?: () => string | null }
  if (typeof location !== 'function') return undefined
  try {
    return location.call(client)
  } catch {
    return undefined
  }
}
