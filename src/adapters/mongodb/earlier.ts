import type { TakeOver, Tools } from '../earlier/take-over.js'
import type { MongodbGround } from './ground.js'

export async function findEarlier(_ground: MongodbGround, _tools: Tools): Promise<TakeOver | undefined> {
  return undefined
}
