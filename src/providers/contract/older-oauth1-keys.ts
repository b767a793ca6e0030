/** How v3 and v4 named the members of an OAuth 1 provider. Read at start where the present name is missing, and then gone. */
export interface OlderOAuth1Keys {
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
  /** Now `timeout`. */
  httpOptions?: { timeout?: number; agent?: unknown }
  /** Beside `type: 'oauth'` it made the provider one of OAuth 1; now `type: 'oauth1'` does. */
  version?: string
}
