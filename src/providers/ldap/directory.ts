import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { builtin } from '../../base/builtin.js'
import { AuthError } from '../../base/errors.js'
import { limited } from '../../base/limited.js'
import type { LDAPSettings } from './settings.js'
import { failure, isReferral, refused } from './trouble.js'

/** One connection, for one attempt. */
export interface Directory {
  /** Throws what ldapts throws: what it means depends on who was bound. */
  bind(name: string, password: string): Promise<void>
  /** @param step what the log calls it: `the search` */
  search(step: string, base: string, how: SearchHow): Promise<readonly RawEntry[]>
  close(): void
}

export interface SearchHow {
  readonly filter: string
  readonly scope: 'base' | 'one' | 'sub'
  readonly attributes: readonly string[]
  /** 0: as many as the directory gives. */
  readonly sizeLimit: number
}

/** An entry as ldapts gives it. */
export interface RawEntry {
  readonly dn: string
  readonly [attribute: string]: string | Uint8Array | readonly (string | Uint8Array)[]
}

/** What this needs of ldapts, from 8.2 on. */
interface Client {
  startTLS(options: object): Promise<void>
  bind(name: string, password: string): Promise<void>
  search(base: string, options: object): Promise<{ readonly searchEntries: readonly RawEntry[] }>
  unbind(): Promise<void>
}

/** Connects with the first thing that is asked; with StartTLS here. */
export async function openDirectory(settings: LDAPSettings): Promise<Directory> {
  const { Client } = await loadLdapts()
  const line = createLine(settings)
  const { url, startTLS, timeout, connectTimeout } = settings
  const { createConnection, createSecureConnection } = line
  const tls = url.protocol === 'ldaps:' ? { tlsOptions: tlsOptions(settings) } : {}
  const client = new Client({ url: url.href, timeout, connectTimeout, createConnection, createSecureConnection, ...tls })
  // An unbind is not answered (RFC 4511 §4.3): nobody waits for it.
  const close = (): void => void client.unbind().catch(() => {})
  if (startTLS) {
    try {
      await encrypt(client, line, settings)
    } catch (error) {
      close()
      throw error
    }
  }
  return {
    close,
    bind: (name, password) => client.bind(name, password),
    search: (step, base, how) => search(step, base, how, client, settings),
  }
}

async function loadLdapts(): Promise<{ Client: new (options: object) => Client }> {
  try {
    // Left to the runtime: bundlers would look for it in applications that ask no directory.
    return (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ 'ldapts')) as never
  } catch (error) {
    throw new AuthError('MissingDependency', 'Asking a directory needs the package `ldapts`: npm install ldapts', { cause: error })
  }
}

async function encrypt(client: Client, line: Line, settings: LDAPSettings): Promise<void> {
  const late = () => new Error('Connection not encrypted in time')
  try {
    await limited(client.startTLS(tlsOptions(settings)), settings.connectTimeout, late)
  } catch (error) {
    throw failure(settings.provider, 'StartTLS', error)
  }
  if (!line.isOurs()) throw new AuthError('MissingDependency', 'StartTLS needs `ldapts` 8.2 or newer: npm install ldapts@latest')
}

async function search(step: string, base: string, how: SearchHow, client: Client, settings: LDAPSettings): Promise<readonly RawEntry[]> {
  const { provider, attributes, timeout } = settings
  // An id may be octets, and stays them.
  const more = { timeLimit: Math.ceil(timeout / 1000), explicitBufferAttributes: attributes.id }
  try {
    // References to other directories come beside the entries, and are left alone.
    const { searchEntries } = await client.search(base, { ...how, ...more })
    return searchEntries
  } catch (error) {
    throw isReferral(error) ? refused(provider, 'referral') : failure(provider, step, error)
  }
}

/** How ldapts comes to a connection. */
interface Line {
  createConnection(port: number, host: string): Socket
  createSecureConnection(...how: readonly unknown[]): TLSSocket
  /** False when ldapts is too old to ask us. */
  isOurs(): boolean
}

function createLine({ provider, startTLS }: LDAPSettings): Line {
  const [net, tls] = [builtin('node:net'), builtin('node:tls')]
  if (!net || !tls) throw new AuthError('Configuration', `Provider \`${provider}\` opens TCP connections: run it on Node.js.`)
  const clear: Uint8Array[] = []
  const keep = (chunk: Uint8Array): unknown => clear.push(chunk)
  let plain: Socket | undefined
  return {
    isOurs: () => plain !== undefined,
    createConnection: once((port, host) => {
      plain = net.connect(port, host)
      return startTLS ? plain.on('data', keep) : plain
    }),
    createSecureConnection: once((...how) => {
      plain?.off('data', keep)
      if (startTLS) refuseMoreThanOne(clear)
      return tls.connect(...(how as [object]))
    }),
  }
}

/** ldapts connects anew when a connection is lost: without StartTLS, and to go on with the next step. Here, lost is lost. */
function once<Words extends unknown[], Result>(open: (...words: Words) => Result): (...words: Words) => Result {
  let isUsed = false
  return (...words) => {
    if (isUsed) throw new Error('Connection lost')
    isUsed = true
    return open(...words)
  }
}

/**
 * What came before TLS is one message, the answer to StartTLS. ldapts would keep the beginning of another one, which anybody on the way
 * can have put there, and complete it with what comes by TLS: a success of a bind, say (RFC 4511 §4.14.1 wants nothing else under way).
 */
function refuseMoreThanOne(chunks: readonly Uint8Array[]): void {
  const clear = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))
  if (clear.length !== lengthOfMessage(clear)) throw new Error('Connection with something between StartTLS and TLS')
}

/** Octets of the first value of BER (X.690 §8.1.3). */
function lengthOfMessage(octets: Uint8Array): number {
  const [, first = 0] = octets
  if (first < 0x80) return 2 + first
  const length = octets.slice(2, first - 0x80 + 2)
  return 2 + length.length + length.reduce((sum, octet) => sum * 256 + octet, 0)
}

/** Without a host, Node would compare the certificate of an address with `localhost`. */
function tlsOptions({ url, tls }: LDAPSettings): object {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const servername = tls.servername ?? host
  const isAddress = /^[\d.]+$|:/.test(servername)
  // RFC 6066 §3: SNI names no addresses.
  return { ...tls, host, rejectUnauthorized: true, ...(isAddress ? { servername: '' } : { servername }) }
}
