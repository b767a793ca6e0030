import type { Profile } from '../base/types.js'
import { type Exchange, exchangeForIdToken } from '../oauth/exchange.js'
import { CheckFailed } from '../oauth/failure.js'
import type { IdTokenClaims } from '../oauth/id-token.js'
import type { Keys } from '../oauth/keys.js'
import { outbound } from '../oauth/outbound.js'
import type { Server } from '../oauth/server.js'
import { askUserinfo } from '../oauth/userinfo.js'
import type { OAuthProvider, TokenSet } from '../providers/contract.js'
import { type CodeTransaction, codeFlow } from './code-flow.js'
import type { Method } from './contract.js'
import type { Proof } from './identity.js'
import { paramsOf, requestOf } from './registration.js'
import { tokenSet } from './token-set.js'

/** OpenID Connect Core, code flow: who someone is, is the `sub` of a verified ID token, and nothing else. */
export function oidc(): Method<OAuthProvider> {
  return codeFlow({
    checks: ['pkce', 'state', 'nonce'],
    scopeOf,
    needs: (provider) => [
      'authorization_endpoint',
      'token_endpoint',
      'jwks_uri',
      ...(provider.idToken === false && !requestOf(provider) ? (['userinfo_endpoint'] as const) : []),
    ],
    prove,
  })
}

/** §3.1.2.1: without `openid` it is not a request of OpenID Connect. */
function scopeOf({ scope = 'openid profile email' }: OAuthProvider): string {
  return scope.split(/[ ,]+/).includes('openid') ? scope : `openid ${scope}`.trim()
}

async function prove(exchange: Exchange, provider: OAuthProvider, transaction: CodeTransaction, keys: Keys): Promise<Proof> {
  const { nonce, maxAge, acr, begun } = transaction
  const answer = await exchangeForIdToken(exchange, { nonce, maxAge, acr, begun, tenants: provider.tenants }, keys)
  const { claims } = answer
  const tokens = tokenSet(answer.tokens, exchange.now)
  const profile = asksMore(provider, claims, tokens, exchange.server)
    ? together(claims, await more(exchange, provider, tokens, claims, keys))
    : claims
  const authTime = typeof claims.auth_time === 'number' ? Math.floor(claims.auth_time) : undefined
  return { tokens, profile: { ...profile }, subject: claims.sub, issuer: claims.iss, amr: amrOf(claims.amr), authTime }
}

function asksMore(provider: OAuthProvider, claims: IdTokenClaims, tokens: TokenSet, server: Server): boolean {
  if (provider.idToken !== undefined) return !provider.idToken
  if (!server.userinfo_endpoint && !requestOf(provider)) return false
  const scope = (tokens.scope ?? paramsOf(provider.authorization).scope ?? scopeOf(provider)).split(' ')
  const named = ['name', 'nickname', 'preferred_username', 'given_name'].some((name) => claims[name] !== undefined)
  return (scope.includes('email') && claims.email === undefined) || (scope.includes('profile') && !named)
}

async function more(exchange: Exchange, provider: OAuthProvider, tokens: TokenSet, claims: IdTokenClaims, keys: Keys): Promise<Profile> {
  const request = requestOf(provider)
  if (request) return ofSubject(await request({ tokens, provider, fetch: outbound(exchange) }), claims.sub)
  return askUserinfo({ ...exchange, accessToken: tokens.access_token ?? '' }, claims.sub, keys)
}

/** §5.3.2 holds however the profile was read. */
function ofSubject(profile: Profile, subject: string): Profile {
  if (profile.sub !== undefined && profile.sub !== subject) throw new CheckFailed('The profile is about another `sub` than the ID token.')
  return profile
}

const signed = ['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'nonce', 'acr', 'amr', 'auth_time', 'tid']

/** What userinfo says over what the ID token says, except for what only a signature can say. */
function together(claims: IdTokenClaims, userinfo: Profile): Profile {
  const both: Profile = { ...claims, ...userinfo }
  // "Verified" was said of the other address.
  if ('email' in userinfo && !('email_verified' in userinfo)) delete both.email_verified
  for (const name of signed) {
    if (claims[name] === undefined) delete both[name]
    else both[name] = claims[name]
  }
  return both
}

/** RFC 8176; `fed` where the provider does not tell how it knows. */
function amrOf(amr: unknown): readonly string[] {
  const words = Array.isArray(amr) ? amr.filter((word) => typeof word === 'string' && /^[\w.:/-]{1,64}$/.test(word)).slice(0, 16) : []
  return words.length > 0 ? words : ['fed']
}
