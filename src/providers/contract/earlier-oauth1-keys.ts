/** Names that v3 and v4 had for what {@link OAuth1Provider} holds. Read at start; a name of today wins over its earlier one. */
export interface EarlierOAuth1Keys {
  /** Now `requestToken`. */
  requestTokenUrl?: string
  /** Now `authorization`. */
  authorizationUrl?: string
  /** Now `accessToken`. */
  accessTokenUrl?: string
  /** Now `userinfo`. */
  profileUrl?: string
  /** Now `signatureMethod`. */
  encoding?: string
  /** Now `requestToken.params`. */
  params?: Record<string, string>
  /** Now `timeout`; an agent of Node.js carries the calls, unless there is a `fetch`. */
  httpOptions?: { timeout?: number; agent?: unknown }
  /** Beside `type: 'oauth'` it made the provider one of OAuth 1; now `type: 'oauth1'` does. */
  version?: string
}
