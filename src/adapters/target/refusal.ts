import { AuthError } from '../../base/errors.js'
import type { Target } from './kinds.js'

/** How a database of each kind is written. */
export const examples: Readonly<Record<Exclude<Target['kind'], 'kysely'>, string>> = {
  sqlite: 'sqlite:./auth.db',
  postgres: 'postgres://user:password@host:5432/name',
  mysql: 'mysql://user:password@host:3306/name',
  mssql: 'mssql://user:password@host:1433/name',
  mongodb: 'mongodb://user:password@host:27017/name',
  libsql: 'libsql://name.example.com?authToken=token',
}

/** Nothing of what was handed in ever stands in the message, nor the error that found it: any of it may be a password. */
export function invalid(message: string): AuthError {
  return new AuthError('InvalidOption', message, { details: { option: 'database' } })
}

/** The most frequent reason by far is a character of a password that a URL reads as its own. */
export function unreadable(kind: keyof typeof examples): AuthError {
  return invalid(
    `The \`database\` URL cannot be read. Write \`${examples[kind]}\`; in user, password and name, \`@ : / ? # %\` are percent-encoded (\`%40 %3A %2F %3F %23 %25\`).`,
  )
}

export function badEscape(): AuthError {
  return invalid('The `database` URL has a `%` that is no percent-encoding. A `%` in a user or a password is written `%25`.')
}
