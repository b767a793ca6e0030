import type { CredentialsProvider } from './contract/credentials.js'
import type { EmailProvider } from './contract/email.js'
import type { OAuthProvider } from './contract/oauth.js'
import type { OAuth1Provider } from './contract/oauth1.js'

export type { AuthorizeRequest, CredentialInput, CredentialsProvider, FieldName } from './contract/credentials.js'
export type { EmailOptions, EmailProvider, MailServer, VerificationRequest } from './contract/email.js'
export type { AuthorizationEndpoint, Endpoint, ProfileEndpoint, RequestHeaders, TokenEndpoint, TokenSet } from './contract/endpoint.js'
export type { MailText, MailTextOption } from './contract/mail-text.js'
export type { CommonProvider, ProviderStyle } from './contract/named.js'
export type { Check, ClientAuthentication, OAuthOptions, OAuthProvider, UserinfoRequest } from './contract/oauth.js'
export type {
  OAuth1Endpoint,
  OAuth1Options,
  OAuth1Provider,
  OAuth1SignatureMethod,
  OAuth1TokenSet,
  OAuth1UserinfoRequest,
} from './contract/oauth1.js'

// biome-ignore lint/suspicious/noExplicitAny: a list of providers holds profiles and fields of every shape
export type Provider = OAuthProvider<any> | OAuth1Provider<any> | EmailProvider | CredentialsProvider<any>

/**
 * An entry of `providers`: a provider, or a function that makes one. Code of v4 reads `id` of an entry, code of v5 asks first whether it is a
 * function: as `any` beside the function both compile.
 */
// biome-ignore lint/suspicious/noExplicitAny: as said
export type ProviderEntry<_ = any> = Provider | (((...options: any) => Provider) & { id?: any; options?: any })
