import type { Request } from 'tedious'
import type { Statement } from '../statement.js'
import type { Row, Value } from '../tables.js'

type Types = typeof import('tedious')['TYPES']

/** What is a number even where it is missing: a parameter without a value has a type all the same. */
const numbers: ReadonlySet<string> = new Set([
  'email_verified',
  'created_at',
  'updated_at',
  'expires_at',
  'expires',
  'auth_time',
  'count',
  'resets',
  'now',
  'before',
  'version',
  'applied_at',
])

/** The columns of bytes. */
const opaque: ReadonlySet<string> = new Set(['provider_account_id'])

/**
 * `@1`, `@2`, … The types are the same from call to call, whatever the values and their lengths: each other set of types would be
 * another plan for the server to make and to keep.
 */
export function addParameters(request: Request, types: Types, { parameters }: Statement, values: readonly Value[]): void {
  for (const [at, value] of values.entries()) {
    const parameter = parameters[at]
    // `expires#3` is the one of the third row of several.
    const name = typeof parameter === 'object' && parameter !== null ? parameter.given.replace(/#\d+$/, '') : ''
    if (opaque.has(name)) {
      const bytes = value === null ? null : Buffer.from(String(value), 'utf8')
      request.addParameter(String(at + 1), types.VarBinary, bytes, { length: 8000 })
    } else if (typeof value === 'number' || (value === null && numbers.has(name))) {
      request.addParameter(String(at + 1), types.BigInt, value === null ? null : Math.trunc(Number(value)))
    } else {
      const fits = String(value ?? '').length <= 4000
      // Longer ones are `nvarchar(max)`, which the driver finds out by itself.
      request.addParameter(String(at + 1), types.NVarChar, value, fits ? { length: 4000 } : {})
    }
  }
}

/** `bigint` comes as text, which rows.ts reads; bytes are text of ours. */
export function rowOf(columns: readonly { readonly metadata: { readonly colName: string }; readonly value: unknown }[]): Row {
  return Object.fromEntries(
    columns.map(({ metadata, value }) => [metadata.colName, (Buffer.isBuffer(value) ? value.toString('utf8') : value) as Value]),
  )
}
