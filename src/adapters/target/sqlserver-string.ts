import { readHost } from './host.js'
import { unreadable } from './refusal.js'
import type { Wish } from './wishes.js'

/** `//host:1433;database=name;user=…`, as JDBC and Prisma write it: a property follows the first semicolon, and no `@` is before it. */
export function isSqlServerString(afterScheme: string): boolean {
  return /^\/\/[^;/?#@]*;\s*(?:[a-z][\w ]*=|$)/i.test(afterScheme)
}

/** Nothing is percent-encoded here. Braces stand around a value with special characters, `}}` in them for one `}`. */
const property = /\s*([^=;{}]+?)\s*=\s*(?:\{((?:[^}]|\}\})*)\}\s*|([^;{]*))(?:;|$)/y

export function readSqlServerString(afterScheme: string): readonly Wish[] {
  const start = afterScheme.indexOf(';')
  const found: Wish[] = [...readHost('mssql', afterScheme.slice(2, start))]
  const rest = afterScheme.slice(start + 1)
  for (let at = 0; at < rest.length; ) {
    if (rest.slice(at).trim() === '') break
    property.lastIndex = at
    const [whole, name, braced, plain = ''] = property.exec(rest) ?? []
    if (whole === undefined || name === undefined) throw unreadable('mssql')
    found.push([/^server(name)?$/i.test(name) ? 'host' : name, braced?.replaceAll('}}', '}') ?? plain.trim()])
    at += whole.length
  }
  return found
}
