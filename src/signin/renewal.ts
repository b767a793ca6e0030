import { AuthError } from '../base/errors.js'
import type { Account } from '../base/types.js'
import { sha256 } from '../crypto/hash.js'
import { refreshTokens } from '../oauth/refresh.js'
import type { EndpointName } from '../oauth/server.js'
import type { OAuthProvider, TokenSet } from '../providers/contract.js'
import { unaccepted } from './failure.js'
import { type Asking, findServer, type Reach, wayTo } from './reach.js'
import { registrationOf, tokenFormOf } from './registration.js'
import { tokenSet } from './token-set.js'

export type Renew = (provider: OAuthProvider, account: Account, asking: Asking) => Promise<TokenSet>

/** New tokens for an account by its refresh token. Asked for twice at the same time it is sent once: services with rotation take the second for theft (RFC 9700 §4.14). */
export function createRenewal(reach: Reach): Renew {
  const running = new Map<string, Promise<TokenSet>>()
  return async (provider, account, asking) => {
    const key = `${provider.id} ${await sha256(tokenOf(account))}`
    const known = running.get(key) ?? renew(reach, provider, account, asking).finally(() => running.delete(key))
    running.set(key, known)
    return known
  }
}

function tokenOf({ provider, refresh_token }: Account): string {
  if (refresh_token) return refresh_token
  const message =
    'The account has no refresh token. Ask the service for one: the scope `offline_access`, or what its page in the documentation says.'
  throw new AuthError('RefreshTokenError', message, { details: { provider, final: true } })
}

const needs: readonly EndpointName[] = ['token_endpoint']

async function renew(reach: Reach, provider: OAuthProvider, account: Account, asking: Asking): Promise<TokenSet> {
  const isOidc = provider.type === 'oidc'
  const server = await findServer(reach, isOidc ? [...needs, 'jwks_uri'] : needs, provider, asking, 'RefreshTokenError')
  try {
    const refresh = {
      server,
      registration: await registrationOf(provider),
      refreshToken: tokenOf(account),
      token: tokenFormOf(provider),
      possession: await reach.possessions.of(provider.id, provider.dpop),
      ...wayTo(provider, asking),
    }
    const tokens = tokenSet(await refreshTokens(refresh, isOidc ? account.providerAccountId : undefined, reach.keys), asking.now)
    // RFC 6749 §6: without a new one the old one stays good, and the scope is the one that it had.
    return { ...tokens, refresh_token: tokens.refresh_token ?? tokenOf(account), ...scopeOf(tokens, account) }
  } catch (error) {
    const final = (error as { error?: unknown }).error === 'invalid_grant'
    const message = final
      ? 'The service does not take this refresh token any more: the person has to sign in again.'
      : 'No new tokens came.'
    throw unaccepted('RefreshTokenError', message, provider, error, { final })
  }
}

function scopeOf(tokens: TokenSet, { scope: before }: Account): { scope?: string } {
  const scope = tokens.scope ?? before
  return scope === undefined ? {} : { scope }
}
