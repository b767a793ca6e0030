import { AuthError } from './errors.js'

export { AuthError, CredentialsSignin, isAuthError } from './errors.js'

// The names of v5, to throw and to compare with: `error instanceof AccessDenied` is true of every error of that type.

export class AccessDenied extends AuthError {
  static override readonly type: string = 'AccessDenied'
}

export class AccountNotLinked extends AuthError {
  static override readonly type: string = 'AccountNotLinked'
}

export class AdapterError extends AuthError {
  static override readonly type: string = 'AdapterError'
}

export class CallbackRouteError extends AuthError {
  static override readonly type: string = 'CallbackRouteError'
}

export class DuplicateConditionalUI extends AuthError {
  static override readonly type: string = 'DuplicateConditionalUI'
}

export class EmailSignInError extends AuthError {
  static override readonly type: string = 'EmailSignInError'
}

export class ErrorPageLoop extends AuthError {
  static override readonly type: string = 'ErrorPageLoop'
}

export class EventError extends AuthError {
  static override readonly type: string = 'EventError'
}

export class ExperimentalFeatureNotEnabled extends AuthError {
  static override readonly type: string = 'ExperimentalFeatureNotEnabled'
}

export class InvalidCallbackUrl extends AuthError {
  static override readonly type: string = 'InvalidCallbackUrl'
}

export class InvalidCheck extends AuthError {
  static override readonly type: string = 'InvalidCheck'
}

export class InvalidEndpoints extends AuthError {
  static override readonly type: string = 'InvalidEndpoints'
}

export class InvalidProvider extends AuthError {
  static override readonly type: string = 'InvalidProvider'
}

export class JWTSessionError extends AuthError {
  static override readonly type: string = 'JWTSessionError'
}

export class MissingAdapter extends AuthError {
  static override readonly type: string = 'MissingAdapter'
}

export class MissingAdapterMethods extends AuthError {
  static override readonly type: string = 'MissingAdapterMethods'
}

export class MissingAuthorize extends AuthError {
  static override readonly type: string = 'MissingAuthorize'
}

export class MissingCSRF extends AuthError {
  static override readonly type: string = 'MissingCSRF'
}

export class MissingSecret extends AuthError {
  static override readonly type: string = 'MissingSecret'
}

export class MissingWebAuthnAutocomplete extends AuthError {
  static override readonly type: string = 'MissingWebAuthnAutocomplete'
}

export class OAuthAccountNotLinked extends AuthError {
  static override readonly type: string = 'OAuthAccountNotLinked'
}

export class OAuthCallbackError extends AuthError {
  static override readonly type: string = 'OAuthCallbackError'
}

export class OAuthProfileParseError extends AuthError {
  static override readonly type: string = 'OAuthProfileParseError'
}

export class OAuthSignInError extends AuthError {
  static override readonly type: string = 'OAuthSignInError'
}

export class SessionTokenError extends AuthError {
  static override readonly type: string = 'SessionTokenError'
}

export class SignOutError extends AuthError {
  static override readonly type: string = 'SignOutError'
}

export class UnknownAction extends AuthError {
  static override readonly type: string = 'UnknownAction'
}

export class UnsupportedStrategy extends AuthError {
  static override readonly type: string = 'UnsupportedStrategy'
}

export class UntrustedHost extends AuthError {
  static override readonly type: string = 'UntrustedHost'
}

export class Verification extends AuthError {
  static override readonly type: string = 'Verification'
}

export class WebAuthnVerificationError extends AuthError {
  static override readonly type: string = 'WebAuthnVerificationError'
}
