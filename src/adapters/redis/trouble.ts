import { AuthError, isAuthError } from '../../base/errors.js'
import { type Outage, outage } from '../failures.js'

/** The first word of a reply is its code; a script of an older server has it in the middle, behind a dash. */
const replies: readonly (readonly [pattern: RegExp, kind: Outage])[] = [
  [/(^|-)(WRONGPASS|NOAUTH|NOPERM)\b|^ERR.* AUTH\b|^ERR invalid password/, 'denied'],
  [/(^|-)(READONLY|NOREPLICAS)\b/, 'read-only'],
  [/(^|-)(LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|UNBLOCKED)\b/, 'unreachable'],
  [/(^|-)BUSY\b/, 'slow'],
  [/^ERR max number of clients/, 'exhausted'],
  [/^ERR (DB index|invalid DB|SELECT is not allowed)/, 'no-database'],
]

const certificates = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/

const lostConnections = new Set([
  'ConnectionTimeoutError',
  'ClientClosedError',
  'ClientOfflineError',
  'DisconnectsClientError',
  'SocketClosedUnexpectedlyError',
  'SocketTimeoutError',
  'RootNodesUnavailableError',
])

/** An error of the client or of the server as one of ours. Its own words stay in `cause`. */
export function explain(error: unknown): AuthError {
  if (isAuthError(error)) return error
  const { originalError, code, message = '' } = (error ?? {}) as { originalError?: unknown; code?: unknown; message?: string }
  if (originalError instanceof Error) return explain(originalError)
  const reply = replies.find(([pattern]) => pattern.test(message))
  if (reply) return outage(reply[1], error)
  if (/(^|-)(OOM|MISCONF)\b/.test(message)) return full(error)
  if (/(^|-)CROSSSLOT\b|non local key|do not hash to the same slot/.test(message)) return manySlots(error)
  if (certificates.test(String(code))) return outage('certificate', error)
  // A code of the operating system's, or what the client says of a connection that is not there.
  if (
    /^(E(?!RR_)[A-Z_]+|ERR_SOCKET_CLOSED)$/.test(String(code)) ||
    lostConnections.has((error as Error | undefined)?.constructor?.name ?? '')
  )
    return outage('unreachable', error)
  return new AuthError('AdapterError', 'Redis failed; `cause` says how.', { cause: error })
}

function full(cause: unknown): AuthError {
  return new AuthError(
    'AdapterError',
    'Redis takes no writes at the moment: its memory (`maxmemory`) or its disk is full. Make room, or allow it more.',
    { cause, details: { trouble: 'full' } },
  )
}

function manySlots(cause: unknown): AuthError {
  return new AuthError(
    'AdapterError',
    'In a Redis Cluster all keys of next-auth must be in one slot: give `entityPrefix` braces, such as `{next-auth}:`.',
    { cause, details: { trouble: 'slots' } },
  )
}
