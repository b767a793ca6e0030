import { AuthError } from '../base/errors.js'

/** What a database URL means. */
export interface Target {
  readonly kind: 'sqlite'
  /** Path of the file as it was written, or `:memory:`. */
  readonly location: string
  /** Creates the tables as soon as it opens, in production too: always so in memory. */
  readonly synchronize: boolean
}

const names: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  mssql: 'SQL Server',
  sqlserver: 'SQL Server',
  mongodb: 'MongoDB',
  'mongodb+srv': 'MongoDB',
  libsql: 'libSQL',
  redis: 'Redis',
  rediss: 'Redis',
}

/**
 * Reads `sqlite:./auth.db`, `sqlite:///var/auth.db`, `file:./auth.db`, `sqlite::memory:` and the older
 * `sqlite://localhost/:memory:?synchronize=true`. Nothing of the URL but its scheme appears in an error: the rest may be a password.
 */
export function readTarget(url: string): Target {
  const scheme = typeof url === 'string' ? /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() : undefined
  if (scheme === 'sqlite' || scheme === 'file') return readSqlite(url.slice(scheme.length + 1))
  const name = scheme === undefined ? undefined : Object.hasOwn(names, scheme) ? names[scheme] : undefined
  if (name) throw invalid(`${name} databases come with a later version of next-auth. Use \`sqlite:./auth.db\`, or pass an \`adapter\`.`)
  throw invalid('Option `database` takes a URL such as `sqlite:./auth.db`.')
}

function readSqlite(rest: string): Target {
  const at = rest.indexOf('?')
  // `//localhost/` is how older versions wrote what follows, a path relative to the application.
  const path = (at === -1 ? rest : rest.slice(0, at)).replace(/^\/\/(localhost\/)?/, '')
  if (path === '' || path.includes('\0')) throw invalid('The `database` URL names no file. Write `sqlite:./auth.db`.')
  const synchronize = readQuery(at === -1 ? '' : rest.slice(at))
  return { kind: 'sqlite', location: path, synchronize: synchronize || path === ':memory:' }
}

/** `synchronize` and `logging` stand in URLs of older versions; the second is of no use to us. */
function readQuery(query: string): boolean {
  const parameters = new URLSearchParams(query)
  const unknown = [...parameters.keys()].find((name) => name !== 'synchronize' && name !== 'logging')
  if (unknown !== undefined)
    throw invalid('The `database` URL has a parameter that next-auth does not know. SQLite takes `synchronize` only.')
  return parameters.get('synchronize') === 'true'
}

function invalid(message: string): AuthError {
  return new AuthError('InvalidOption', message, { details: { option: 'database' } })
}
