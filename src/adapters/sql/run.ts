import { AuthError, isAuthError } from '../../base/errors.js'
import type { MaybePromise } from '../../base/types.js'
import { conflict, noSuchUser } from '../failures.js'
import type { Execute, SqlDialect } from './dialect.js'
import { bind, type Statement } from './statement.js'
import type { Row, Values } from './tables.js'

/** Runs a statement; what goes wrong has one name, whatever the driver called it. */
export type Run = (statement: Statement, values: Values) => MaybePromise<readonly Row[]>

export function runner(execute: Execute, dialect: Pick<SqlDialect, 'trouble'>): Run {
  const fail = (error: unknown): never => {
    throw explain(error, dialect)
  }
  return (statement, values) => {
    try {
      const rows = execute(statement, bind(statement, values))
      return rows instanceof Promise ? rows.catch(fail) : rows
    } catch (error) {
      return fail(error)
    }
  }
}

/** A driver's error as one of ours. Its own words stay in `cause`. */
export function explain(error: unknown, dialect: Pick<SqlDialect, 'trouble'>): AuthError {
  if (isAuthError(error)) return error
  const trouble = dialect.trouble(error)
  if (trouble?.kind === 'conflict') return conflict(trouble.with, error)
  if (trouble?.kind === 'no-user') return noSuchUser(error)
  if (trouble?.kind === 'schema') {
    return new AuthError('SchemaMissing', 'The database lacks tables or columns of next-auth. Create them: npx next-auth migrate', {
      cause: error,
    })
  }
  return new AuthError('AdapterError', 'The database failed; `cause` says how.', { cause: error })
}
