import type { ServerTarget } from './kinds.js'
import { invalid, unreadable } from './refusal.js'
import { decode, type Wish } from './wishes.js'

/** `host`, `host:port`, `[::1]:port`, `host\instance:port` of SQL Server, and a socket's path, percent-encoded. */
export function readHost(kind: ServerTarget['kind'], written: string): readonly Wish[] {
  if (written.includes(','))
    throw invalid('The `database` URL names several hosts. Name one: the primary, or the address in front of them all.')
  const parts = /^(?:\[([\da-f:.%]+)\]|([^:[\]]*))(?::(\d*))?$/i.exec(written)
  if (!parts) throw unreadable(kind)
  const [, bracketed, plain = '', port = ''] = parts
  const [host = '', instance] = bracketed === undefined ? decode(plain).split('\\', 2) : [bracketed]
  return [
    ['host', host === '' ? undefined : host],
    ['instanceName', instance],
    ['port', port === '' ? undefined : port],
  ]
}
