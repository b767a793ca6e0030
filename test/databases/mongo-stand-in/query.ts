import { deserialize, EJSON, serialize } from 'bson'
import { badValue, Failure } from './failure.js'

export type Document = Readonly<Record<string, unknown>>

/** Two values are the same when their types and bytes are: the binary collation of MongoDB, and no other. */
export function keyOf(value: unknown): string {
  return EJSON.stringify({ value: value ?? null }, { relaxed: false })
}

/** Whether a document fits a filter. Operators that are not here are refused, as MongoDB refuses those it does not know. */
export function fits(document: Document, filter: unknown): boolean {
  return Object.entries(asDocument(filter, 'a filter')).every(([path, condition]) => {
    if (path.startsWith('$')) throw badValue(`unknown top level operator: ${path}`)
    const value = valueAt(document, path)
    if (Array.isArray(value)) throw new Failure(238, 'NotImplemented', 'the stand-in does not look into arrays')
    return fitsOne(value, condition)
  })
}

function fitsOne(value: unknown, condition: unknown): boolean {
  if (!isOperators(condition)) return equals(value, condition)
  return Object.entries(condition).every(([operator, operand]) => {
    const test = operators[operator]
    if (!test) throw badValue(`unknown operator: ${operator}`)
    return test(value, operand)
  })
}

const operators: Readonly<Record<string, (value: unknown, operand: unknown) => boolean>> = {
  $eq: equals,
  $in(value, operand) {
    if (!Array.isArray(operand)) throw badValue('$in needs an array')
    return operand.some((one) => {
      if (isOperators(one)) throw badValue('cannot nest $ under $in')
      return equals(value, one)
    })
  },
  $gt: (value, operand) => compare(value, operand, (order) => order > 0),
  $gte: (value, operand) => compare(value, operand, (order) => order >= 0),
  $lt: (value, operand) => compare(value, operand, (order) => order < 0),
  $lte: (value, operand) => compare(value, operand, (order) => order <= 0),
  $exists: (value, operand) => (value !== undefined) === Boolean(operand),
  $type(value, operand) {
    if (operand !== 'string') throw new Failure(238, 'NotImplemented', 'the stand-in knows $type: "string" only')
    return typeof value === 'string'
  },
}

/** `null` equals a field that is missing. Nothing else does. */
function equals(value: unknown, operand: unknown): boolean {
  if (operand === null) return value === undefined || value === null
  return value !== undefined && keyOf(value) === keyOf(operand)
}

/** Only values of one type are before or after each other ("type bracketing"). */
function compare(value: unknown, operand: unknown, judge: (order: number) => boolean): boolean {
  if (value instanceof Date && operand instanceof Date) return judge(value.getTime() - operand.getTime())
  if (typeof value === 'number' && typeof operand === 'number') return judge(value - operand)
  if (typeof value === 'string' && typeof operand === 'string') return judge(Buffer.compare(Buffer.from(value), Buffer.from(operand)))
  return false
}

function isOperators(condition: unknown): condition is Record<string, unknown> {
  return isPlain(condition) && Object.keys(condition).some((key) => key.startsWith('$'))
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

export function asDocument(value: unknown, what: string): Document {
  if (isPlain(value)) return value
  throw new Failure(14, 'TypeMismatch', `${what} is not a document`)
}

export function valueAt(document: Document, path: string): unknown {
  let value: unknown = document
  for (const part of path.split('.')) value = isPlain(value) ? value[part] : undefined
  return value
}

/** What an upsert takes over from its filter: what is said to be equal. */
export function equalities(filter: Document): Record<string, unknown> {
  const entries = Object.entries(filter).flatMap(([path, condition]) => {
    if (isOperators(condition)) return '$eq' in condition ? [[path, condition.$eq]] : []
    return [[path, condition]]
  })
  if (entries.some(([path]) => String(path).includes('.'))) throw new Failure(238, 'NotImplemented', 'an upsert by a dotted path')
  return Object.fromEntries(entries)
}

/** The document after an update. `inserting`: an upsert that found none. */
export function updated(document: Document, update: unknown, inserting = false): Document {
  if (Array.isArray(update)) throw new Failure(238, 'NotImplemented', 'the stand-in knows no updates by pipeline')
  const made = copy(document) as Record<string, unknown>
  const touched = new Set<string>()
  for (const [operator, fields] of Object.entries(asDocument(update, 'an update'))) {
    const change = changes[operator]
    if (!change) throw new Failure(9, 'FailedToParse', `Unknown modifier: ${operator}`)
    for (const [path, operand] of Object.entries(asDocument(fields, operator))) {
      for (const other of touched) {
        if (path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`))
          throw new Failure(40, 'ConflictingUpdateOperators', `Updating the path '${path}' would create a conflict at '${other}'`)
      }
      touched.add(path)
      if (operator !== '$setOnInsert' || inserting) change(made, path, operand)
    }
  }
  if (touched.size === 0 && Object.keys(update as object).length === 0) throw new Failure(238, 'NotImplemented', 'a replacement')
  if (document._id !== undefined && keyOf(made._id) !== keyOf(document._id))
    throw new Failure(66, 'ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'")
  return made
}

type Change = (document: Record<string, unknown>, path: string, operand: unknown) => void

const changes: Readonly<Record<string, Change>> = {
  $set: setAt,
  $setOnInsert: setAt,
  $unset(document, path) {
    const parts = path.split('.')
    const last = parts.pop() ?? ''
    const parent = parts.length === 0 ? document : valueAt(document, parts.join('.'))
    if (isPlain(parent)) delete parent[last]
  },
  $inc(document, path, operand) {
    const old = valueAt(document, path)
    if (typeof operand !== 'number') throw new Failure(14, 'TypeMismatch', 'Cannot increment with a non-numeric argument')
    if (old !== undefined && typeof old !== 'number')
      throw new Failure(14, 'TypeMismatch', 'Cannot apply $inc to a value of non-numeric type')
    setAt(document, path, (old ?? 0) + operand)
  },
}

function setAt(document: Record<string, unknown>, path: string, operand: unknown): void {
  const parts = path.split('.')
  if (parts.some((part) => part === '' || part.startsWith('$'))) throw new Failure(52, 'DollarPrefixedFieldName', `not a field: '${path}'`)
  const last = parts.pop() ?? ''
  let parent = document
  for (const part of parts) {
    parent[part] ??= {}
    const next = parent[part]
    if (!isPlain(next)) throw new Failure(28, 'PathNotViable', `Cannot create field in element '${part}'`)
    parent = next
  }
  parent[last] = copy(operand)
}

/** As it went over the wire: an ObjectId stays one. */
function copy(value: unknown): unknown {
  return deserialize(serialize({ value }), { promoteValues: true, bsonRegExp: true }).value
}
