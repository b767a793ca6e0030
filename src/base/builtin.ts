import { isEdgeRuntime } from './edge-runtime.js'

/** Node's modules that code of the edge runtime may ask for. */
interface Builtins {
  readonly 'node:crypto': typeof import('node:crypto')
  readonly 'node:fs': typeof import('node:fs')
  readonly 'node:http': typeof import('node:http')
  readonly 'node:https': typeof import('node:https')
  readonly 'node:net': typeof import('node:net')
  readonly 'node:sqlite': typeof import('node:sqlite')
  readonly 'node:tls': typeof import('node:tls')
}

/**
 * A module of Node's, or `undefined` where there is none. Not imported, so that bundlers for the edge runtime find nothing to refuse;
 * that runtime has the function too, and throws when it is called.
 */
export function builtin<N extends keyof Builtins>(name: N): Builtins[N] | undefined {
  if (isEdgeRuntime()) return undefined
  try {
    return globalThis.process?.getBuiltinModule?.(name) as Builtins[N] | undefined
  } catch {
    return undefined
  }
}
