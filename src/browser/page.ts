import { load } from './load.js'
import { createStore, type Store } from './store.js'

/** How a page without a provider keeps its store true. */
export interface PageOptions {
  readonly clientMaxAge?: number | undefined
  readonly keepAlive?: number | undefined
}

/**
 * The one thing that a module of this island remembers. `signIn()` and `getSession()` are plain functions and have to find the store of the
 * page they run in; a browser's page belongs to one visitor, so one holder per page mixes nobody up. On a server it stays empty: it is
 * written in effects and by functions that need a `location`, and neither runs there.
 */
export const page: { store?: Store; options?: PageOptions } = {}

/** The store of the provider that was mounted last, or one for the default path. */
export function pageStore(): Store {
  page.store ??= createStore({}, load)
  return page.store
}
