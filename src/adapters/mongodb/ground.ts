import type { Db } from 'mongodb'
import type { Schema } from '../open-store.js'
import type { Collections } from './collections.js'

/** An open database of MongoDB, as what takes over earlier collections needs it. */
export interface MongodbGround {
  readonly kind: 'mongodb'
  readonly db: Db
  readonly collections: Collections
  readonly schema: Schema
  readonly prefix: string
  readonly clock: () => number
}
