/** v5’s key of a provider’s own `fetch`: `GitHub({ [customFetch]: viaProxy })`. The option `fetch` says the same. */
export const customFetch: unique symbol = Symbol('custom-fetch')

/** By the symbol’s description, since another copy of this package, or of v5’s, has a symbol of its own. */
export function customFetchOf(provider: object): typeof globalThis.fetch | undefined {
  const key = Object.getOwnPropertySymbols(provider).find(({ description }) => description === 'custom-fetch')
  return key && (provider as Record<symbol, typeof globalThis.fetch>)[key]
}
