import type { Trouble } from '../dialect.js'

/** What the server itself said, the first thing first. */
export interface Told {
  readonly number: number
  /** How grave it is: from 20 on the server ends the connection. */
  readonly class: number
  readonly message: string
}

type Kind = Exclude<Trouble['kind'], 'duplicate'>

/**
 * https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors, and for Azure
 * https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues
 */
const numbers: Readonly<Record<number, Kind>> = {
  547: 'no-user',
  207: 'schema',
  208: 'schema',
  1913: 'exists',
  2705: 'exists',
  2714: 'exists',
  1205: 'race',
  3960: 'race',
  229: 'denied',
  230: 'denied',
  262: 'denied',
  297: 'denied',
  300: 'denied',
  916: 'denied',
  2760: 'denied',
  15247: 'denied',
  18452: 'denied',
  18456: 'denied',
  18470: 'denied',
  18486: 'denied',
  18487: 'denied',
  18488: 'denied',
  40532: 'denied',
  40615: 'denied',
  47073: 'denied',
  911: 'no-database',
  4060: 'no-database',
  976: 'unreachable',
  983: 'unreachable',
  6005: 'unreachable',
  17142: 'unreachable',
  18401: 'unreachable',
  40197: 'unreachable',
  40613: 'unreachable',
  978: 'read-only',
  3906: 'read-only',
  3908: 'read-only',
  10928: 'exhausted',
  10929: 'exhausted',
  10936: 'exhausted',
  17809: 'exhausted',
  1222: 'slow',
  40501: 'slow',
  49918: 'slow',
  49919: 'slow',
  49920: 'slow',
  // Ours: another process migrates (migration-locks.ts).
  51000: 'slow',
}

/** What `tedious` says of everything that the server did not say. */
const codes: Readonly<Record<string, Kind>> = {
  ESOCKET: 'unreachable',
  ECLOSE: 'unreachable',
  EINVALIDSTATE: 'unreachable',
  EINSTLOOKUP: 'unreachable',
  EENCRYPT: 'certificate',
  ELOGIN: 'denied',
  EFEDAUTH: 'denied',
}

export function trouble(error: unknown): Trouble | undefined {
  for (const { number, message } of toldBy(error)) {
    if (isDuplicate(number)) return { kind: 'duplicate', index: indexIn(message) }
    const kind = Object.hasOwn(numbers, number) ? numbers[number] : undefined
    if (kind) return { kind }
  }
  const kind = kindOfCode(error)
  return kind && { kind }
}

/** One error of the server's, or all that came with one statement; none for what went wrong on the way. */
export function toldBy(error: unknown): readonly Told[] {
  const { errors } = (error ?? {}) as { errors?: unknown }
  return [error, ...(Array.isArray(errors) ? errors : [])].flatMap((one: unknown) => {
    const { number, class: grave, message } = (one ?? {}) as Partial<Told>
    return typeof number === 'number' ? [{ number, class: Number(grave ?? 0), message: String(message) }] : []
  })
}

/** The connection is gone, or was before the request went out. Nobody knows whether the server carried it out. */
export function isLost(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return /^(ESOCKET|ECLOSE|EINVALIDSTATE|ECONNRESET|ECONNABORTED|EPIPE)$/.test(String(code))
}

/** A second row in a unique index (2601), or of a primary key (2627). */
function isDuplicate(number: number): boolean {
  return number === 2601 || number === 2627
}

/** The message ends with the value, which may be anything: it is cut off before a name is looked for. */
function indexIn(message: string): string {
  const [before = ''] = message.split('The duplicate key value')
  return /(?:unique index|constraint) ['"]([^'"]+)['"]/.exec(before)?.[1] ?? ''
}

function kindOfCode(error: unknown): Kind | undefined {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown }
  const behind = String((cause as { code?: unknown } | undefined)?.code ?? '')
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/.test(`${code} ${behind}`)) return 'certificate'
  // One code for two things: no connection in time, no answer in time.
  if (code === 'ETIMEOUT') return /^Failed to connect/.test(String(message)) ? 'unreachable' : 'slow'
  if (/^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT)/.test(String(code))) return 'unreachable'
  return Object.hasOwn(codes, String(code)) ? codes[String(code)] : undefined
}
