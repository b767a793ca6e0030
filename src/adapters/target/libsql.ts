import type { LibsqlTarget } from './kinds.js'
import { unreadable } from './refusal.js'
import { readQuery, readTables, text, type Wish, type Wishes } from './wishes.js'

/** `libsql://host?authToken=…`, and as an option also `https:`, `http:`, `wss:`, `ws:` and `file:`; the client refuses parameters it does not know. */
export function readLibsqlUrl(url: string): readonly Wish[] {
  const [, address, query = ''] = /^((?:(?:libsql|https?|wss?):\/\/[^/?#@]+[^?#@]*)|(?:file:[^?#]+))(?:\?([^#]*))?$/i.exec(url) ?? []
  if (address === undefined) throw unreadable('libsql')
  const parameters = readQuery(query)
  const tls = parameters.findLast(([name]) => name === 'tls')?.[1]
  return [['url', tls === '0' || tls === '1' ? `${address}?tls=${tls}` : address], ...parameters.filter(([name]) => name !== 'tls')]
}

export function libsqlTarget(wishes: Wishes, client?: object): LibsqlTarget {
  const tables = readTables(wishes)
  if (client) return { kind: 'libsql', url: '', authToken: undefined, ...tables, client }
  const url = text(wishes.take('url'), 'url')
  if (!url) throw unreadable('libsql')
  return { kind: 'libsql', url, authToken: text(wishes.take('authtoken'), 'authToken') || undefined, ...tables }
}
