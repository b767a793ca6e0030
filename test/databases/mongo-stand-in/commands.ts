import { ObjectId } from 'bson'
import { badValue, Failure, notImplemented } from './failure.js'
import { asDocument, type Document, equalities, fits, keyOf, updated, valueAt } from './query.js'
import type { Storage, Transaction } from './storage.js'

/** What a command works with. */
export interface Context {
  readonly storage: Storage
  readonly database: string
  readonly transaction: Transaction | undefined
  readonly cursors: Cursors
  /** What this server is told not to know. */
  readonly lacks: ReadonlySet<string>
  /** When the client has had enough (`maxTimeMS`). */
  readonly deadline: number
}

export interface Cursors {
  open(namespace: string, documents: readonly Document[], batchSize: number): Document
}

export type Command = (body: Readonly<Record<string, unknown>>, context: Context) => Promise<Document> | Document

/** The fields each command may have, beside those that any may have: what MongoDB does not know it refuses. */
export function allow(body: Document, names: readonly string[], what: string): void {
  const stranger = Object.keys(body).find((name) => !names.includes(name))
  if (stranger !== undefined) throw new Failure(40_415, 'IDLUnknownField', `BSON field '${what}.${stranger}' is an unknown field.`)
}

export const find: Command = (body, context) => {
  allow(body, ['find', 'filter', 'projection', 'sort', 'limit', 'singleBatch', 'batchSize'], 'find')
  const namespace = `${context.database}.${body.find}`
  const limit = Number(body.limit ?? 0) || Number.POSITIVE_INFINITY
  const found = sorted(matching(namespace, body.filter ?? {}, context), body.sort).slice(0, limit)
  return context.cursors.open(
    namespace,
    found.map((row) => projected(row, body.projection)),
    Number(body.batchSize ?? 101),
  )
}

/** By `_id` only; ObjectIds by their digits. */
function sorted(rows: readonly Document[], sort: unknown): readonly Document[] {
  if (sort === undefined) return rows
  if (JSON.stringify(sort) !== '{"_id":1}') throw notImplemented('another sort than { _id: 1 }')
  return rows.toSorted((one, other) => (String(one._id) < String(other._id) ? -1 : 1))
}

/** Asked of `admin`, with full names. */
export const renameCollection: Command = ({ renameCollection: from, to }, { storage }) => {
  const [before, after] = [storage.tables.get(String(from)), String(to)]
  if (!before) throw new Failure(26, 'NamespaceNotFound', 'Source collection does not exist')
  if (storage.tables.has(after)) throw new Failure(48, 'NamespaceExists', 'target namespace exists')
  storage.tables.delete(String(from))
  storage.tables.set(after, { ...before, namespace: after })
  return {}
}

export const aggregate: Command = (body, context) => {
  allow(body, ['aggregate', 'pipeline', 'cursor'], 'aggregate')
  if (!body.cursor) throw new Failure(9, 'FailedToParse', "The 'cursor' option is required, except for aggregate with the explain argument")
  const namespace = `${context.database}.${body.aggregate}`
  let rows: readonly Document[] = [...context.storage.rows(namespace, context.transaction).values()]
  for (const stage of body.pipeline as Document[]) {
    const [name = '', argument] = Object.entries(stage)[0] ?? []
    if (Object.keys(stage).length !== 1) throw new Failure(40_323, 'Location40323', 'A pipeline stage must have exactly one field.')
    if (name === '$match') rows = rows.filter((row) => fits(row, argument))
    else if (name === '$lookup') rows = rows.map((row) => joined(row, argument, context))
    else throw new Failure(40_324, 'Location40324', `Unrecognized pipeline stage name: '${name}'`)
  }
  return context.cursors.open(namespace, rows, Number(asDocument(body.cursor, 'cursor').batchSize ?? 101))
}

function joined(row: Document, argument: unknown, { storage, database, transaction, lacks }: Context): Document {
  if (lacks.has('lookup')) throw notImplemented('`aggregate` stage "$lookup"')
  const lookup = asDocument(argument, '$lookup')
  allow(lookup, ['from', 'localField', 'foreignField', 'as'], '$lookup')
  const local = valueAt(row, String(lookup.localField)) ?? null
  const others = [...storage.rows(`${database}.${lookup.from}`, transaction).values()]
  return { ...row, [String(lookup.as)]: others.filter((other) => fits(other, { [String(lookup.foreignField)]: { $eq: local } })) }
}

export const insert: Command = async (body, context) => {
  allow(body, ['insert', 'documents', 'ordered'], 'insert')
  const documents = body.documents as Document[]
  return writing(documents, context, async (document) => {
    const made = document._id === undefined ? { _id: new ObjectId(), ...document } : document
    refuseNames(made)
    await put(`${context.database}.${body.insert}`, undefined, made, context)
    return { n: 1 }
  })
}

export const update: Command = async (body, context) => {
  allow(body, ['update', 'updates', 'ordered'], 'update')
  const namespace = `${context.database}.${body.update}`
  return writing(body.updates as Document[], context, async (one) => {
    allow(one, ['q', 'u', 'upsert', 'multi'], 'update.updates')
    if (one.multi === true) throw notImplemented('an update of many')
    const result = await change(namespace, one.q, one.u, one.upsert === true, context)
    if (result.upserted !== undefined) return { n: 1, nModified: 0, upserted: [{ index: 0, _id: result.upserted }] }
    return { n: result.before ? 1 : 0, nModified: result.before && keyOf(result.before) !== keyOf(result.after) ? 1 : 0 }
  })
}

export const remove: Command = async (body, context) => {
  allow(body, ['delete', 'deletes', 'ordered'], 'delete')
  const namespace = `${context.database}.${body.delete}`
  return writing(body.deletes as Document[], context, async (one) => {
    allow(one, ['q', 'limit'], 'delete.deletes')
    let n = 0
    for (;;) {
      const [row] = matching(namespace, one.q, context)
      if (!row || (one.limit === 1 && n === 1)) return { n }
      if (await put(namespace, row, undefined, context)) n += 1
    }
  })
}

export const findAndModify: Command = async (body, context) => {
  allow(body, ['findAndModify', 'query', 'remove', 'update', 'new', 'upsert', 'fields'], 'findAndModify')
  if (body.fields !== undefined) throw notImplemented('a projection of findAndModify')
  const namespace = `${context.database}.${body.findAndModify}`
  if (body.remove === true) {
    if (body.new === true || body.update) throw new Failure(9, 'FailedToParse', 'Cannot specify both new=true and remove=true')
    for (;;) {
      const [row] = matching(namespace, body.query ?? {}, context)
      if (!row) return { lastErrorObject: { n: 0 }, value: null }
      if (await put(namespace, row, undefined, context)) return { lastErrorObject: { n: 1 }, value: row }
    }
  }
  const { before, after, upserted } = await change(namespace, body.query ?? {}, body.update, body.upsert === true, context)
  const n = before || upserted !== undefined ? 1 : 0
  return {
    lastErrorObject: { n, updatedExisting: before !== undefined, ...(upserted !== undefined && { upserted }) },
    value: (body.new === true ? after : before) ?? null,
  }
}

interface Changed {
  readonly before?: Document
  readonly after?: Document
  readonly upserted?: unknown
}

async function change(namespace: string, filter: unknown, change: unknown, upsert: boolean, context: Context): Promise<Changed> {
  for (;;) {
    const [before] = matching(namespace, filter, context)
    if (before) {
      const after = updated(before, change)
      // A write that changes nothing is none, and locks nothing.
      if (keyOf(after) === keyOf(before)) return { before, after }
      if (await put(namespace, before, after, context)) return { before, after }
    } else {
      if (!upsert) {
        updated({}, change)
        return {}
      }
      const start = equalities(asDocument(filter, 'a filter'))
      const after = { _id: start._id ?? new ObjectId(), ...updated(start, change, true) }
      refuseNames(after)
      await put(namespace, undefined, after, context)
      return { after, upserted: after._id }
    }
  }
}

function matching(namespace: string, filter: unknown, { storage, transaction }: Context): Document[] {
  const rows = [...storage.rows(namespace, transaction).values()]
  // On an empty collection, too, a filter that is none is refused.
  fits({}, filter)
  return rows.filter((row) => fits(row, filter))
}

/** Writes, or waits for who is writing and answers `false`: then what was found has to be looked for again. */
async function put(namespace: string, before: Document | undefined, after: Document | undefined, context: Context): Promise<boolean> {
  for (;;) {
    const holder = context.storage.write(namespace, before, after, context.transaction)
    if (!holder) return true
    await until(holder, context.deadline)
    if (before) return false
  }
}

async function until({ end }: Transaction, deadline: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const expired = () => reject(new Failure(50, 'MaxTimeMSExpired', 'operation exceeded time limit'))
    timer = setTimeout(expired, Math.max(0, deadline - performance.now()))
  })
  await Promise.race([end, late]).finally(() => clearTimeout(timer))
}

/** Several writes of one command, in order; the first that is refused ends it. */
async function writing(
  list: readonly Document[],
  { transaction }: Context,
  write: (one: Document) => Promise<Document>,
): Promise<Document> {
  const sum: Record<string, unknown> = { n: 0 }
  for (const [index, one] of list.entries()) {
    try {
      const { n, nModified, ...more } = await write(one)
      sum.n = Number(sum.n) + Number(n)
      if (nModified !== undefined) sum.nModified = Number(sum.nModified ?? 0) + Number(nModified)
      Object.assign(sum, more)
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 112 || error.code === 251 || error.code === 50) throw error
      const { code, message, details } = error
      return { ...sum, writeErrors: [{ index, code, errmsg: message, ...details }], ...(transaction && { aborts: true }) }
    }
  }
  return sum
}

function refuseNames(document: Document): void {
  if (Array.isArray(document._id)) throw new Failure(53, 'InvalidIdField', "The '_id' value cannot be of type array")
  const name = Object.keys(document).find((key) => key.startsWith('$'))
  if (name !== undefined) throw new Failure(52, 'DollarPrefixedFieldName', `The dollar ($) prefixed field '${name}' is not allowed`)
}

function projected(row: Document, projection: unknown): Document {
  if (projection === undefined) return row
  if (keyOf(projection) !== keyOf({ _id: 1 })) throw badValue('the stand-in projects { _id: 1 } only')
  return { _id: row._id }
}
