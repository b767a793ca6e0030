import type { MongodbTarget } from './kinds.js'
import { readPool } from './pool.js'
import { invalid, unreadable } from './refusal.js'
import { decode, isOff, isOn, plainName, readTables, text, type Wish, type Wishes } from './wishes.js'

/** Ours, and those that older drivers asked for and newer ones refuse. */
const notForDriver = /^(entityprefix|synchronize|logging|pool|connectionlimit|max|usenewurlparser|useunifiedtopology|usecreateindex)$/

/** What is ours in `mongodb://…`; the URL without it under `url`. The driver reads the rest, several hosts and all. */
export function readMongodbUrl(url: string): readonly Wish[] {
  const [, start = '', userinfo, path = '', query = ''] =
    /^(mongodb(?:\+srv)?:\/\/(?:([^/?#]*)@)?[^/?#@]+)(\/[^?#]*)?(?:\?([^#]*))?$/i.exec(url) ?? []
  if (start === '' || path.includes('@') || path.slice(1).includes('/')) throw unreadable('mongodb')
  decode(userinfo ?? '')
  const parts = query.split('&').filter((part) => part !== '')
  if (parts.some((part) => /[@/]/.test(part.split('=')[0] ?? ''))) throw unreadable('mongodb')
  const named = parts.map((part): readonly [string, Wish] => {
    const [name = '', ...value] = part.split('=')
    return [part, [decode(name), decode(value.join('='))]]
  })
  const isOurs = ([, [name]]: readonly [string, Wish]): boolean => notForDriver.test(name.toLowerCase().replace(/[-_]/g, ''))
  const kept = named.filter((one) => !isOurs(one)).map(([part]) => part)
  const database = decode(path.slice(1))
  return [
    ['url', `${start}${path}${kept.length === 0 ? '' : `${path === '' ? '/' : ''}?${kept.join('&')}`}`],
    ['database', database === '' ? undefined : database],
    ...named.filter((one) => isOurs(one) || plainName(one[1][0]) === 'max').map(([, wish]) => wish),
  ]
}

export function mongodbTarget(wishes: Wishes, client?: object): MongodbTarget {
  const tables = readTables(wishes)
  const pool = readPool(wishes)
  const database = text(wishes.take('database'), 'database') || undefined
  if (client) return { kind: 'mongodb', url: '', ...tables, pool, database, client }
  return { kind: 'mongodb', url: readAddress(wishes, database), ...tables, pool, database }
}

/** The URL, or one made of the fields of an options object; what else these ask of the driver stands behind it. */
function readAddress(wishes: Wishes, database: string | undefined): string {
  const url = (wishes.take('url') as string | undefined) ?? compose(wishes, database)
  for (const name of ['host', 'port', 'user', 'password']) wishes.take(name)
  const added = [...readTls(wishes), ...wishes.rest()].filter(
    ([name, value]) => !notForDriver.test(plainName(name)) && ['string', 'number', 'boolean'].includes(typeof value),
  )
  if (added.length === 0) return url
  const behind = added.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')
  return url.includes('?') ? `${url}&${behind}` : `${/^[^:]+:\/\/[^/]+$/.test(url) ? `${url}/` : url}?${behind}`
}

function compose(wishes: Wishes, database: string | undefined): string {
  const host = text(wishes.take('host'), 'host') ?? 'localhost'
  const port = text(wishes.take('port'), 'port') ?? '27017'
  const user = text(wishes.take('user'), 'user')
  const password = text(wishes.take('password'), 'password')
  const userinfo = user ? `${encodeURIComponent(user)}${password === undefined ? '' : `:${encodeURIComponent(password)}`}@` : ''
  if (/[\s/@?#]/.test(host) || !/^\d+$/.test(port)) throw invalid('Host or port of the database is none.')
  return `mongodb://${userinfo}${host}:${port}/${encodeURIComponent(database ?? '')}`
}

function readTls(wishes: Wishes): readonly Wish[] {
  const ssl = wishes.take('ssl')
  if (ssl === undefined) return []
  if (typeof ssl !== 'object') return [['tls', isOn(ssl)]]
  const { rejectUnauthorized, ca, cert, key } = ssl as Readonly<Record<string, unknown>>
  if (ca || cert || key) throw invalid('For MongoDB, name the file of the authority in the URL: `?tls=true&tlsCAFile=/path/ca.pem`.')
  return [['tls', true], ...(isOff(rejectUnauthorized) ? [['tlsAllowInvalidCertificates', true] as const] : [])]
}
