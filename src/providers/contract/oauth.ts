import type { customFetch } from '../../base/custom-fetch.js'
import type { Account, Awaitable, Optional, Profile, User } from '../../base/types.js'
import type { EarlierOAuthKeys } from './earlier-keys.js'
import type { AuthorizationEndpoint, ProfileEndpoint, TokenEndpoint, TokenSet } from './endpoint.js'
import type { CommonProvider } from './named.js'

export type Check = 'pkce' | 'state' | 'nonce' | 'none'

export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'private_key_jwt' | 'none'

/** A service that speaks OAuth 2 (RFC 6749) or OpenID Connect. */
export interface OAuthProvider<P = Profile> extends CommonProvider, EarlierOAuthKeys {
  type: 'oauth' | 'oidc'
  clientId?: string
  /** A string, or a function that makes one when it is needed (Apple signs one). */
  clientSecret?: string | ((clientId: string) => Awaitable<string>)
  /** Where an OpenID Provider describes itself (`<issuer>/.well-known/openid-configuration`). Required for `oidc`. */
  issuer?: string
  /** Another place to read that description from. */
  wellKnown?: string
  authorization?: string | AuthorizationEndpoint
  token?: string | TokenEndpoint
  /** Where the profile comes from. `request` when the service's answer needs more than one GET with a bearer token. */
  // biome-ignore lint/suspicious/noExplicitAny: what it makes becomes the profile, whatever of `P` an application calls its own
  userinfo?: string | (ProfileEndpoint & { request?: UserinfoRequest<any> })
  jwks_endpoint?: string
  /** Separated by spaces. Default for `oidc`: `openid profile email`. */
  scope?: string
  /** Default: `pkce` and `state`, for `oidc` also `nonce`. `none` and lists without `state` need `dangerouslySkipChecks`. */
  checks?: readonly Check[]
  /** Lets `checks` leave something out that protects visitors. */
  dangerouslySkipChecks?: boolean
  /**
   * What the service itself cannot do: `nonce` where its ID tokens repeat none, so that PKCE stands in (RFC 9700 §2.1.1); `pkce` where it turns
   * requests with a challenge away. `state` is always checked.
   */
  lacks?: readonly ('nonce' | 'pkce')[]
  /** Sends the PKCE verifier itself as the challenge, to a service that refuses `S256`. It then proves nothing against who reads the request. */
  dangerouslyPlainChallenge?: boolean
  client?: {
    token_endpoint_auth_method?: ClientAuthentication
    /** The algorithm ID tokens are registered to be signed with. Default: what the service's description lists, else RS256. `HS256` only by naming it. */
    id_token_signed_response_alg?: string
    /** Refuses userinfo answers that are not signed with it. */
    userinfo_signed_response_alg?: string
    [metadata: string]: unknown
  }
  /** `form_post` when the service sends its answer as a POST from its own page (Apple). Default `query`. */
  responseMode?: 'query' | 'form_post'
  /** More parameters of the authorization request that a page may choose, beside hints like `prompt` and `login_hint`. */
  callerParams?: readonly string[]
  /** With an `issuer` that contains `{tenantid}`: whose `tid` may sign in. */
  tenants?: readonly string[] | 'any'
  /** What the answer itself tells beside the code (Apple's `user`). Nobody signed it: for names, never for addresses or ids. */
  answerProfile?(fields: Readonly<Record<string, string>>): Partial<P> | undefined
  /**
   * Of an `oidc` provider: `true` takes what the ID token says and asks no further, `false` always asks the userinfo endpoint as well.
   * Default: asks when the ID token lacks the name or the address that the scope is for (OIDC Core §5.4 lets providers do so).
   */
  idToken?: boolean
  /** The application's user from the service's profile. `id` must be a string that is unique at that service. */
  profile?(profile: P, tokens: TokenSet): Awaitable<User & { emailVerified?: boolean }>
  /** What to keep of the tokens. Default: the standard fields. */
  account?(tokens: TokenSet): Partial<Account> | undefined
  /** Ties an identity to an existing user with the same e-mail address. Only for services that prove addresses. Default false. */
  allowDangerousEmailAccountLinking?: boolean
  /** Milliseconds that the calls of one step may take together: the description, the tokens, the keys, the profile. Default 10 000. */
  timeout?: number
  /** Used for calls to this service instead of the configuration's `fetch`. */
  fetch?: typeof globalThis.fetch
  /** v5’s name of `fetch`. */
  [customFetch]?: typeof globalThis.fetch
  /** Sends the authorization request by the back channel first (RFC 9126). Default: where the service's description demands it. */
  pushedAuthorization?: boolean
  /** Asks for tokens that only the holder of a key can use (RFC 9449): an ES256 key pair, or `true` for one made at start. Default false. */
  dpop?: boolean | CryptoKeyPair
  /** Instead of the configuration's, for this service. */
  redirectProxyUrl?: string
  /** Lets endpoints and issuer be `http:`, for a provider on this machine. Default false. */
  dangerouslyAllowInsecureRequests?: boolean
  /** What the application wrote, merged over everything above at start. */
  options?: OAuthOptions<P>
}

/** What a developer may say to a provider of ours: everything, each member over ours, objects member by member. */
export type OAuthOptions<P = Profile> = Optional<Omit<OAuthProvider<P>, 'type' | 'options'>>

export type UserinfoRequest<P> = (context: {
  tokens: TokenSet
  provider: OAuthProvider<P>
  /** `fetch` with the library's time and size limits. */
  fetch: typeof globalThis.fetch
}) => Awaitable<P>
