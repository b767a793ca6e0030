import { AuthError, isAuthError } from '../../base/errors.js'
import { type Conflict, conflict, lostToAnother, type Outage, outage } from '../failures.js'

/** What is read of a driver's error; by shape, as the application may have another copy of the driver. */
interface Foreign {
  readonly name?: unknown
  readonly code?: unknown
  readonly message?: unknown
  readonly cause?: unknown
  readonly keyPattern?: unknown
  readonly reason?: { readonly servers?: unknown }
  readonly hasErrorLabel?: (label: string) => boolean
}

/** A driver's error as one of ours. `same` is what a second document with the same `_id` would be a second one of. */
export function explain(error: unknown, same: Conflict = 'user'): AuthError {
  if (isAuthError(error)) return error
  const foreign = (error ?? {}) as Foreign
  if (isDuplicate(foreign)) return conflict(ofEmail(foreign) ? 'email' : same, error)
  const trouble = certificateTrouble(foreign) ?? byCode.get(Number(foreign.code)) ?? byName[String(foreign.name)] ?? socketTrouble(foreign)
  if (trouble !== undefined && !isConflictOfTransactions(foreign)) return outage(trouble, error)
  if (isConflictOfTransactions(foreign)) return lostToAnother(error)
  return new AuthError('AdapterError', 'The database failed; `cause` says how.', { cause: error })
}

/** What a server says that does not know a command, a stage or an option. */
export function isUnsupported(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Foreign
  // CommandNotFound, CommandNotSupported, CommandNotSupportedOnView, NotImplemented, unknown stage, unknown field.
  if ([59, 115, 166, 238, 304, 40_324, 40_415].includes(Number(code))) return true
  return typeof message === 'string' && /not (yet |currently )?(implemented|supported)|unrecognized pipeline stage/i.test(message)
}

/** The server may have committed, or not: asking again is the way to find out. */
export function isUnknownCommit(error: unknown): boolean {
  const { code, hasErrorLabel } = (error ?? {}) as Foreign
  // MaxTimeMSExpired: the time is up already.
  return typeof hasErrorLabel === 'function' && (error as Required<Foreign>).hasErrorLabel('UnknownTransactionCommitResult') && code !== 50
}

export function isNamespaceMissing(error: unknown): boolean {
  return Number((error as Foreign | null)?.code) === 26
}

function isDuplicate({ code }: Foreign): boolean {
  return code === 11_000 || code === 11_001 || code === 12_582
}

/** By the pattern of the index; servers that do not tell it name the index. The rest of their message is a value. */
function ofEmail({ keyPattern, message }: Foreign): boolean {
  if (typeof keyPattern === 'object' && keyPattern !== null) return 'email' in keyPattern
  return /index: \S*users_email/.test(String(message))
}

/** WriteConflict, NoSuchTransaction, and whatever else the server calls worth another attempt as a whole. */
function isConflictOfTransactions(error: Foreign): boolean {
  if (error.code === 112 || error.code === 251) return true
  return (
    String(error.name) === 'MongoServerError' &&
    typeof error.hasErrorLabel === 'function' &&
    error.hasErrorLabel('TransientTransactionError')
  )
}

const byCode: ReadonlyMap<number, Outage> = new Map([
  ...pairs('denied', [13, 18, 33, 8000]),
  ...pairs('read-only', [189, 10_107, 11_602, 13_435, 13_436, 10_058]),
  ...pairs('unreachable', [6, 7, 91, 11_600, 9001]),
  ...pairs('slow', [24, 50, 64, 89, 202, 262]),
])

const byName: Readonly<Record<string, Outage>> = {
  MongoServerSelectionError: 'unreachable',
  MongoNetworkError: 'unreachable',
  MongoPoolClearedError: 'unreachable',
  PoolClearedOnNetworkError: 'unreachable',
  MongoPoolClosedError: 'unreachable',
  MongoNotConnectedError: 'unreachable',
  MongoTopologyClosedError: 'unreachable',
  MongoServerClosedError: 'unreachable',
  MongoClientClosedError: 'unreachable',
  MongoNetworkTimeoutError: 'slow',
  MongoOperationTimeoutError: 'slow',
  MongoWaitQueueTimeoutError: 'exhausted',
}

function pairs(trouble: Outage, codes: readonly number[]): readonly (readonly [number, Outage])[] {
  return codes.map((code) => [code, trouble] as const)
}

/** Some of what a socket says comes through the driver as it is. */
function socketTrouble({ code }: Foreign): Outage | undefined {
  return typeof code === 'string' && /^(ECONN|EPIPE|ENET|EHOST|ETIMEDOUT|ENOTFOUND|EAI_|ENODATA|ESERVFAIL|ERR_STREAM|ERR_SOCKET)/.test(code)
    ? 'unreachable'
    : undefined
}

const certificateCodes =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/

/** TLS fails below the driver's error: in its `cause`, or in what it knows of each server. */
function certificateTrouble(error: Foreign): Outage | undefined {
  const servers = error.reason?.servers instanceof Map ? [...error.reason.servers.values()] : []
  const chains = [error, ...servers.map((server) => (server as { error?: unknown } | null)?.error)]
  return chains.some((chain) => inChain(chain, (code) => certificateCodes.test(code))) ? 'certificate' : undefined
}

function inChain(error: unknown, fits: (code: string) => boolean): boolean {
  // Bounded: an error may be its own cause.
  for (let at = error as Foreign | null | undefined, depth = 0; at && depth < 6; at = at.cause as Foreign | undefined, depth++)
    if (typeof at.code === 'string' && fits(at.code)) return true
  return false
}
