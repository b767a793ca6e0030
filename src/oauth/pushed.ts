import { allowInsecureRequests, customFetch, processPushedAuthorizationResponse, pushedAuthorizationRequest } from 'oauth4webapi'
import { authenticationOf, clientOf, type Registration } from './client.js'
import { type Possession, withNonce } from './dpop.js'
import { type Limits, outbound } from './outbound.js'
import type { Server } from './server.js'

export interface Push extends Limits {
  readonly server: Server
  readonly registration: Registration
  readonly possession: Possession | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * RFC 9126: hands the parameters to the service by the back channel, where it knows who is asking. What the visitor then carries names them,
 * and nothing in it can be changed on the way.
 */
export async function pushed(url: URL, { server, registration, possession, now, ...limits }: Push): Promise<URL> {
  const client = clientOf(registration, now)
  const fetch = outbound(limits)
  const response = await withNonce(possession, () =>
    pushedAuthorizationRequest(server, client, authenticationOf(registration, server), url.searchParams, {
      [customFetch]: fetch as (url: string, options: object) => Promise<Response>,
      [allowInsecureRequests]: limits.insecure,
      ...(possession ? { DPoP: possession } : {}),
    }),
  )
  const { request_uri } = await processPushedAuthorizationResponse(server, client, response)
  // RFC 6749 §3.1: the endpoint's own query stays.
  const short = new URL(server.authorization_endpoint ?? url)
  short.searchParams.set('client_id', registration.clientId)
  short.searchParams.set('request_uri', request_uri)
  return short
}
