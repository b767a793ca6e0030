import type { OAuthOptions, OAuthProvider } from '../../src/providers/contract.js'

export type Json = Record<string, unknown>

/** What a service's own documentation says of signing in with it, as data. The double holds our requests to it. */
export interface ServiceFixture {
  /** The provider's id, which is also its file's name. */
  readonly id: string
  /** Pages of the service's own documentation that say what stands here. */
  readonly documentation: readonly string[]
  /**
   * Where the facts were seen: in the service's own pages, source or description of itself; in others' public code that signs people in
   * there; or nowhere, so that they stand here from memory.
   */
  readonly seen: 'documentation' | 'witness' | 'nowhere'
  /** When they were looked up: `2026-11-27`. */
  readonly read: string
  // biome-ignore lint/suspicious/noExplicitAny: profiles of every shape
  readonly provider: (options: OAuthOptions<any>) => OAuthProvider<any>
  /** What has to be configured besides id and secret. */
  readonly options?: Json
  readonly authorization: AuthorizationFixture
  readonly token: TokenFixture
  readonly openid?: OpenIdFixture
  /** By method and address, without a query: `GET https://api.acme.example/me`. `{token}` in the path stands for the access token. */
  readonly resources?: Readonly<Record<string, ResourceFixture>>
  /** Two who have an account there. */
  readonly people: readonly [PersonFixture, PersonFixture]
  /** What the service says of somebody in a form that it should not. Default: ID tokens without `sub`, and `{}` wherever somebody is described. */
  readonly malformed?: Omit<PersonFixture, 'user'>
}

export interface AuthorizationFixture {
  /** Without the query. */
  readonly url: string
  /** What the service insists on besides RFC 6749 §4.1.1. */
  readonly params?: Readonly<Record<string, string>>
  /** What the service calls `client_id`. */
  readonly clientId?: string
  /** The parameters that come first, where their order counts. */
  readonly order?: readonly string[]
  /** The scopes that it knows; others are refused. Empty where the request has none. */
  readonly scopes: readonly string[]
  readonly separator?: ' ' | ','
  /** Whether the service checks PKCE, and which method it takes; `refused` where it turns a challenge away. */
  readonly pkce: 'S256' | 'plain' | 'ignored' | 'refused'
  /** What comes back when somebody says no. Default `error=access_denied`. */
  readonly denial?: Readonly<Record<string, string>>
  /** What comes back beside `code` and `state`. */
  readonly answer?: Readonly<Record<string, string>>
  readonly responseMode?: 'form_post'
}

export interface TokenFixture {
  readonly url: string
  /** Default `POST`. */
  readonly method?: 'GET' | 'POST'
  /** Default `form`. */
  readonly body?: 'form' | 'json'
  /** The ways to authenticate that it takes. */
  readonly authentication: readonly ('basic' | 'post' | 'none')[]
  /** A secret of the kind that the service gives out, where it has signs that Basic would encode (RFC 6749 §2.3.1). The double decodes nothing. */
  readonly secret?: string
  /** What the service calls `client_id`, `client_secret` and `code`. */
  readonly names?: Readonly<Record<string, string>>
  /** Headers and fields that it insists on. `{clientId}` stands for the client id. */
  readonly headers?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, string>>
  /** Fields that it takes for a mistake. */
  readonly refuses?: readonly string[]
  /** Whether it compares `redirect_uri`. Default true. */
  readonly comparesRedirectUri?: boolean
  /** Judges a secret that is made when it is needed, as Apple's. */
  readonly isSecret?: (secret: string) => boolean
  /** Of its answer. Default `application/json`, and 200. */
  readonly contentType?: string
  readonly status?: number
  /** Its answer in full, as documented. */
  answer(issued: Issued, person: Omit<PersonFixture, 'user'>): Json
  /** Its answer to a code that it does not know, as documented. */
  readonly refusal: Refusal
}

export interface Issued {
  readonly accessToken: string
  readonly refreshToken: string
  /** `undefined` without `openid`. */
  readonly idToken: string | undefined
}

export interface Refusal {
  readonly status: number
  readonly body: Json
}

export interface OpenIdFixture {
  readonly issuer: string
  readonly jwks: string
  /** Where it describes itself, if not below its issuer; `false` where it does not. */
  readonly wellKnown?: string | false
  /** More members of its description. */
  readonly description?: Json
  /** Default `RS256`. `HS256` signs with the client secret. */
  readonly alg?: 'RS256' | 'ES256' | 'ES384' | 'HS256'
  /** Whether ID tokens repeat the nonce. Default true. */
  readonly nonce?: boolean
}

export interface ResourceFixture {
  /**
   * How it wants the token: the word before it in `Authorization` (default `Bearer`), the query parameter, or the field of a form that
   * authenticates the client as well (RFC 7662 §2.1).
   */
  readonly token?: { readonly scheme: string } | { readonly param: string } | { readonly field: string }
  /**
   * Headers, query parameters and members of the JSON body that it insists on. `{clientId}` stands for the client id, in parameters
   * `{name}` for what the token endpoint's answer says of the person.
   */
  readonly headers?: Readonly<Record<string, string>>
  readonly params?: Readonly<Record<string, string>>
  readonly json?: Json
  /** Its answer to a token that it does not know. Default: status 401, `{}`. */
  readonly refusal?: Refusal
}

export interface PersonFixture {
  /** What comes back beside `code` and `state` for this person. */
  readonly callback?: Readonly<Record<string, string>>
  /** Claims of the ID token. */
  readonly claims?: Json
  /** What the token endpoint's answer says of the person. */
  readonly tokens?: Json
  /** Answers of the resources, by the key that they have there. A `Blob` is sent as it is, under its type; everything else as JSON. */
  readonly answers?: Readonly<Record<string, unknown>>
  /** Whom the application gets to know. */
  readonly user: {
    readonly id: string
    readonly name: string | null
    readonly email: string | null
    readonly image: string | null
    readonly emailVerified: boolean
  }
}
