import { readHost } from './host.js'
import type { ServerTarget } from './kinds.js'
import { unreadable } from './refusal.js'
import { isSqlServerString, readSqlServerString } from './sqlserver-string.js'
import { decode, readQuery, type Wish } from './wishes.js'

const anatomy = /^\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/

/**
 * What stands behind the scheme of `postgres://user:password@host:port/name?parameters`, as wishes; parameters after the rest, since
 * drivers let `?host=` and `?user=` win. Read by hand: `URL` repairs what it does not understand, and what it then takes for the
 * host may be half of a password.
 */
export function readServerUrl(kind: ServerTarget['kind'], afterScheme: string): readonly Wish[] {
  if (kind === 'mssql' && isSqlServerString(afterScheme)) return readSqlServerString(afterScheme)
  const [, authority, path = '', query = ''] = anatomy.exec(afterScheme) ?? []
  if (authority === undefined) throw unreadable(kind)
  const at = authority.lastIndexOf('@')
  // A password with a bare `/`, `?` or `#` ends the authority in its midst: its first half would be taken for a port.
  if (at === -1 && authority.includes(':') && !authority.startsWith('[') && `${path}${query}`.includes('@')) throw unreadable(kind)
  const parameters = readQuery(query)
  if (parameters.some(([name]) => /[@/]/.test(name))) throw unreadable(kind)
  return [
    ...readUser(authority.slice(0, Math.max(at, 0))),
    ...readHost(kind, authority.slice(at + 1)),
    ...readPath(kind, path),
    ...parameters,
  ]
}

/** `user:` has an empty password, `user` has none. */
function readUser(userinfo: string): readonly Wish[] {
  const at = userinfo.indexOf(':')
  const [user, password] = at === -1 ? [userinfo, undefined] : [userinfo.slice(0, at), userinfo.slice(at + 1)]
  return [
    ['user', user === '' ? undefined : decode(user)],
    ['password', password === undefined ? undefined : decode(password)],
  ]
}

/** `/name`; of SQL Server also `/instance/name`. */
function readPath(kind: ServerTarget['kind'], path: string): readonly Wish[] {
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/')
  if (segments.length > (kind === 'mssql' ? 2 : 1) || path.includes('@')) throw unreadable(kind)
  const [first = '', second] = segments.map(decode)
  if (second !== undefined)
    return [
      ['instanceName', first],
      ['database', second],
    ]
  return first === '' ? [] : [['database', first]]
}
