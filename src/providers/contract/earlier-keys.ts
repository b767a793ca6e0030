/** Names that v3 and v4 had for what {@link OAuthProvider} holds. Read at start; a name of today wins over its earlier one. */
export interface EarlierOAuthKeys {
  /** v3: `1.0` and `1.0A` are of the type `oauth1` today. */
  version?: string
  /** v3: `authorization.url`. Its query is kept. */
  authorizationUrl?: string
  /** v3: `authorization.params`. */
  authorizationParams?: Record<string, string>
  /** v3: `token.url`. */
  accessTokenUrl?: string
  /** v3: `token.params`. */
  params?: Record<string, string>
  /** v3: `userinfo.url`. */
  profileUrl?: string
  /** v3: headers of the token and of the profile request. */
  headers?: Record<string, string>
  /** v3: `checks`, as one word, a list, or `both`. Nothing that protects visitors is left out by it. */
  protection?: 'pkce' | 'state' | 'both' | 'none' | readonly ('pkce' | 'state' | 'none')[]
  /** v3: what `checks` says. */
  state?: boolean
  /** v3: `false` sends the access token in the address of the profile request, as `userinfo.tokenParam` does. */
  useAuthTokenHeader?: boolean
  /** v4: `timeout`, in milliseconds, and an agent of Node.js that carries the calls; a `fetch` comes first. */
  httpOptions?: { timeout?: number; agent?: unknown }
  /** v4: the first key is `token.clientPrivateKey`. */
  jwks?: { keys: readonly JsonWebKey[] }
}
