import type { Account, Awaitable, Optional, Profile, User } from '../../base/types.js'
import type { EarlierOAuth1Keys } from './earlier-oauth1-keys.js'
import type { Endpoint, TokenSet } from './endpoint.js'
import type { CommonProvider } from './named.js'

export type OAuth1SignatureMethod = 'HMAC-SHA1' | 'HMAC-SHA256' | 'RSA-SHA1' | 'PLAINTEXT'

/** An endpoint that hands out credentials. `params` are signed and sent: in the query by GET, in the body by POST. */
export interface OAuth1Endpoint extends Endpoint {
  /** Default `POST` (RFC 5849 §2.1, §2.3). */
  method?: 'GET' | 'POST'
}

/** What the endpoint for access tokens answered; every value is a text. */
export interface OAuth1TokenSet extends TokenSet {
  oauth_token: string
  oauth_token_secret: string
}

/**
 * A service that speaks OAuth 1.0A (RFC 5849). It proves less than OpenID Connect: nothing says whom an answer is for or who gave it. Take
 * OAuth 2 where the service has it.
 */
export interface OAuth1Provider<P = Profile> extends CommonProvider, EarlierOAuth1Keys {
  type: 'oauth1'
  /** The consumer key. */
  clientId?: string
  /** The consumer secret. */
  clientSecret?: string
  /** Where a sign-in begins: gives temporary credentials. */
  requestToken?: string | OAuth1Endpoint
  /** Where the visitor goes. */
  authorization?: string | Endpoint
  /** Where temporary credentials become lasting ones. */
  accessToken?: string | OAuth1Endpoint
  /** Where the profile comes from. `request` when the service's answer needs more than one signed GET. */
  userinfo?: string | (Endpoint & { request?: OAuth1UserinfoRequest<P> })
  /** Default `HMAC-SHA1`. `PLAINTEXT` goes to `https:` only. */
  signatureMethod?: OAuth1SignatureMethod
  /** For `RSA-SHA1`: the text of a PKCS #8 file in PEM, `\n` may stand for its line ends, or a key. Default: `clientSecret`. */
  privateKey?: string | CryptoKey
  /** Of the `Authorization` header, where the service wants one. */
  realm?: string
  /** Parameters of the authorization URL that a page may choose, beside hints like `lang`. */
  callerParams?: readonly string[]
  /** The application's user from the service's profile. `id` must be a string that is unique at that service. */
  profile?(profile: P, tokens: OAuth1TokenSet): Awaitable<User & { emailVerified?: boolean }>
  /** What to keep of the tokens. Default: `oauth_token` and `oauth_token_secret`. */
  account?(tokens: OAuth1TokenSet): Partial<Account> | undefined
  /** Ties an identity to an existing user with the same e-mail address. Only for services that prove addresses. Default false. */
  allowDangerousEmailAccountLinking?: boolean
  /** Milliseconds that the calls of one step may take together. Default 10 000. */
  timeout?: number
  /** Used for calls to this service instead of the configuration's `fetch`. */
  fetch?: typeof globalThis.fetch
  /** Lets endpoints be `http:`, for a provider on this machine. Default false. */
  dangerouslyAllowInsecureRequests?: boolean
  /**
   * Takes a service that speaks OAuth 1.0 without the A: it confirms no callback and brings no verifier. Whoever begins a sign-in can then send
   * its link to somebody else, wait until they agree, and be signed in as them (OAuth Security Advisory 2009.1, session fixation). The cookie
   * of the attempt does not help: it is the attacker's own. A service that does confirm is still held to its verifier. Default false.
   */
  dangerouslyAllowMissingVerifier?: boolean
  /** What the application wrote, merged over everything above at start. */
  options?: OAuth1Options<P>
}

/** What a developer may say to a provider of ours: everything, each member over ours, objects member by member. */
export type OAuth1Options<P = Profile> = Optional<Omit<OAuth1Provider<P>, 'type' | 'options'>>

export type OAuth1UserinfoRequest<P> = (context: {
  tokens: OAuth1TokenSet
  provider: OAuth1Provider<P>
  /** `fetch` that signs with these tokens, with the library's time and size limits. */
  fetch: typeof globalThis.fetch
}) => Awaitable<P>
