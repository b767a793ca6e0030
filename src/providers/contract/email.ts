import type { Awaitable, Optional, Theme } from '../../base/types.js'
import type { MailTextOption } from './mail-text.js'
import type { CommonProvider } from './named.js'

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
  theme: Theme
  request: Request
  /** `fetch` with the library's limits: https, ten seconds, 1 MiB, no redirects. */
  fetch: typeof globalThis.fetch
}

/** nodemailer's options, of whatever version: `{ host, port, auth: { user, pass } }`. */
export interface MailServer {
  host?: string
  // biome-ignore lint/suspicious/noExplicitAny: nodemailer's own, which code of the application hands on to it
  [option: string]: any
}

/** A link by mail. */
export interface EmailProvider extends CommonProvider {
  type: 'email'
  /** Sender: `Name <address>` or an address. Default: `AUTH_<ID>_FROM`. */
  from?: string
  /** SMTP URL or nodemailer's options. */
  server?: string | MailServer
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
