import { AuthError } from '../base/errors.js'

/** What a row was a second one of. */
export type Conflict = 'email' | 'account' | 'user' | 'session' | 'token'

/** Why a database does not do its work. */
export type Outage = keyof typeof outages

/** Somebody else was first: whoever catches this reads the facts again. */
export function conflict(kind: Conflict, cause?: unknown): AuthError {
  return new AuthError('AdapterError', `There is a row with the same ${kind} already.`, {
    cause: quiet(cause),
    details: { conflict: kind },
  })
}

/** The database undid one of two transactions that were in each other's way; whoever catches this reads the facts again, too. */
export function lostToAnother(cause?: unknown): AuthError {
  return new AuthError('AdapterError', 'The database undid this in favour of another transaction. Try again.', {
    cause,
    details: { conflict: 'race' },
  })
}

const outages = {
  unreachable: 'The database cannot be reached, or the connection to it was lost. Is the server running, and are host and port right?',
  exhausted: 'All connections to the database are taken. Allow more (`pool.max`, or the limit of the server), or find what holds them.',
  slow: 'The database took too long to answer. Look for locks and for load on the server.',
  denied: 'The database refused the user or the password, or the user may not do this. In a URL, special characters are percent-encoded.',
  'no-database': 'The server has no database of that name. Create it, or correct the name in the URL.',
  'read-only': 'The database takes no writes at the moment: it is a replica, or read-only. Connect to the primary.',
  certificate:
    'No trusted TLS connection to the database. Hand in the certificate of its authority (`ssl: { ca }`), or correct the host name.',
} as const

/** One sentence with the way out of it. The driver's own words stay in `cause`. */
export function outage(kind: Outage, cause?: unknown): AuthError {
  return new AuthError('AdapterError', outages[kind], { cause, details: { trouble: kind } })
}

export function schemaMissing(cause?: unknown): AuthError {
  return new AuthError('SchemaMissing', 'The database lacks tables or columns of next-auth. Create them: npx next-auth migrate', { cause })
}

/** What databases say of a duplicate repeats the value, which may be somebody's address: only the codes of it are kept. */
function quiet(cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined
  const { code, errno, number, sqlState, errcode } = cause as unknown as Record<string, unknown>
  const kept = new Error(`a duplicate key (${[code, errno ?? number ?? errcode, sqlState].filter((part) => part !== undefined).join(' ')})`)
  kept.name = cause.name
  return kept
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
