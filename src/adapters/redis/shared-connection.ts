import { type Connection, connection } from './connection.js'
import type { RedisTarget } from './options.js'

const connectionsKey = Symbol.for('next-auth.redis')

/**
 * The connection to a server, one for each in a process. Kept outside of any configuration, as databases are: Next reloads modules while
 * the process runs, and every reload would open one more. After `close()` the next command opens it again.
 */
export function sharedConnection(target: RedisTarget): Connection {
  const { source, timeout } = target
  if ('client' in source) return connection(target)
  const holder = globalThis as { [connectionsKey]?: Map<string, Connection> }
  holder[connectionsKey] ??= new Map()
  const name = JSON.stringify([source, timeout])
  const shared = holder[connectionsKey].get(name) ?? connection(target)
  holder[connectionsKey].set(name, shared)
  return shared
}
