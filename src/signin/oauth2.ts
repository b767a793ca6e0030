import type { Profile } from '../base/types.js'
import { type Exchange, exchangeCode } from '../oauth/exchange.js'
import { outbound } from '../oauth/outbound.js'
import { askProfile } from '../oauth/userinfo.js'
import type { OAuthProvider, TokenSet } from '../providers/contract.js'
import { codeFlow } from './code-flow.js'
import type { Method } from './contract.js'
import type { Proof } from './identity.js'
import { profileFormOf, requestOf } from './registration.js'
import { tokenSet } from './token-set.js'

/** A plain OAuth 2 service: who someone is, is what its profile endpoint says to the token that this very sign-in obtained. */
export function oauth2(): Method<OAuthProvider> {
  return codeFlow({
    checks: ['pkce', 'state'],
    scopeOf: (provider) => provider.scope,
    needs: (provider) => ['authorization_endpoint', 'token_endpoint', ...(requestOf(provider) ? [] : (['userinfo_endpoint'] as const))],
    prove,
  })
}

async function prove(exchange: Exchange, provider: OAuthProvider): Promise<Proof> {
  const tokens = tokenSet(await exchangeCode(exchange), exchange.now)
  const profile = await profileOf(exchange, provider, tokens)
  return { tokens, profile, subject: undefined, issuer: provider.issuer, amr: ['fed'], authTime: undefined }
}

async function profileOf(exchange: Exchange, provider: OAuthProvider, tokens: TokenSet): Promise<Profile> {
  const request = requestOf(provider)
  if (request) return request({ tokens, provider, fetch: outbound(exchange) })
  return askProfile({ ...exchange, accessToken: tokens.access_token ?? '' }, profileFormOf(provider))
}
