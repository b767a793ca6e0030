import type { Agent } from 'node:http'
import { lazily } from '../base/lazily.js'

const loadFetch = lazily(() => import('../http/agent-fetch.js'))

interface Spoken {
  readonly fetch?: typeof globalThis.fetch
  readonly httpOptions?: { readonly agent?: unknown }
}

/** v4's `httpOptions.agent`, by which operators behind a proxy reach a service, as today's `fetch`. A `fetch` of the entry comes first. */
export function fetchOf({ fetch, httpOptions }: Spoken): { readonly fetch?: typeof globalThis.fetch } {
  const { agent } = httpOptions ?? {}
  if (fetch || !isAgent(agent)) return {}
  return { fetch: async (input, init) => (await loadFetch()).fetchBy(agent, new Request(input, init)) }
}

/** By shape: packages bring agents of their own, and old ones are no `http.Agent`. */
export function isAgent(value: unknown): value is Agent {
  return typeof (value as { addRequest?: unknown } | undefined)?.addRequest === 'function'
}
