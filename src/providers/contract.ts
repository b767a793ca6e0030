import type { Awaitable, Optional, User } from '../base/types.js'
import type { MailTextOption } from './contract/mail-text.js'
import type { CommonProvider } from './contract/named.js'
import type { OAuthProvider } from './contract/oauth.js'
import type { OAuth1Provider } from './contract/oauth1.js'

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

/** What an e-mail sender is given. */
export interface VerificationRequest {
  /** The canonical address: send to this one. */
  identifier: string
  /** The link. */
  url: string
  /** Origin of the site: `https://app.example`. */
  baseUrl: string
  expires: Date
  provider: EmailProvider
  /** What the link carries, in case the mail says it otherwise. */
  token: string
  theme: { colorScheme?: string; logo?: string; brandColor?: string; buttonText?: string }
  request: Request
  /** `fetch` with the library's limits: https, ten seconds, 1 MiB, no redirects. */
  fetch: typeof globalThis.fetch
}

/** A link by mail. */
export interface EmailProvider extends CommonProvider {
  type: 'email'
  /** Sender: `Name <address>` or an address. Default: `AUTH_<ID>_FROM`. */
  from?: string
  /** SMTP URL or nodemailer's options. */
  server?: string | object
  /** Key of the service's HTTP API. Default: `AUTH_<ID>_KEY`. */
  apiKey?: string
  /** Origin of that API, where it is another than usual: `https://api.eu.mailgun.net`. */
  baseUrl?: string
  /** Lets `baseUrl` be `http:`, for a service on this machine. Default false. */
  dangerouslyAllowInsecureRequests?: boolean
  /** What the mail says. Default: ours, in the language of the visitor's browser if we have it, else in English. */
  text?: MailTextOption
  /** Options that it cannot send without: a configuration that lacks one is refused. */
  requires?: readonly string[]
  /** Seconds a link is good for. Default 86 400 (one day). */
  maxAge?: number
  sendVerificationRequest(request: VerificationRequest): Awaitable<void>
  /** Default: 256 random bits. */
  generateVerificationToken?(): Awaitable<string>
  /** Canonical form of what the visitor typed; throw to refuse. Runs after the library's own checks. */
  normalizeIdentifier?(identifier: string): string
  options?: EmailOptions
}

/** What a developer may say to an e-mail provider of ours, each member over ours. */
export type EmailOptions = Optional<Omit<EmailProvider, 'type' | 'options' | 'requires'>>

/** One field of the sign-in form. */
export interface CredentialInput {
  label?: string
  type?: string
  placeholder?: string
  value?: string
  autocomplete?: string
  /** Whether the form is refused without it, by the browser. Default true. */
  required?: boolean
}

/** Names of the form's fields; any, where none is declared. */
export type FieldName<F> = [keyof F] extends [never] ? string : keyof F

/** Whatever the application checks itself. */
export interface CredentialsProvider<F extends Record<string, CredentialInput> = Record<string, CredentialInput>> extends CommonProvider {
  type: 'credentials'
  /** The form's fields. */
  credentials: F
  /** The user, or `null`. Gets the declared fields only, each a string, as it was typed; with none declared, all that were sent. */
  authorize(credentials: Partial<Record<FieldName<F>, string>>, request: Request): Awaitable<User | null>
  /**
   * Called once, at start, with the environment's variables of this provider: `URL` means `AUTH_<ID>_URL`. Throws what has to be
   * refused; what it returns replaces `authorize`.
   */
  complete?(variable: (name: string) => string | undefined): Pick<CredentialsProvider<F>, 'authorize'>
  options?: Partial<CredentialsProvider<F>>
}

// biome-ignore lint/suspicious/noExplicitAny: a list of providers holds profiles and fields of every shape
export type Provider = OAuthProvider<any> | OAuth1Provider<any> | EmailProvider | CredentialsProvider<any>
