import type { Db, Document } from 'mongodb'
import type { Facts } from '../../earlier/drafts.js'
import type { TableShape } from '../../earlier/recognise.js'

/** How many documents are read, and written under the lock, at once. */
const batch = 500

/** Documents leave out what they have not: a few of them tell what a collection is for. */
export async function shapesOf(names: readonly string[], db: Db): Promise<readonly TableShape[]> {
  const shapes: TableShape[] = []
  for (const name of names) {
    const some = await db.collection(name).find({}).limit(20).toArray()
    const keys = new Set(some.flatMap((document) => Object.keys(document)))
    // Whoever came by OAuth has no proof of an address, and nothing in its place.
    if (keys.has('email')) keys.add('emailVerified')
    shapes.push({ name, columns: [...keys].map((key) => ({ name: key === '_id' ? 'id' : key, type: '' })) })
  }
  return shapes
}

/** All documents of a collection in batches, in the order they were made: ids of MongoDB sort by time. */
export async function* batchesOf(name: string, db: Db): AsyncGenerator<readonly Facts[]> {
  let facts: Facts[] = []
  for await (const document of db.collection(name).find({}).sort({ _id: 1 }).batchSize(batch)) {
    facts.push(factsOf(document))
    if (facts.length < batch) continue
    yield facts
    facts = []
  }
  if (facts.length > 0) yield facts
}

/** By the same names as the columns of SQL; an ObjectId is its 24 digits. */
function factsOf(document: Document): Facts {
  return Object.fromEntries(Object.entries(document).map(([key, value]) => [key.toLowerCase().replaceAll('_', ''), value]))
}
