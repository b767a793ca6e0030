/** The stable name of a failure. */
export type AuthErrorType =
  | 'AccessDenied'
  | 'Verification'
  | 'OAuthAccountNotLinked'
  | 'CredentialsSignin'
  | 'ProviderUnavailable'
  | 'EmailSignInError'
  | 'InvalidEmail'
  | 'OAuthSignInError'
  | 'OAuthCallbackError'
  | 'OAuthDenied'
  | 'OAuthProfileParseError'
  | 'InvalidCheck'
  | 'TransactionExpired'
  | 'RefreshTokenError'
  | 'MissingCSRF'
  | 'CrossSiteRequest'
  | 'SessionRequired'
  | 'TooManyRequests'
  | 'Configuration'
  | 'InvalidOption'
  | 'MissingSecret'
  | 'MissingAdapter'
  | 'MissingAdapterMethods'
  | 'MissingDependency'
  | 'UnsupportedStrategy'
  | 'InvalidProvider'
  | 'AdapterError'
  | 'SchemaMissing'
  | 'CallbackRouteError'
  | 'JWTSessionError'
  | 'SessionTokenError'
  | 'SessionTooLarge'
  | 'SignOutError'
  | 'EventError'
  | 'UntrustedHost'
  | 'InvalidCallbackUrl'
  | 'BadRequest'
  | 'UnknownAction'
  | 'MethodNotAllowed'
  | 'UnsupportedMediaType'
  | 'ContentTooLarge'

/** Names of v5 for what does not happen here, or is no failure of its own: what an application throws may carry one. */
export type EarlierErrorType =
  | 'AuthError'
  | 'AccountNotLinked'
  | 'DuplicateConditionalUI'
  | 'ErrorPageLoop'
  | 'ExperimentalFeatureNotEnabled'
  | 'InvalidEndpoints'
  | 'MissingAuthorize'
  | 'MissingWebAuthnAutocomplete'
  | 'WebAuthnVerificationError'

/** HTTP status, which page shows it, the code a visitor's URL carries; `pages/sentences` has what the visitor reads. */
export type Failure = readonly [status: number, page: 'signin' | 'error' | 'none', shown: string]

/** What no visitor can mend: the owner finds it in the log. */
const ours: Failure = [500, 'error', 'Configuration']

/** Everything that can go wrong, one row each. Rows of the page `none` have no page of their own. */
export const failures: Readonly<Record<AuthErrorType, Failure>> = {
  AccessDenied: [403, 'error', 'AccessDenied'],
  Verification: [403, 'error', 'Verification'],
  OAuthAccountNotLinked: [403, 'signin', 'OAuthAccountNotLinked'],
  CredentialsSignin: [401, 'signin', 'CredentialsSignin'],
  ProviderUnavailable: [502, 'signin', 'Unavailable'],
  EmailSignInError: [502, 'signin', 'EmailSignin'],
  InvalidEmail: [400, 'signin', 'InvalidEmail'],
  OAuthSignInError: [502, 'signin', 'OAuthSignin'],
  OAuthCallbackError: [400, 'signin', 'OAuthCallbackError'],
  OAuthDenied: [403, 'signin', 'OAuthDenied'],
  OAuthProfileParseError: [502, 'signin', 'OAuthCallbackError'],
  InvalidCheck: [400, 'signin', 'OAuthCallbackError'],
  TransactionExpired: [400, 'signin', 'Expired'],
  RefreshTokenError: [401, 'none', 'SessionRequired'],
  MissingCSRF: [403, 'signin', 'MissingCSRF'],
  CrossSiteRequest: [403, 'signin', 'MissingCSRF'],
  SessionRequired: [401, 'signin', 'SessionRequired'],
  TooManyRequests: [429, 'signin', 'TooManyRequests'],
  Configuration: ours,
  InvalidOption: ours,
  MissingSecret: ours,
  MissingAdapter: ours,
  MissingAdapterMethods: ours,
  MissingDependency: ours,
  UnsupportedStrategy: ours,
  InvalidProvider: [404, 'none', 'Configuration'],
  AdapterError: [503, 'error', 'Configuration'],
  SchemaMissing: [503, 'error', 'Configuration'],
  CallbackRouteError: ours,
  JWTSessionError: ours,
  SessionTokenError: ours,
  SessionTooLarge: ours,
  SignOutError: ours,
  EventError: [500, 'none', 'Configuration'],
  UntrustedHost: [400, 'none', 'Configuration'],
  InvalidCallbackUrl: [400, 'none', 'Configuration'],
  BadRequest: [400, 'none', 'BadRequest'],
  UnknownAction: [404, 'none', 'NotFound'],
  MethodNotAllowed: [405, 'none', 'MethodNotAllowed'],
  UnsupportedMediaType: [415, 'none', 'UnsupportedMediaType'],
  ContentTooLarge: [413, 'none', 'ContentTooLarge'],
}

export interface AuthErrorOptions {
  /** What led here, for the log only. */
  cause?: unknown
  /** Facts for the log, never secrets: `{ provider: 'github' }`. */
  details?: Record<string, string | number | boolean | undefined>
}

/**
 * What this library throws. `type` is stable; `message` tells a developer what happened and how to mend it;
 * visitors see neither, but a sentence of their own.
 */
export class AuthError extends Error {
  /** The type of what a subclass makes. */
  declare static readonly type?: string
  /** The stable name of the failure. One that is not in the table above counts as `Configuration`. */
  type: AuthErrorType | EarlierErrorType
  /** In what a server action throws, `err` is what the application’s own code threw. */
  // biome-ignore lint/suspicious/noExplicitAny: TypeScript 4.7 knows no cause but an `Error`, v5 a record with `err`; nothing narrower is both
  declare cause?: any
  /** Facts for the log, never secrets. */
  readonly details: Record<string, string | number | boolean | undefined>

  /** What went wrong, by its name. */
  constructor(type: AuthErrorType, message?: string, options?: AuthErrorOptions)
  /** As v5 has it, mostly for subclasses: text, or the error that led here. */
  constructor(message?: string | Error | AuthErrorOptions, options?: Error | AuthErrorOptions)
  constructor(...call: readonly unknown[]) {
    const { type = 'AuthError' } = new.target
    const named = type === 'AuthError' && typeof call[0] === 'string' && Object.hasOwn(failures, call[0])
    const [message, options] = named ? [call[1], call[2]] : typeof call[0] === 'string' ? call : [undefined, call[0] ?? call[1]]
    // v5 keeps an error that is handed over alone as `cause.err`.
    const { cause, details = {} } = (options instanceof Error ? { cause: { err: options } } : (options ?? {})) as AuthErrorOptions
    super((message as string | undefined) ?? (named ? (call[0] as string) : type), cause === undefined ? undefined : { cause })
    this.type = (named ? call[0] : type) as AuthErrorType
    this.name = this.type
    this.details = details
  }

  /** The library throws `AuthError` itself: it is an `AccessDenied` by its type, wherever that class stands. */
  static override [Symbol.hasInstance](this: { readonly type?: string }, error: unknown): boolean {
    // biome-ignore-start lint/complexity/noThisInStatic: each subclass asks for itself
    if (isMadeBy(this, error)) return true
    return isAuthError(error) && (Object.hasOwn(this, 'type') ? error.type === this.type : Object.is(this, AuthError))
    // biome-ignore-end lint/complexity/noThisInStatic: each subclass asks for itself
  }

  /** Which page shows it: the sign-in page, where one may try again, or the error page. */
  get kind(): 'signIn' | 'error' {
    return failureOf(this)[1] === 'signin' ? 'signIn' : 'error'
  }

  /** HTTP status of the answer. */
  get status(): number {
    return failureOf(this)[0]
  }

  /** What a visitor's URL carries: `?error=<shown>`. */
  get shown(): string {
    return failureOf(this)[2]
  }
}

/** The row of an error: also of one that an application named, or that comes from another copy of this package or of v5's. */
export function failureOf({ type }: { readonly type: string }): Failure {
  return Object.hasOwn(failures, type) ? failures[type as AuthErrorType] : failures.Configuration
}

/**
 * Throw this from `authorize` to say more than "wrong": `class Locked extends CredentialsSignin { code = 'locked' }`
 * reaches the sign-in page as `?error=CredentialsSignin&code=locked`.
 */
export class CredentialsSignin extends AuthError {
  static override readonly type: string = 'CredentialsSignin'
  /** Letters, digits, `_` and `-` only. Default `credentials`. */
  code: string = 'credentials'
}

/** True for our errors, also across two copies of this package, and for those of v5. */
export function isAuthError(error: unknown): error is AuthError {
  return error instanceof Error && (isMadeBy(AuthError, error) || Object.hasOwn(failures, (error as Partial<AuthError>).type ?? ''))
}

/** What `instanceof` says where nobody changed it. */
function isMadeBy(made: object, error: unknown): boolean {
  return Function.prototype[Symbol.hasInstance].call(made, error)
}
