import { AuthError } from '../base/errors.js'
import { limited } from '../base/limited.js'
import type { Account } from '../base/types.js'
import { sha256 } from '../crypto/hash.js'
import { refreshTokens } from '../oauth/refresh.js'
import type { EndpointName } from '../oauth/server.js'
import type { OAuthProvider, TokenSet } from '../providers/contract.js'
import { unaccepted } from './failure.js'
import { keptOf } from './identity.js'
import { type Asking, findServer, type Reach, wayTo } from './reach.js'
import { registrationOf, tokenFormOf } from './registration.js'
import { tokenSet } from './token-set.js'

export type Renew = (provider: OAuthProvider, account: Account, asking: Asking) => Promise<TokenSet>

interface Known extends Reach {
  /** What a sign-in has to know of the service: a refresh knows it by the same. */
  needs(provider: OAuthProvider): readonly EndpointName[]
}

/** New tokens for an account by its refresh token. Asked for twice at the same time it is sent once: services with rotation take the second for theft (RFC 9700 §4.14). */
export function createRenewal(known: Known): Renew {
  const running = new Map<string, Promise<TokenSet>>()
  return async (provider, account, asking) => {
    const key = `${provider.id} ${account.providerAccountId} ${await sha256(tokenOf(account))}`
    const renewal = running.get(key) ?? inTime(renew(known, provider, account, asking), provider, asking).finally(() => running.delete(key))
    running.set(key, renewal)
    return renewal
  }
}

/** The service's calls have limits of their own; the application's `clientSecret` and `conform` have this one. */
function inTime(renewal: Promise<TokenSet>, { id }: OAuthProvider, { settings: { deadline } }: Asking): Promise<TokenSet> {
  const message = `No new tokens came within ${deadline / 1000} s. Look for a \`clientSecret\` or \`conform\` that never answers.`
  return limited(renewal, deadline, () => new AuthError('RefreshTokenError', message, { details: { provider: id, final: false } }))
}

function tokenOf({ provider, refresh_token }: Account): string {
  if (refresh_token) return refresh_token
  const message =
    'The account has no refresh token. Ask the service for one: the scope `offline_access`, or what its page in the documentation says.'
  throw new AuthError('RefreshTokenError', message, { details: { provider, final: true } })
}

async function renew({ needs, ...reach }: Known, provider: OAuthProvider, account: Account, asking: Asking): Promise<TokenSet> {
  const server = await findServer(reach, needs(provider), provider, asking, 'RefreshTokenError')
  try {
    const refresh = {
      server,
      registration: await registrationOf(provider),
      refreshToken: tokenOf(account),
      token: tokenFormOf(provider),
      possession: await reach.possessions.of(provider.id, provider.dpop),
      ...wayTo(provider, asking),
    }
    const person = provider.type === 'oidc' ? { subject: account.providerAccountId, tenants: provider.tenants } : undefined
    const tokens = tokenSet(await refreshTokens(refresh, person, reach.keys), asking.now)
    // RFC 6749 §6: without a new one the old one stays good, and the scope is the one that it had.
    return { ...keptOf(tokens, provider), refresh_token: tokens.refresh_token ?? tokenOf(account), ...scopeOf(tokens, account) }
  } catch (error) {
    const final = (error as { error?: unknown } | undefined)?.error === 'invalid_grant'
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
