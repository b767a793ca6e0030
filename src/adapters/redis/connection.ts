import { isAuthError } from '../../base/errors.js'
import { limited } from '../../base/limited.js'
import { loadDriver } from '../driver.js'
import { outage } from '../failures.js'
import { patience } from '../time-limits.js'
import type { RedisClient, RedisDriver, ScriptArguments } from './client.js'
import type { RedisServer, RedisTarget } from './options.js'
import type { Script } from './scripts.js'
import { explain } from './trouble.js'

/** One connection for all: Redis answers in the order of asking, so callers never wait for one another's turn. */
export interface Connection {
  run(script: Script, keys: readonly string[], values: readonly string[]): Promise<unknown>
  close(): Promise<void>
}

/**
 * Opens at the first command. A connection that is lost is made anew while commands wait, but none waits longer than `patience`; after an
 * attempt that failed slowly, the next second fails at once: a server that swallows everything does not hold every visitor up.
 */
export function connection({ source, timeout }: RedisTarget): Connection {
  const line = 'client' in source ? borrowed(source.client) : owned(source)
  let opening: Promise<RedisClient> | undefined
  let failed: { readonly error: unknown; readonly until: number } | undefined

  async function open(): Promise<RedisClient> {
    const began = Date.now()
    if (failed && began < failed.until) throw failed.error
    const again = line.again()
    try {
      return await limited(line.open(), patience, () => outage('unreachable'))
    } catch (cause) {
      line.drop()
      const error = explain(cause)
      if (!again) failed = { error, until: Date.now() + Math.min(Date.now() - began, 1000) }
      throw error
    }
  }

  function ready(): Promise<RedisClient> {
    opening ??= open().finally(() => {
      opening = undefined
    })
    return opening
  }

  return {
    async run(script, keys, values) {
      const given = { keys: [...keys], arguments: [...values] }
      const attempt = (client: RedisClient): Promise<unknown> =>
        limited(evaluate(client, script, given), timeout, () => outage('slow')).catch((cause) => {
          const error = explain(cause)
          // Nothing comes behind an answer that does not come.
          if (error.details.trouble === 'slow') line.drop()
          throw error
        })
      const client = line.ready() ?? (await ready())
      try {
        return await attempt(client)
      } catch (error) {
        if (!mayRepeat(error, script)) throw error
        return attempt(line.ready() ?? (await ready()))
      }
    },
    async close() {
      await opening?.catch(() => undefined)
      await line.close()
    },
  }
}

/** Whether the connection went, and once more does no harm: the command was never sent, or it only reads. */
function mayRepeat(error: unknown, { reads }: Script): boolean {
  if (!isAuthError(error) || error.details.trouble !== 'unreachable') return false
  const name = error.cause?.constructor.name
  return name === 'ClientOfflineError' || (reads && name !== 'DisconnectsClientError')
}

/** By its hash; the server forgets scripts when it restarts, and is then told the whole text again. */
async function evaluate(client: RedisClient, script: Script, given: ScriptArguments): Promise<unknown> {
  try {
    return await client.evalSha(await script.sha(), given)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error
    return client.eval(script.text, given)
  }
}

interface Line {
  /** The client, if it can be used now. */
  ready(): RedisClient | undefined
  open(): Promise<RedisClient>
  /** Whether a connection was lost and is being made anew: its time was spent on many attempts, which tells nothing of the next one. */
  again(): boolean
  /** Lets go of a client that is of no use any more. */
  drop(): void
  close(): Promise<void>
}

function owned(server: RedisServer): Line {
  let current: RedisClient | undefined
  const drop = (): void => {
    const client = current
    current = undefined
    if (client) end(client)
  }
  return {
    ready: () => (current?.isReady ? current : undefined),
    async open() {
      if (current?.isOpen) return whenReady(current)
      const { createClient } = await loadDriver<RedisDriver>('redis', 'Redis')
      const life = { connected: false }
      const client = createClient(clientOptions(server, life))
      // Without a listener an error of the connection would end the process; commands are told of it anyway.
      client.on('error', () => {})
      current = client
      await client.connect()
      life.connected = true
      return client
    },
    again: () => current?.isOpen === true,
    drop,
    async close() {
      const client = current
      if (client?.isReady)
        await limited(Promise.resolve(client.close ? client.close() : client.quit?.()), 1000, Error).catch(() => undefined)
      drop()
    },
  }
}

/** Of the application: its own strategy makes the connection anew. */
function borrowed(client: RedisClient): Line {
  let listening = false
  return {
    ready: () => (isReady(client) ? client : undefined),
    async open() {
      if (!listening) client.on('error', () => {})
      listening = true
      if (client.isOpen) return whenReady(client)
      await client.connect()
      return client
    },
    // Once it is ready it is used, whatever failed before.
    again: () => false,
    drop() {},
    async close() {},
  }
}

/** A cluster and a pool do not tell, and look after their connections themselves. */
function isReady(client: RedisClient): boolean {
  return client.isReady ?? client.isOpen
}

function whenReady(client: RedisClient): Promise<RedisClient> {
  if (isReady(client)) return Promise.resolve(client)
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown): void => {
      // An error is also told of each attempt that is repeated: then the client is open still.
      if (error !== undefined && client.isOpen) return
      client.off('ready', settle)
      client.off('error', settle)
      client.off('end', gone)
      if (error === undefined) resolve(client)
      else reject(error)
    }
    const gone = (): void => settle(outage('unreachable'))
    client.on('ready', settle)
    client.on('error', settle)
    client.on('end', gone)
  })
}

function clientOptions({ host, port, username, password, database, tls }: RedisServer, life: Life): object {
  return {
    socket: { host, port, ...(tls && { ...tls, tls: true }), connectTimeout: patience, reconnectStrategy: strategy(life) },
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(database !== 0 && { database }),
    // What we ask for is in both versions of the protocol the same; the older one needs nothing of a server.
    RESP: 2,
    // We wait ourselves, and not for ever.
    disableOfflineQueue: true,
  }
}

interface Life {
  connected: boolean
}

/** A first connection that fails is told at once; one that was lost is tried again for as long as anybody waits, unless we are sent away. */
function strategy(life: Readonly<Life>): (retries: number, cause?: unknown) => number | Error {
  let lost = 0
  return (retries, cause) => {
    if (retries === 0) lost = Date.now()
    // The first versions do not tell why.
    const away = cause === undefined || explain(cause).details.trouble === 'unreachable'
    if (life.connected && away && Date.now() - lost < patience) return Math.min(25 * 2 ** retries, 400)
    return cause instanceof Error ? cause : outage('unreachable')
  }
}

function end(client: RedisClient): void {
  try {
    void Promise.resolve(client.destroy ? client.destroy() : client.disconnect?.()).catch(() => undefined)
  } catch {
    // It had ended.
  }
}
