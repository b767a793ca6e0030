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

/**
 * Documents with unique indexes and snapshot isolation, as MongoDB's storage engine has it: who writes second what another transaction
 * has written since, or is writing, gets a WriteConflict inside a transaction, and waits outside of one.
 */
export class Storage {
  readonly tables: Map<string, Table> = new Map()
  private clock = 0
  private readonly locks: Map<string, Transaction> = new Map()

  table(namespace: string): Table {
    const known = this.tables.get(namespace)
    if (known) return known
    const made: Table = { namespace, rows: new Map(), written: new Map(), indexes: [{ name: '_id_', key: { _id: 1 } }] }
    this.tables.set(namespace, made)
    return made
  }

  begin(): Transaction {
    let finish = (): void => {}
    const end = new Promise<void>((resolve) => {
      finish = resolve
    })
    const seen = new Map([...this.tables].map(([namespace, { rows }]) => [namespace, new Map(rows)]))
    return { began: this.clock, seen, changed: new Map(), locks: new Set(), end, finish, state: 'running' }
  }

  commit(transaction: Transaction): void {
    if (transaction.state !== 'running') throw noSuchTransaction()
    this.clock += 1
    for (const [namespace, keys] of transaction.changed) {
      const table = this.table(namespace)
      const seen = transaction.seen.get(namespace)
      for (const key of keys) this.put(table, key, seen?.get(key))
    }
    this.close(transaction, 'committed')
  }

  abort(transaction: Transaction): void {
    if (transaction.state === 'running') this.close(transaction, 'aborted')
  }

  rows(namespace: string, transaction?: Transaction): Rows {
    if (transaction && transaction.state !== 'running') throw noSuchTransaction()
    if (!transaction) return this.tables.get(namespace)?.rows ?? new Map()
    const seen = transaction.seen.get(namespace) ?? new Map()
    transaction.seen.set(namespace, seen)
    return seen
  }

  /**
   * Puts a document in the place of another, or removes it (`after` is undefined). Outside of a transaction it answers with the one to
   * wait for, if there is one; then nothing has happened.
   */
  write(namespace: string, before: Document | undefined, after: Document | undefined, transaction?: Transaction): Transaction | undefined {
    const table = this.table(namespace)
    const rows = this.rows(namespace, transaction)
    const key = keyOf((before ?? after)?._id)
    const claims = new Set([`${namespace} ${key}`, ...this.uniqueKeys(table, before), ...this.uniqueKeys(table, after)])
    for (const claim of claims) {
      const holder = this.locks.get(claim)
      if (holder && holder !== transaction) {
        if (!transaction) return holder
        throw writeConflict()
      }
    }
    if (transaction) this.refuseStale(table, key, after, transaction)
    if (after) refuseDuplicates(table, rows, key, before, after)
    if (!transaction) {
      this.clock += 1
      this.put(table, key, after)
      return undefined
    }
    for (const claim of claims) {
      this.locks.set(claim, transaction)
      transaction.locks.add(claim)
    }
    if (after) rows.set(key, after)
    else rows.delete(key)
    const changed = transaction.changed.get(namespace) ?? new Set()
    transaction.changed.set(namespace, changed.add(key))
    return undefined
  }

  /** What the housekeeping thread does once a minute. */
  expire(now: number): number {
    let count = 0
    for (const table of this.tables.values()) {
      for (const { key, expireAfterSeconds } of table.indexes) {
        if (expireAfterSeconds === undefined) continue
        for (const [id, row] of [...table.rows]) {
          const time = valueAt(row, Object.keys(key)[0] ?? '')
          if (!(time instanceof Date) || time.getTime() + expireAfterSeconds * 1000 > now) continue
          this.put(table, id, undefined)
          count += 1
        }
      }
    }
    return count
  }

  /** The document itself, or another one under the same unique key, was written after the transaction began. */
  private refuseStale(table: Table, key: string, after: Document | undefined, { began, changed }: Transaction): void {
    const own = changed.get(table.namespace)
    if (!own?.has(key) && (table.written.get(key) ?? 0) > began) throw writeConflict()
    const claims = this.uniqueKeys(table, after)
    if (claims.length === 0) return
    for (const [other, row] of table.rows) {
      if (other === key || own?.has(other) || (table.written.get(other) ?? 0) <= began) continue
      if (this.uniqueKeys(table, row).some((claim) => claims.includes(claim))) throw writeConflict()
    }
  }

  private uniqueKeys(table: Table, document: Document | undefined): string[] {
    if (!document) return []
    return table.indexes.flatMap((index) => {
      const entry = index.unique ? entryOf(index, document) : undefined
      return entry === undefined ? [] : [`${table.namespace} ${index.name} ${entry}`]
    })
  }

  private put(table: Table, key: string, row: Document | undefined): void {
    table.written.set(key, this.clock)
    if (row) table.rows.set(key, row)
    else table.rows.delete(key)
  }

  private close(transaction: Transaction, state: 'committed' | 'aborted'): void {
    transaction.state = state
    for (const lock of transaction.locks) this.locks.delete(lock)
    transaction.finish()
  }
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
