import { lazily } from '../base/lazily.js'
import { nodePrimitives } from './node-primitives.js'
import type { Primitives, Runtime } from './primitives.js'

const loadWeb = lazily(async () => (await import('./web-primitives.js')).webPrimitives)

/** WebCrypto only promises anyway, so it is loaded where it is asked. */
const webPrimitives: Primitives = {
  runtime: 'web',
  sha256: async (...call) => (await loadWeb()).sha256(...call),
  hkdf: async (...call) => (await loadWeb()).hkdf(...call),
  hmac: async (...call) => (await loadWeb()).hmac(...call),
  encrypt: async (...call) => (await loadWeb()).encrypt(...call),
  decrypt: async (...call) => (await loadWeb()).decrypt(...call),
}

/** `node:crypto` where there is one, else WebCrypto; or the one asked for. */
export function choosePrimitives(runtime?: Runtime): Primitives {
  return runtime === 'web' ? webPrimitives : (nodePrimitives() ?? webPrimitives)
}
