import type { Tokens } from '../oauth/exchange.js'
import type { TokenSet } from '../providers/contract.js'

/** The endpoint's answer with the moment the access token ends, where it told how long it lives. */
export function tokenSet(tokens: Tokens, now: number): TokenSet {
  const { expires_in } = tokens
  return { ...tokens, ...(expires_in === undefined ? {} : { expires_at: Math.floor(now / 1000 + expires_in) }) } as TokenSet
}
