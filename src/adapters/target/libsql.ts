import type { LibsqlTarget } from './kinds.js'
import { invalid, unreadable } from './refusal.js'
import { readQuery, readTables, text, type Wish, type Wishes } from './wishes.js'

/** `libsql://host?authToken=…`, and as an option also `https:`, `http:`, `wss:` and `ws:`; the client refuses parameters it does not know. */
export function readLibsqlUrl(url: string): readonly Wish[] {
  const [, address, query = ''] = /^((?:libsql|https?|wss?):\/\/[^/?#@]+[^?#@]*)(?:\?([^#]*))?$/i.exec(url) ?? []
  if (address === undefined) throw unreadable('libsql')
  const parameters = readQuery(query)
  const tls = parameters.findLast(([name]) => name === 'tls')?.[1]
  return [['url', tls === '0' || tls === '1' ? `${address}?tls=${tls}` : address], ...parameters.filter(([name]) => name !== 'tls')]
}

/**
 * No files: a write that finds one locked leaves the connection of `@libsql/client` such that the writes after it are answered for and
 * never stored (version 0.18). A file of libSQL is one of SQLite.
 */
export function libsqlTarget(wishes: Wishes, client?: object): LibsqlTarget {
  const tables = readTables(wishes)
  if (client && (client as { readonly protocol?: unknown }).protocol === 'file')
    throw invalid('A libSQL file is written by its path: `sqlite:./auth.db`. A replica is written by the URL of its primary: `libsql://…`.')
  if (client) return { kind: 'libsql', url: '', authToken: undefined, ...tables, client }
  const url = text(wishes.take('url'), 'url')
  if (!url) throw unreadable('libsql')
  return { kind: 'libsql', url, authToken: text(wishes.take('authtoken'), 'authToken') || undefined, ...tables }
}
