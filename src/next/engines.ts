import { readEnvironment } from '../config/env.js'
import { type AuthEngine, createAuth } from '../engine/index.js'
import type { NextAuthConfig } from './types.js'

// biome-ignore lint/suspicious/noExplicitAny: what callbacks return is the developer's
export type AnyConfig = NextAuthConfig<any, any>
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyEngine = AuthEngine<any>

/** `undefined` in server components and actions, where Next hands out no request. */
export type Factory = (request: Request | undefined) => AnyConfig | Promise<AnyConfig>

/** Finds the engine for a request: always the same one, or one per configuration that a factory gives. */
export type FindEngine = (request?: Request) => AnyEngine | Promise<AnyEngine>

/**
 * One engine per options object, so that `getServerSession(options)` does not derive its keys on every call. A memo of a pure
 * function: an entry holds nothing that the options do not, and goes with them.
 */
const engines = new WeakMap<AnyConfig, AnyEngine>()

export function engineOf(options: AnyConfig): AnyEngine {
  const known = engines.get(options)
  if (known) return known
  const made = createAuth(options)
  engines.set(options, made)
  return made
}

/** Checks options at start; only `next build`, which has no secrets, waits for the first use. */
export function findEngine(options: AnyConfig | Factory): FindEngine {
  if (typeof options === 'function') return async (request) => engineOf(await options(request))
  if (!readEnvironment().building) engineOf(options)
  return (request) => {
    // Where Next prerenders a route handler, it stops at the first header: before anything is made that needs the secrets.
    request?.headers.get('host')
    return engineOf(options)
  }
}
