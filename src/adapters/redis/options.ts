import { AuthError } from '../../base/errors.js'
import { patience } from '../time-limits.js'
import type { RedisClient } from './client.js'

export interface RedisOptions {
  /** `redis://user:password@host:6379/0`, `rediss://…` for TLS. Special characters are percent-encoded. */
  url?: string
  /** A ready client of the package `redis`, 4 or newer, instead of the URL: opened if it is not open, never closed by us. */
  client?: RedisClient
  /**
   * Stands before every key. Default `{next-auth}:`, whose braces keep all keys in one slot of a Redis Cluster: scripts touch several keys
   * at once, so a prefix of your own needs braces there, too.
   */
  entityPrefix?: string
  /** For `rediss://`, as Node takes them, in PEM. */
  ssl?: RedisSsl
  /** How long a command may take, in milliseconds. Default 5000. */
  commandTimeout?: number
  /** The clock in milliseconds. Default `Date.now`. */
  clock?: () => number
  /** The id of a new user who comes without one. Default: a UUID that sorts by time. */
  generateId?: () => string
}

export interface RedisSsl {
  ca?: string
  cert?: string
  key?: string
  servername?: string
  /** `false` trusts any certificate: whoever is between you and the server reads and changes everything. */
  rejectUnauthorized?: boolean
}

/** What the options come down to. */
export interface RedisTarget {
  readonly prefix: string
  readonly timeout: number
  readonly clock: () => number
  readonly generateId: (() => string) | undefined
  readonly source: RedisServer | { readonly client: RedisClient }
}

export interface RedisServer {
  readonly host: string
  readonly port: number
  readonly username: string | undefined
  readonly password: string | undefined
  readonly database: number
  readonly tls: RedisSsl | undefined
}

const defaultPrefix = '{next-auth}:'

/** Throws `InvalidOption` for what cannot be read. Nothing of a URL appears in an error: it may be the password. */
export function readRedis(target: string | RedisOptions | RedisClient): RedisTarget {
  const options: RedisOptions = typeof target === 'string' ? { url: target } : isClient(target) ? { client: target } : target
  const { url, client, commandTimeout = patience, clock = Date.now, generateId } = options
  if (!(commandTimeout > 0)) throw invalid('`commandTimeout` is a number of milliseconds, more than 0.')
  const rest = { timeout: commandTimeout, clock, generateId }
  if (client) {
    // Keys that a script finds inside a record would lack the client's own prefix.
    if (client.options?.keyPrefix) throw invalid('The Redis client has a `keyPrefix`. Use a client without one, and `entityPrefix`.')
    return { ...rest, prefix: options.entityPrefix ?? defaultPrefix, source: { client } }
  }
  const { server, prefix } = readUrl(url ?? '', options.ssl)
  return { ...rest, prefix: options.entityPrefix ?? prefix ?? defaultPrefix, source: server }
}

function isClient(target: RedisOptions | RedisClient): target is RedisClient {
  return typeof (target as Partial<RedisClient> | null)?.evalSha === 'function'
}

function readUrl(text: string, ssl: RedisSsl | undefined): { server: RedisServer; prefix: string | undefined } {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^rediss?:$/.test(url.protocol)) throw invalid('Redis takes a URL such as `redis://user:password@localhost:6379/0`.')
  if ([...url.searchParams.keys()].some((name) => name !== 'entityPrefix'))
    throw invalid('The Redis URL has a parameter that next-auth does not know. It takes `entityPrefix` only.')
  if (!/^\/?\d{0,5}$/.test(url.pathname)) throw invalid('The path of a Redis URL is the number of a database, such as `/0`.')
  const tls = url.protocol === 'rediss:'
  if (ssl && !tls) throw invalid('`ssl` is given, but the URL asks for no TLS. Write `rediss://`.')
  const server = {
    host: url.hostname === '' ? 'localhost' : url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    username: decoded(url.username),
    password: decoded(url.password),
    database: Number(url.pathname.slice(1)),
    tls: tls ? (ssl ?? {}) : undefined,
  }
  return { server, prefix: url.searchParams.get('entityPrefix') ?? undefined }
}

function decoded(part: string): string | undefined {
  try {
    return part === '' ? undefined : decodeURIComponent(part)
  } catch {
    throw invalid('User and password of a Redis URL are percent-encoded: a `%` is written `%25`.')
  }
}

function invalid(message: string): AuthError {
  return new AuthError('InvalidOption', message, { details: { option: 'redis' } })
}
