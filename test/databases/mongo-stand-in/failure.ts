/** What the server answers instead of a result. */
export class Failure extends Error {
  readonly code: number
  readonly codeName: string
  readonly labels: readonly string[]
  /** What a write error says beside its code. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: number,
    codeName: string,
    message: string,
    more: { labels?: readonly string[]; details?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.code = code
    this.codeName = codeName
    this.labels = more.labels ?? []
    this.details = more.details ?? {}
  }
}

export const transient = 'TransientTransactionError'

export function badValue(message: string): Failure {
  return new Failure(2, 'BadValue', message)
}

export function invalidOptions(message: string): Failure {
  return new Failure(72, 'InvalidOptions', message)
}

export function notImplemented(what: string): Failure {
  return new Failure(238, 'NotImplemented', `${what} is not implemented`)
}

export function writeConflict(): Failure {
  return new Failure(112, 'WriteConflict', 'Write conflict during plan execution and yielding is disabled.', { labels: [transient] })
}

export function noSuchTransaction(): Failure {
  return new Failure(251, 'NoSuchTransaction', 'The transaction has been aborted, or was never begun.', { labels: [transient] })
}
