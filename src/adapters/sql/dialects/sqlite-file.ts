import type { DatabaseSync } from 'node:sqlite'
import { builtin } from '../../../base/builtin.js'
import { AuthError } from '../../../base/errors.js'

/** Opens a database file, or `:memory:`. A new file is readable by its owner only: it will hold addresses and tokens. */
export function openDatabase(location: string, create: boolean): DatabaseSync {
  const sqlite = builtin('node:sqlite')
  if (!sqlite) throw new AuthError('MissingDependency', 'SQLite databases need Node.js 22.13 or newer.')
  if (location !== ':memory:') ensureFile(location, create)
  return new sqlite.DatabaseSync(location)
}

function ensureFile(location: string, create: boolean): void {
  const fs = builtin('node:fs')
  if (!fs || fs.existsSync(location)) return
  const details = { file: location }
  if (!create) throw new AuthError('AdapterError', `There is no database file ${location}. Make it: npx next-auth migrate`, { details })
  try {
    // SQLite gives its companion files (-wal, -shm) the same permissions.
    fs.closeSync(fs.openSync(location, 'a', 0o600))
  } catch (cause) {
    throw new AuthError(
      'AdapterError',
      `The database file ${location} cannot be made. Does its folder exist, and may this process write to it?`,
      { cause, details },
    )
  }
}
