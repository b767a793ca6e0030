import { Failure, noSuchTransaction, writeConflict } from './failure.js'
import { type Document, fits, keyOf, valueAt } from './query.js'

export interface IndexSpec {
  readonly name: string
  readonly key: Readonly<Record<string, number>>
  readonly unique?: boolean
  readonly sparse?: boolean
  readonly expireAfterSeconds?: number
  readonly partialFilterExpression?: Document
}

/** Rows are replaced, never changed: a copy of the map is a snapshot. */
type Rows = Map<string, Document>

export interface Table {
  readonly namespace: string
  rows: Rows
  /** When each document was last written or removed. */
  readonly written: Map<string, number>
  readonly indexes: IndexSpec[]
}

/** A transaction: how things were when it began, and what it changes. */
export interface Transaction {
  readonly began: number
  readonly seen: Map<string, Rows>
  readonly changed: Map<string, Set<string>>
  readonly locks: Set<string>
  readonly end: Promise<void>
  readonly finish: () => void
  state: 'running' | 'committed' | 'aborted'
}

export interface Storage {
  readonly tables: Map<string, Table>
  table(namespace: string): Table
  begin(): Transaction
  commit(transaction: Transaction): void
  abort(transaction: Transaction): void
  rows(namespace: string, transaction?: Transaction): Rows
  /**
   * Puts a document in the place of another, or removes it (`after` is undefined). Outside of a transaction it answers with the one to
   * wait for, if there is one; then nothing has happened.
   */
  write(namespace: string, before: Document | undefined, after: Document | undefined, transaction?: Transaction): Transaction | undefined
  /** What the housekeeping thread does once a minute. */
  expire(now: number): number
}

/**
 * Documents with unique indexes and snapshot isolation, as MongoDB's storage engine has it: who writes second what another transaction
 * has written since, or is writing, gets a WriteConflict inside a transaction, and waits outside of one.
 */
export function createStorage(): Storage {
  const tables = new Map<string, Table>()
  const locks = new Map<string, Transaction>()
  let clock = 0
  const put = (table: Table, key: string, row: Document | undefined): void => {
    table.written.set(key, clock)
    if (row) table.rows.set(key, row)
    else table.rows.delete(key)
  }
  const close = (transaction: Transaction, state: 'committed' | 'aborted'): void => {
    transaction.state = state
    for (const lock of transaction.locks) locks.delete(lock)
    transaction.finish()
  }
  const table = (namespace: string): Table => {
    const known = tables.get(namespace)
    if (known) return known
    const made: Table = { namespace, rows: new Map(), written: new Map(), indexes: [{ name: '_id_', key: { _id: 1 } }] }
    tables.set(namespace, made)
    return made
  }
  const rows = (namespace: string, transaction?: Transaction): Rows => {
    if (transaction && transaction.state !== 'running') throw noSuchTransaction()
    if (!transaction) return tables.get(namespace)?.rows ?? new Map()
    const seen = transaction.seen.get(namespace) ?? new Map()
    transaction.seen.set(namespace, seen)
    return seen
  }
  return {
    tables,
    table,
    rows,
    begin: () => begin(tables, clock),
    commit(transaction) {
      if (transaction.state !== 'running') throw noSuchTransaction()
      clock += 1
      for (const [namespace, keys] of transaction.changed)
        for (const key of keys) put(table(namespace), key, transaction.seen.get(namespace)?.get(key))
      close(transaction, 'committed')
    },
    abort(transaction) {
      if (transaction.state === 'running') close(transaction, 'aborted')
    },
    write(namespace, before, after, transaction) {
      const target = table(namespace)
      const seen = rows(namespace, transaction)
      const key = keyOf((before ?? after)?._id)
      const claims = new Set([`${namespace} ${key}`, ...uniqueKeys(target, before), ...uniqueKeys(target, after)])
      const holder = [...claims].map((claim) => locks.get(claim)).find((found) => found && found !== transaction)
      if (holder && transaction) throw writeConflict()
      if (holder) return holder
      if (transaction) refuseStale(target, key, after, transaction)
      if (after) refuseDuplicates(target, seen, key, before, after)
      if (transaction) {
        for (const claim of claims) locks.set(claim, transaction)
        change(transaction, claims, namespace, key, after)
      } else {
        clock += 1
        put(target, key, after)
      }
      return undefined
    },
    expire(now) {
      const over = [...tables.values()].flatMap((one) => expired(one, now).map((key) => ({ one, key })))
      clock += 1
      for (const { one, key } of over) put(one, key, undefined)
      return over.length
    },
  }
}

function begin(tables: ReadonlyMap<string, Table>, began: number): Transaction {
  let finish = (): void => {}
  const end = new Promise<void>((resolve) => {
    finish = resolve
  })
  const seen = new Map([...tables].map(([namespace, { rows }]) => [namespace, new Map(rows)]))
  return { began, seen, changed: new Map(), locks: new Set(), end, finish, state: 'running' }
}

function change(transaction: Transaction, claims: Iterable<string>, namespace: string, key: string, after: Document | undefined): void {
  for (const claim of claims) transaction.locks.add(claim)
  if (after) transaction.seen.get(namespace)?.set(key, after)
  else transaction.seen.get(namespace)?.delete(key)
  transaction.changed.set(namespace, (transaction.changed.get(namespace) ?? new Set()).add(key))
}

/** The document itself, or another one under the same unique key, was written after the transaction began. */
function refuseStale(table: Table, key: string, after: Document | undefined, { began, changed }: Transaction): void {
  const own = changed.get(table.namespace)
  if (!own?.has(key) && (table.written.get(key) ?? 0) > began) throw writeConflict()
  const claims = uniqueKeys(table, after)
  for (const [other, row] of table.rows) {
    if (other === key || own?.has(other) || (table.written.get(other) ?? 0) <= began) continue
    if (uniqueKeys(table, row).some((claim) => claims.includes(claim))) throw writeConflict()
  }
}

function uniqueKeys(table: Table, document: Document | undefined): string[] {
  if (!document) return []
  return table.indexes.flatMap((index) => {
    const entry = index.unique ? entryOf(index, document) : undefined
    return entry === undefined ? [] : [`${table.namespace} ${index.name} ${entry}`]
  })
}

function expired({ rows, indexes }: Table, now: number): string[] {
  return indexes.flatMap(({ key, expireAfterSeconds }) => {
    if (expireAfterSeconds === undefined) return []
    const [path = ''] = Object.keys(key)
    const isOver = (time: unknown): boolean => time instanceof Date && time.getTime() + expireAfterSeconds * 1000 <= now
    return [...rows].filter(([, row]) => isOver(valueAt(row, path))).map(([id]) => id)
  })
}

/** What a unique index keeps of a document; `undefined` when it leaves it out. A field that is missing counts as `null`. */
function entryOf({ key, sparse, partialFilterExpression }: IndexSpec, document: Document): string | undefined {
  if (partialFilterExpression && !fits(document, partialFilterExpression)) return undefined
  const values = Object.keys(key).map((path) => valueAt(document, path))
  if (sparse && values.every((value) => value === undefined)) return undefined
  return keyOf(values.map((value) => value ?? null))
}

function refuseDuplicates(table: Table, rows: Rows, key: string, before: Document | undefined, after: Document): void {
  if (!before && rows.has(key)) throw duplicate(table, { name: '_id_', key: { _id: 1 } }, after)
  for (const index of table.indexes) {
    const entry = index.unique ? entryOf(index, after) : undefined
    if (entry === undefined) continue
    for (const [other, row] of rows) if (other !== key && entryOf(index, row) === entry) throw duplicate(table, index, after)
  }
}

export function duplicate({ namespace }: Table, index: IndexSpec, document: Document): Failure {
  const keyValue = Object.fromEntries(Object.keys(index.key).map((path) => [path, valueAt(document, path) ?? null]))
  const told = Object.entries(keyValue).map(([path, value]) => `${path}: ${JSON.stringify(value)}`)
  return new Failure(
    11_000,
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${told.join(', ')} }`,
    { details: { keyPattern: index.key, keyValue } },
  )
}

/** Refuses an index that the documents there are would break. */
export function refuseBroken(table: Table, index: IndexSpec): void {
  const entries = new Set<string>()
  for (const row of table.rows.values()) {
    const entry = index.unique ? entryOf(index, row) : undefined
    if (entry === undefined) continue
    if (entries.has(entry)) throw duplicate(table, index, row)
    entries.add(entry)
  }
}
