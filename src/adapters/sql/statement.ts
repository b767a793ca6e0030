import type { Compilable } from 'kysely'
import type { Conflict } from '../failures.js'
import type { Value, Values } from './tables.js'

/** A compiled statement; made once, then prepared once per connection, which knows it by its identity. */
export interface Statement {
  readonly text: string
  /** Where each placeholder gets its value: a name among those handed in, or a constant. */
  readonly parameters: readonly (Given | Value)[]
  readonly writes: boolean
  /** What a second row of it would be a second one of. */
  readonly duplicate?: Conflict
  /** Reads what a write touches, where the write cannot answer with it; of a write that touches nothing there is nothing to tell. */
  readonly reads?: { readonly when: 'before' | 'after'; readonly statement: Statement }
  /** Runs when the first touched nothing. If another caller did the same meanwhile, the first runs again. */
  readonly otherwise?: Statement
}

export interface Given {
  readonly given: string
}

/** Stands in a query for a value that is known when it runs. */
export function given<T extends Value>(name: string): T {
  // Kysely hands parameters through unread, so the marker comes out of the compiler where its value has to go in.
  return { given: name } satisfies Given as unknown as T
}

/** `{ id: given('id'), … }` */
export function givenAll<T>(columns: readonly string[]): T {
  return Object.fromEntries(columns.map((column) => [column, given(column)])) as T
}

export function compile(query: Compilable): Statement {
  const { sql, parameters, query: node } = query.compile()
  return { text: sql, parameters: parameters as readonly (Given | Value)[], writes: node.kind !== 'SelectQueryNode' }
}

/** A statement written by hand, without parameters. */
export function plain(text: string, writes: boolean): Statement {
  return { text, parameters: [], writes }
}

/** The values in the order of the statement's placeholders. */
export function bind({ parameters }: Statement, values: Values): readonly Value[] {
  return parameters.map((parameter) => {
    if (typeof parameter !== 'object' || parameter === null) return parameter
    const value = values[parameter.given]
    if (value === undefined) throw new TypeError(`no value for the parameter ${parameter.given}`)
    return value
  })
}
