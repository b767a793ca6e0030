import { nodePrimitives } from './node-primitives.js'
import type { Primitives, Runtime } from './primitives.js'
import { webPrimitives } from './web-primitives.js'

/** `node:crypto` where there is one, else WebCrypto; or the one asked for. */
export function choosePrimitives(runtime?: Runtime): Primitives {
  return runtime === 'web' ? webPrimitives : (nodePrimitives() ?? webPrimitives)
}
