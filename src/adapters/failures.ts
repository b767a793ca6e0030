import { AuthError } from '../base/errors.js'

/** What a row was a second one of. */
export type Conflict = 'email' | 'account' | 'user' | 'session' | 'token'

/** Somebody else was first: whoever catches this reads the facts again. */
export function conflict(kind: Conflict, cause?: unknown): AuthError {
  return new AuthError('AdapterError', `There is a row with the same ${kind} already.`, { cause, details: { conflict: kind } })
}

/** A write that would store something nobody could find again. */
export function unusable(field: string): AuthError {
  return new AuthError('AdapterError', `The adapter was handed no usable \`${field}\` to write. It takes what next-auth itself hands it.`, {
    details: { field },
  })
}

export function noSuchUser(cause?: unknown): AuthError {
  return new AuthError('AdapterError', 'There is no such user (any more).', { cause, details: { missing: 'user' } })
}

export function transactionEnded(): AuthError {
  return new AuthError('AdapterError', 'The transaction has ended. Await every verb of it inside the function handed to `transaction`.')
}
