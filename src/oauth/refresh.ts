import { processRefreshTokenResponse, refreshTokenGrantRequest } from 'oauth4webapi'
import { authenticationOf, clientOf } from './client.js'
import { withNonce } from './dpop.js'
import type { Exchange, Tokens } from './exchange.js'
import { CheckFailed } from './failure.js'
import { type ExpectedIdToken, refuseMalformed, serverFor, verifyIdToken } from './id-token.js'
import type { Keys } from './keys.js'
import { callOptions } from './token-call.js'
import { readableTokens, refuseUnusable } from './token-response.js'

export interface Refresh extends Omit<Exchange, 'code' | 'redirectUri' | 'verifier'> {
  readonly refreshToken: string
}

/** Who the ID token of the sign-in was about, and the tenants that may sign in now. */
export interface Person extends Pick<ExpectedIdToken, 'tenants'> {
  readonly subject: string
}

/**
 * RFC 6749 §6. An ID token that comes along has to be about the same `person` (OIDC Core §12.2): `undefined` at a plain OAuth 2 service,
 * where an ID token is only passed on.
 */
export async function refreshTokens(refresh: Refresh, person: Person | undefined, keys: Keys): Promise<Tokens> {
  const { server, registration, possession, now } = refresh
  const client = clientOf(registration, now)
  const authentication = authenticationOf(registration, server)
  const options = callOptions(refresh)
  const sent = await withNonce(possession, () => refreshTokenGrantRequest(server, client, authentication, refresh.refreshToken, options))
  const answer = (await refresh.token.conform?.(sent.clone())) ?? sent
  const { response, idToken } = await readableTokens(answer, person === undefined ? 'keep' : 'prove', refresh.token.defaults)
  const expected = { nonce: undefined, maxAge: undefined, acr: undefined, begun: now, tenants: person?.tenants }
  const header = person !== undefined && idToken !== undefined ? refuseMalformed(idToken) : undefined
  const issuer = header ? serverFor(server, idToken, expected) : server
  const tokens = await processRefreshTokenResponse(issuer, client, response)
  refuseUnusable(tokens, possession)
  if (!header) return idToken === undefined ? tokens : { ...tokens, id_token: idToken }
  const source = { fetch: refresh.fetch, insecure: refresh.insecure, milliseconds: refresh.milliseconds }
  const claims = await verifyIdToken({ tokens, response, header, server: issuer, registration, expected, keys, source, now })
  if (claims.sub !== person?.subject) throw new CheckFailed('The new ID token is about somebody else (OIDC Core §12.2).')
  return tokens
}
