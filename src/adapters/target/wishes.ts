import type { OurTables } from './kinds.js'
import { badEscape, invalid } from './refusal.js'

/** A name and what was written for it, in a URL or an options object. */
export type Wish = readonly [name: string, value: unknown]

/** What was asked for. Names are the same whatever their case, dashes and underscores: `sslmode`, `ssl-mode` and `sslMode`. */
export interface Wishes {
  /** The value, which does not go to the driver then; `undefined` where there is none. */
  take(name: string): unknown
  /** What nobody took, under the names it came with. */
  rest(): readonly Wish[]
}

/** Of two wishes for one thing the later one counts. */
export function wishesOf(given: readonly Wish[]): Wishes {
  const left = new Map<string, Wish>()
  for (const [name, value] of given) {
    if (value !== undefined && value !== null) left.set(plainName(name), [name, value])
  }
  return {
    take(name) {
      const value = left.get(name)?.[1]
      left.delete(name)
      return value
    },
    rest: () => [...left].filter(([name, [written]]) => !otherPrograms.includes(name) && written !== '__proto__').map(([, wish]) => wish),
  }
}

/** Words for TypeORM and for Prisma, of no use to any driver. */
const otherPrograms = [
  'logging',
  'logger',
  'type',
  'name',
  'entities',
  'subscribers',
  'migrations',
  'migrationsrun',
  'namingstrategy',
].concat(['autoloadentities', 'dropschema', 'cache', 'maxqueryexecutiontime', 'statementcachesize', 'sockettimeout', 'integratedsecurity'])

/** The many names of one thing: of libpq, mysql2, tedious, JDBC, Prisma and TypeORM. */
const aliases: Readonly<Record<string, string>> = {
  username: 'user',
  uid: 'user',
  userid: 'user',
  pwd: 'password',
  dbname: 'database',
  databasename: 'database',
  initialcatalog: 'database',
  instance: 'instancename',
  socketpath: 'socket',
  unixsocket: 'socket',
  connectionlimit: 'max',
  poolsize: 'max',
  maxpoolsize: 'max',
  idletimeout: 'idle',
  idletimeoutmillis: 'idle',
  connecttimeout: 'wait',
  connectiontimeout: 'wait',
  logintimeout: 'wait',
  pooltimeout: 'wait',
}

export function plainName(name: string): string {
  const plain = name.toLowerCase().replace(/[-_ ]/g, '')
  return Object.hasOwn(aliases, plain) ? (aliases[plain] as string) : plain
}

/** Percent-decoded. `+` is itself, as in all of a URL but a form (RFC 3986 §2.2): time zones begin with it. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badEscape()
  }
}

/** The parameters of a URL; what follows the first `=` is the value. */
export function readQuery(query: string): readonly Wish[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      return at === -1 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))]
    })
}

/** NUL ends a text in the protocols of databases: what follows it would be read as something else. */
export function text(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string' && !value.includes('\0')) return value
  throw invalid(
    typeof value === 'function'
      ? `\`${name}\` of the database is a text. For one that changes, hand in a pool of your own: \`{ client: pool }\`.`
      : `\`${name}\` of the database is a text without NUL.`,
  )
}

export function isOn(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(true|1|yes|on)$/i.test(value))
}

export function isOff(value: unknown): boolean {
  return value === false || value === 0 || (typeof value === 'string' && /^(false|0|no|off)$/i.test(value))
}

/** The prefix stands in names of tables and indexes, in front of ours: nothing in it has to be quoted, and they stay short enough. */
export function readTables(wishes: Wishes): OurTables {
  const entityPrefix = text(wishes.take('entityprefix'), 'entityPrefix') ?? ''
  if (!/^\w{0,32}$/.test(entityPrefix)) throw invalid('`entityPrefix` takes letters, digits and underscores, at most 32.')
  return { entityPrefix, synchronize: isOn(wishes.take('synchronize')) }
}
