import { AuthError, isAuthError } from '../../base/errors.js'
import { andThen } from '../../base/maybe-promise.js'
import type { MaybePromise } from '../../base/types.js'
import { conflict, lostToAnother, noSuchUser, outage, schemaMissing, unusable } from '../failures.js'
import type { Execute, SqlDialect } from './dialect.js'
import { bind, type Statement } from './statement.js'
import type { Row, Values } from './tables.js'

/** Runs a statement; what goes wrong has one name, whatever the driver called it. */
export type Run = (statement: Statement, values: Values) => MaybePromise<readonly Row[]>

type Rows = MaybePromise<readonly Row[]>

export function runner(execute: Execute, dialect: Pick<SqlDialect, 'trouble' | 'longest'>): Run {
  const run = (statement: Statement, values: Values): Rows => {
    const fail = (error: unknown): never => {
      throw explain(error, dialect, statement)
    }
    if (dialect.longest && statement.writes) refuseTooLong(values, dialect.longest)
    try {
      const rows = execute(statement, bind(statement, values))
      return rows instanceof Promise ? rows.catch(fail) : rows
    } catch (error) {
      return fail(error)
    }
  }
  return (statement, values) => {
    if (statement.reads) return withReads(statement, statement.reads, values, run)
    if (statement.otherwise) return withOtherwise(statement, statement.otherwise, values, run)
    return run(statement, values)
  }
}

const keys = ['id', 'user_id', 'email', 'provider', 'session_token_hash', 'identifier', 'token_hash', 'key'] as const

/** What would be cut off would be another key. */
function refuseTooLong(values: Values, longest: NonNullable<SqlDialect['longest']>): void {
  const long = keys.find((name) => String(values[name] ?? '').length > longest.key)
  const bytes = new TextEncoder().encode(String(values.provider_account_id ?? '')).length
  if (long || bytes > longest.opaque) throw unusable(long ?? 'provider_account_id')
}

/** A write that tells only how many rows it touched, and the read that tells which. */
function withReads(statement: Statement, reads: NonNullable<Statement['reads']>, values: Values, run: Run): Rows {
  if (reads.when === 'after') {
    return andThen(run(statement, values), ([done]) =>
      // `inserted` may be more exact than what is read afterwards, when others have written meanwhile.
      andThen(run(reads.statement, values), (rows) => rows.map((row) => ({ ...row, inserted: done?.inserted ?? null }))),
    )
  }
  return andThen(run(reads.statement, values), (rows) =>
    rows.length === 0 ? rows : andThen(run(statement, values), ([done]) => (Number(done?.affected) > 0 ? rows : [])),
  )
}

async function withOtherwise(statement: Statement, otherwise: Statement, values: Values, run: Run): Promise<readonly Row[]> {
  const rows = await run(statement, values)
  if (rows.length > 0) return rows
  try {
    return await run(otherwise, values)
  } catch (error) {
    if (isAuthError(error) && error.details.conflict) return run(statement, values)
    throw error
  }
}

/** A driver's error as one of ours. Its own words stay in `cause`. */
export function explain(error: unknown, dialect: Pick<SqlDialect, 'trouble'>, statement?: Statement): AuthError {
  if (isAuthError(error)) return error
  const trouble = dialect.trouble(error) ?? { kind: 'unknown' }
  switch (trouble.kind) {
    case 'unknown':
    case 'exists':
      return new AuthError('AdapterError', 'The database failed; `cause` says how.', { cause: error })
    case 'duplicate':
      return conflict(trouble.index.includes('users_email_unique') ? 'email' : (statement?.duplicate ?? 'user'), error)
    case 'no-user':
      return noSuchUser(error)
    case 'schema':
      return schemaMissing(error)
    case 'race':
      return lostToAnother(error)
    default:
      return outage(trouble.kind, error)
  }
}
