import { allow, type Command } from './commands.js'
import { Failure, notImplemented } from './failure.js'
import type { Document } from './query.js'
import { type IndexSpec, refuseBroken, type Table } from './storage.js'

export const createIndexes: Command = (body, { storage, database, lacks, transaction }) => {
  if (transaction) throw new Failure(263, 'OperationNotSupportedInTransaction', 'the stand-in makes no indexes in a transaction')
  allow(body, ['createIndexes', 'indexes'], 'createIndexes')
  const namespace = `${database}.${body.createIndexes}`
  for (const index of body.indexes as IndexSpec[]) refuseUnknown(index, lacks)
  const created = !storage.tables.has(namespace)
  const table = storage.table(namespace)
  const before = table.indexes.length
  for (const index of body.indexes as IndexSpec[]) addIndex(table, index)
  return { numIndexesBefore: before, numIndexesAfter: table.indexes.length, createdCollectionAutomatically: created }
}

function refuseUnknown(index: IndexSpec, lacks: ReadonlySet<string>): void {
  const known = ['name', 'key', 'unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression']
  const stranger = Object.keys(index).find((name) => !known.includes(name))
  if (stranger !== undefined)
    throw new Failure(197, 'InvalidIndexSpecificationOption', `The field '${stranger}' is not valid for an index specification.`)
  if (index.sparse && index.partialFilterExpression)
    throw new Failure(67, 'CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options')
  if (index.expireAfterSeconds !== undefined && Object.keys(index.key).length !== 1)
    throw new Failure(67, 'CannotCreateIndex', 'TTL indexes are single-field indexes, compound indexes do not support TTL')
  for (const kind of ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression'] as const)
    if (index[kind] !== undefined && lacks.has(kind)) throw notImplemented(`createIndexes option "${kind}"`)
}

function addIndex(table: Table, index: IndexSpec): void {
  const sameKey = table.indexes.find(({ key }) => JSON.stringify(key) === JSON.stringify(index.key))
  const sameName = table.indexes.find(({ name }) => name === index.name)
  if (sameKey && JSON.stringify(sorted(sameKey)) === JSON.stringify(sorted(index))) return
  if (sameName)
    throw new Failure(
      86,
      'IndexKeySpecsConflict',
      'An existing index has the same name as the requested index, with another key or other options.',
    )
  if (sameKey) throw new Failure(85, 'IndexOptionsConflict', 'An equivalent index already exists with a different name or other options.')
  refuseBroken(table, index)
  table.indexes.push(index)
}

function sorted(index: IndexSpec): unknown {
  return Object.entries(index).sort(([one], [other]) => (one < other ? -1 : 1))
}

export const listIndexes: Command = (body, { storage, database, cursors, transaction }) => {
  if (transaction) throw new Failure(263, 'OperationNotSupportedInTransaction', "Cannot run 'listIndexes' in a multi-document transaction.")
  allow(body, ['listIndexes', 'cursor'], 'listIndexes')
  const namespace = `${database}.${body.listIndexes}`
  const table = storage.tables.get(namespace)
  if (!table) throw new Failure(26, 'NamespaceNotFound', `ns does not exist: ${namespace}`)
  return cursors.open(
    namespace,
    table.indexes.map((index): Document => ({ v: 2, ...index })),
    101,
  )
}

export const dropIndexes: Command = (body, { storage, database }) => {
  allow(body, ['dropIndexes', 'index'], 'dropIndexes')
  const table = storage.tables.get(`${database}.${body.dropIndexes}`)
  const at = table?.indexes.findIndex(({ name }) => name === body.index) ?? -1
  if (!table || at < 1) throw new Failure(27, 'IndexNotFound', `index not found with name [${body.index}]`)
  table.indexes.splice(at, 1)
  return {}
}

export const listCollections: Command = (body, { storage, database, cursors }) => {
  allow(body, ['listCollections', 'filter', 'nameOnly', 'authorizedCollections', 'cursor'], 'listCollections')
  const names = [...storage.tables.keys()].filter((namespace) => namespace.startsWith(`${database}.`))
  const documents = names.map((namespace) => ({ name: namespace.slice(database.length + 1), type: 'collection' }))
  return cursors.open(`${database}.$cmd.listCollections`, documents, 101)
}

export const dropDatabase: Command = (body, { storage, database }) => {
  allow(body, ['dropDatabase'], 'dropDatabase')
  for (const namespace of [...storage.tables.keys()]) if (namespace.startsWith(`${database}.`)) storage.tables.delete(namespace)
  return { dropped: database }
}
