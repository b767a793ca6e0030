import type { Db } from 'mongodb'
import type { Collections } from './collections.js'
import type { MongodbSchema } from './schema.js'

/** An open database of MongoDB, as what takes over earlier collections needs it. */
export interface MongodbGround {
  readonly kind: 'mongodb'
  readonly db: Db
  readonly collections: Collections
  readonly schema: MongodbSchema
  readonly prefix: string
  readonly clock: () => number
}
