// What v3, v4 and v5 call the contract of providers, for applications that name its types.

import type { CredentialsProviderId, EmailProviderId, OAuthProviderId } from '../../base/provider-ids.js'
import type { Awaitable, Profile, ProviderType } from '../../base/types.js'
import type { CredentialInput, CredentialsProvider, EmailProvider, ProviderEntry } from '../contract.js'
import type { CommonProvider } from './named.js'
import type { OAuthOptions, OAuthProvider } from './oauth.js'

export type {
  BuiltInProviderType,
  CredentialsProviderId,
  OAuthProviderId,
  OAuthProviderId as OAuthProviderType,
  ProviderId,
  RedirectableProviderType,
} from '../../base/provider-ids.js'
export type { ProviderType } from '../../base/types.js'
export type { CredentialInput } from '../contract.js'
export type {
  AuthorizationEndpoint as AuthorizationEndpointHandler,
  ProfileEndpoint as UserinfoEndpointHandler,
  TokenEndpoint as TokenEndpointHandler,
} from './endpoint.js'
export * from './mail-names.js'
export type { ProviderStyle as OAuthProviderButtonStyles } from './named.js'

/** A service by OAuth 2 or OpenID Connect. `P` is what it says of somebody. */
export interface OAuthConfig<P = Profile> extends OAuthProvider<P> {}

export interface OAuth2Config<P = Profile> extends OAuthProvider<P> {
  type: 'oauth'
}

export interface OIDCConfig<P = Profile> extends OAuthProvider<P> {
  type: 'oidc'
}

export type OIDCConfigInternal<P = Profile> = OIDCConfig<P>

/** What an application says to such a provider. */
export interface OAuthUserConfig<P = Profile> extends OAuthOptions<P> {}

export interface OIDCUserConfig<P = Profile> extends OAuthOptions<P> {}

export type ProfileCallback<P = Profile> = NonNullable<OAuthProvider<P>['profile']>
export type AccountCallback = NonNullable<OAuthProvider['account']>
export type OAuthEndpointType = 'authorization' | 'token' | 'userinfo'

/** What v4 and v5 hand to a token request of the application's own. */
export type OAuthChecks = { code_verifier?: string; state?: string; nonce?: string }

export interface EndpointHandler<P = Record<string, unknown>, C = unknown, R = unknown> {
  url?: string
  params?: P
  request?(context: C): Awaitable<R>
}

/** `C` are the form's fields by name. */
export interface CredentialsConfig<C extends Record<string, CredentialInput> = Record<string, CredentialInput>>
  extends CredentialsProvider<C> {}

export type CredentialsProviderType = 'credentials'

export interface CommonProviderOptions extends CommonProvider {
  type: ProviderType
}

/** A provider as the page with the ways to sign in knows it. */
export interface AppProvider extends CommonProviderOptions {
  signinUrl: string
  callbackUrl: string
}

export type AppProviders = ProviderEntry[]

// biome-ignore lint/suspicious/noExplicitAny: options and profiles of every shape
type Maker<T> = (options: any) => T

// biome-ignore lint/suspicious/noExplicitAny: as above
export type BuiltInProviders = Record<OAuthProviderId, Maker<OAuthProvider<any>>> &
  Record<CredentialsProviderId, Maker<CredentialsProvider>> &
  Record<EmailProviderId, Maker<EmailProvider>>
