import { AuthError } from '../base/errors.js'
import type { Account } from '../base/types.js'
import type { TokenSet } from '../providers/contract.js'
import type { Engine } from './engine.js'

/** New tokens for an account, from the provider that it is of. */
export async function refreshTokens({ settings, methods }: Engine, account: Account): Promise<TokenSet> {
  const provider = settings.providers.get(account.provider)
  const renew = provider && (await methods(provider)).renew
  if (!renew) throw new AuthError('InvalidProvider', 'The account is of no provider of this configuration that has refresh tokens.')
  return renew(provider, account, { settings, now: settings.clock() })
}
