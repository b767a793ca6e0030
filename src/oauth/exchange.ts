import {
  authorizationCodeGrantRequest,
  nopkce,
  processAuthorizationCodeResponse,
  skipStateCheck,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi'
import { authenticationOf, clientOf, type Registration } from './client.js'
import { type Possession, withNonce } from './dpop.js'
import { type ExpectedIdToken, type IdTokenClaims, refuseMalformed, serverFor, verifyIdToken } from './id-token.js'
import type { Keys } from './keys.js'
import type { Server } from './server.js'
import { callOptions } from './token-call.js'
import type { TokenRequestForm } from './token-request.js'
import { readableTokens, refuseUnusable } from './token-response.js'

export interface Exchange {
  readonly server: Server
  readonly registration: Registration
  readonly code: string
  /** As it was in the authorization request, byte for byte (RFC 6749 §4.1.3). */
  readonly redirectUri: string
  readonly verifier: string | undefined
  readonly token: TokenForm
  readonly fetch: typeof globalThis.fetch
  readonly insecure: boolean
  readonly signal: AbortSignal | undefined
  /** For this exchange, and for what follows it, in milliseconds. Default 10 000 each. */
  readonly milliseconds: number | undefined
  /** Tokens are to be bound to this key. */
  readonly possession: Possession | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What is peculiar to a service's token endpoint. */
export interface TokenForm extends TokenRequestForm {
  /** Members that its answer leaves out. */
  readonly defaults: Readonly<Record<string, string>>
  /** For a service that answers in a form of its own: makes it the form of RFC 6749 §5.1. */
  readonly conform: ((response: Response) => Response | undefined | PromiseLike<Response | undefined>) | undefined
}

export type Tokens = TokenEndpointResponse

/** A code for tokens, at a plain OAuth 2 service. An ID token that comes along proves nothing here and is only passed on. */
export async function exchangeCode(exchange: Exchange): Promise<Tokens> {
  const { response, idToken } = await readableTokens(await send(exchange), 'keep', exchange.token.defaults)
  const tokens = await processAuthorizationCodeResponse(exchange.server, clientOf(exchange.registration, exchange.now), response)
  refuseUnusable(tokens, exchange.possession)
  return idToken === undefined ? tokens : { ...tokens, id_token: idToken }
}

/** A code for tokens and for what the ID token proves. */
export async function exchangeForIdToken(
  exchange: Exchange,
  expected: ExpectedIdToken,
  keys: Keys,
): Promise<{ readonly tokens: Tokens; readonly claims: IdTokenClaims }> {
  const { response, idToken } = await readableTokens(await send(exchange), 'prove', exchange.token.defaults)
  const header = refuseMalformed(idToken)
  const server = serverFor(exchange.server, idToken, expected)
  const { nonce, maxAge } = expected
  const tokens = await processAuthorizationCodeResponse(server, clientOf(exchange.registration, exchange.now), response, {
    requireIdToken: true,
    ...(nonce === undefined ? {} : { expectedNonce: nonce }),
    ...(maxAge === undefined ? {} : { maxAge }),
  })
  refuseUnusable(tokens, exchange.possession)
  const source = { fetch: exchange.fetch, insecure: exchange.insecure, milliseconds: exchange.milliseconds }
  const claims = await verifyIdToken({
    tokens,
    response,
    header,
    server,
    registration: exchange.registration,
    expected,
    keys,
    source,
    now: exchange.now,
  })
  return { tokens, claims }
}

/** Once, whatever the answer: a code that may have been seen is not sent again. A wish for a nonce comes before that. */
async function send(exchange: Exchange): Promise<Response> {
  const { server, registration, code, redirectUri, verifier, token, possession } = exchange
  const client = clientOf(registration, exchange.now)
  // State and issuer were compared before anything was sent; this only marks the code as coming from an answer.
  const plain = { ...server, authorization_response_iss_parameter_supported: false }
  const answer = validateAuthResponse(plain, client, new URLSearchParams({ code }), skipStateCheck)
  const authentication = authenticationOf(registration, server)
  const options = callOptions(exchange)
  const response = await withNonce(possession, () =>
    authorizationCodeGrantRequest(server, client, authentication, answer, redirectUri, verifier ?? nopkce, options),
  )
  return (await token.conform?.(response.clone())) ?? response
}
