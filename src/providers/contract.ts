import type { Account, Awaitable, Profile, User } from '../base/types.js'

/** How a provider's button looks on the built-in page. */
export interface ProviderStyle {
  /** Path or http(s) URL of a logo. */
  logo?: string
  /** Background of the button, a CSS colour. */
  brandColor?: string
  text?: string
}

/** Where to ask, and what to send along. A bare string is `{ url }`. */
export interface Endpoint {
  url?: string
  params?: Record<string, string | undefined>
}

export interface TokenEndpoint extends Endpoint {
  params?: Record<string, string>
  /** Makes the service's answer the one of RFC 6749 §5.1, when it is not. */
  conform?(response: Response): Awaitable<Response | undefined>
  /** Signs the assertion of `private_key_jwt` (RFC 7523). */
  clientPrivateKey?: CryptoKey | { key: CryptoKey; kid?: string }
}

/** What an OAuth token endpoint answered. */
export interface TokenSet {
  access_token?: string
  refresh_token?: string
  id_token?: string
  token_type?: string
  /** Seconds since 1970. */
  expires_at?: number
  scope?: string
  session_state?: string
  [name: string]: unknown
}

export type Check = 'pkce' | 'state' | 'nonce' | 'none'

export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'private_key_jwt' | 'none'

/** What every provider has. */
export interface CommonProvider {
  /** Part of URLs: letters, digits, `-`, `_`, `.`. */
  id: string
  /** For people. */
  name: string
  style?: ProviderStyle
}

/** A service that speaks OAuth 2 (RFC 6749) or OpenID Connect. */
export interface OAuthProvider<P = Profile> extends CommonProvider {
  type: 'oauth' | 'oidc'
  clientId?: string
  /** A string, or a function that makes one when it is needed (Apple signs one). */
  clientSecret?: string | ((clientId: string) => Awaitable<string>)
  /** Where an OpenID Provider describes itself (`<issuer>/.well-known/openid-configuration`). Required for `oidc`. */
  issuer?: string
  /** Another place to read that description from. */
  wellKnown?: string
  authorization?: string | Endpoint
  token?: string | TokenEndpoint
  /** Where the profile comes from. `request` when the service's answer needs more than one GET with a bearer token. */
  userinfo?: string | (Endpoint & { request?: UserinfoRequest<P> })
  jwks_endpoint?: string
  /** Separated by spaces. Default for `oidc`: `openid profile email`. */
  scope?: string
  /** Default: `pkce` and `state`, for `oidc` also `nonce`. `none` and lists without `state` need `dangerouslySkipChecks`. */
  checks?: readonly Check[]
  /** Lets `checks` leave something out that protects visitors. */
  dangerouslySkipChecks?: boolean
  client?: {
    token_endpoint_auth_method?: ClientAuthentication
    /** The algorithm ID tokens are registered to be signed with. Default: what the service's description lists, else RS256. `HS256` only by naming it. */
    id_token_signed_response_alg?: string
    /** Refuses userinfo answers that are not signed with it. */
    userinfo_signed_response_alg?: string
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
  /** Lets endpoints and issuer be `http:`, for a provider on this machine. Default false. */
  dangerouslyAllowInsecureRequests?: boolean
  /** What the application wrote, merged over everything above at start. */
  options?: Partial<OAuthProvider<P>>
}

/** What a developer may say to a provider of ours: everything, each member over ours, objects member by member. */
export type OAuthOptions<P = Profile> = Partial<Omit<OAuthProvider<P>, 'type' | 'options'>>

export type UserinfoRequest<P> = (context: {
  tokens: TokenSet
  provider: OAuthProvider<P>
  /** `fetch` with the library's time and size limits. */
  fetch: typeof globalThis.fetch
}) => Awaitable<P>

/** What an e-mail sender is given. */
export interface VerificationRequest {
  /** The canonical address: send to this one. */
  identifier: string
  /** The link. */
  url: string
  expires: Date
  provider: EmailProvider
  /** What the link carries, in case the mail says it otherwise. */
  token: string
  theme: { colorScheme?: string; logo?: string; brandColor?: string; buttonText?: string }
  request: Request
}

/** A link by mail. */
export interface EmailProvider extends CommonProvider {
  type: 'email'
  /** Sender: `Name <address>` or an address. */
  from?: string
  /** SMTP URL or nodemailer's options. */
  server?: string | object
  /** Seconds a link is good for. Default 86 400 (one day). */
  maxAge?: number
  sendVerificationRequest(request: VerificationRequest): Awaitable<void>
  /** Default: 256 random bits. */
  generateVerificationToken?(): Awaitable<string>
  /** Canonical form of what the visitor typed; throw to refuse. Runs after the library's own checks. */
  normalizeIdentifier?(identifier: string): string
  options?: Partial<EmailProvider>
}

/** One field of the sign-in form. */
export interface CredentialInput {
  label?: string
  type?: string
  placeholder?: string
  value?: string
  autocomplete?: string
}

/** Whatever the application checks itself. */
export interface CredentialsProvider<F extends Record<string, CredentialInput> = Record<string, CredentialInput>> extends CommonProvider {
  type: 'credentials'
  /** The form's fields. */
  credentials: F
  /** The user, or `null`. Gets the declared fields only, each a string. */
  authorize(credentials: Partial<Record<keyof F, string>>, request: Request): Awaitable<User | null>
  options?: Partial<CredentialsProvider<F>>
}

// biome-ignore lint/suspicious/noExplicitAny: a list of providers holds profiles and fields of every shape
export type Provider = OAuthProvider<any> | EmailProvider | CredentialsProvider<any>
