import type { Awaitable, Optional, User } from '../base/types.js'
import type { CommonProvider } from './contract/named.js'
import type { OAuthProvider } from './contract/oauth.js'

export type { Endpoint, TokenEndpoint, TokenSet } from './contract/endpoint.js'
export type { CommonProvider, ProviderStyle } from './contract/named.js'
export type { Check, ClientAuthentication, OAuthOptions, OAuthProvider, UserinfoRequest } from './contract/oauth.js'

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
  options?: Optional<Omit<EmailProvider, 'type' | 'options'>>
}

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
export type Provider = OAuthProvider<any> | EmailProvider | CredentialsProvider<any>
