import {
  type Client,
  type ClientAuth,
  ClientSecretJwt,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  type ModifyAssertionOptions,
  modifyAssertion,
  None,
  type PrivateKey,
  PrivateKeyJwt,
} from 'oauth4webapi'
import { CheckFailed } from './failure.js'
import { noIssuer, type Server } from './server.js'

/** How this application is registered at a service. */
export interface Registration {
  readonly clientId: string
  readonly secret: string | undefined
  readonly privateKey: PrivateKey | CryptoKey | undefined
  readonly method: 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'private_key_jwt' | 'none' | undefined
  /** The algorithm that ID tokens are registered to be signed with. */
  readonly idTokenAlg: string | undefined
  /** The algorithm that userinfo answers are registered to be signed with; without one they may be plain JSON. */
  readonly userinfoAlg: string | undefined
}

/** Seconds that two clocks may differ by. */
export const tolerance = 60

/** `now` in milliseconds: the configuration's clock, which tests move. */
export function clientOf({ clientId, idTokenAlg, userinfoAlg }: Registration, now: number): Client {
  return {
    client_id: clientId,
    ...(idTokenAlg === undefined ? {} : { id_token_signed_response_alg: idTokenAlg }),
    ...(userinfoAlg === undefined ? {} : { userinfo_signed_response_alg: userinfoAlg }),
    [clockSkew]: Math.round((now - Date.now()) / 1000),
    [clockTolerance]: tolerance,
  }
}

/** One method per request (RFC 6749 §2.3). Without a configured one: Basic, unless the service says that it only takes the form. */
export function authenticationOf({ secret, privateKey, method }: Registration, server: Server): ClientAuth {
  const chosen = method ?? defaultMethod(secret, privateKey, server)
  if (chosen === 'none') return None()
  if (chosen === 'private_key_jwt') return PrivateKeyJwt(required(privateKey, '`token.clientPrivateKey`'), madeFor(server))
  const text = required(secret, '`clientSecret`')
  if (chosen === 'client_secret_post') return ClientSecretPost(text)
  return chosen === 'client_secret_jwt' ? ClientSecretJwt(text, madeFor(server)) : basic(text)
}

/** RFC 7523 §3: an assertion is for the issuer; the token endpoint's address stands for a service that has none. */
function madeFor({ issuer, token_endpoint }: Server): ModifyAssertionOptions {
  if (issuer !== noIssuer || token_endpoint === undefined) return {}
  return {
    [modifyAssertion](_header, payload) {
      payload.aud = token_endpoint
    },
  }
}

/**
 * RFC 6749 §2.3.1 in the encoding of its Appendix B, as every form is sent: "-", "." and "_" stay as they are. The library escapes them too,
 * and many services compare what they get without decoding it.
 */
function basic(secret: string): ClientAuth {
  return (_server, { client_id: id }, _body, headers) => headers.set('authorization', `Basic ${btoa(`${encoded(id)}:${encoded(secret)}`)}`)
}

function encoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}

function defaultMethod(secret: string | undefined, privateKey: unknown, server: Server): NonNullable<Registration['method']> {
  if (privateKey) return 'private_key_jwt'
  if (!secret) return 'none'
  const supported = server.token_endpoint_auth_methods_supported
  const onlyForm = Array.isArray(supported) && !supported.includes('client_secret_basic') && supported.includes('client_secret_post')
  return onlyForm ? 'client_secret_post' : 'client_secret_basic'
}

function required<T>(value: T | undefined, option: string): T {
  if (value === undefined || value === '')
    throw new CheckFailed(`The configured way to authenticate at the token endpoint needs ${option}.`)
  return value
}
