import { AuthError } from './errors.js'

export * from './error-kinds.js'

// The names of v3, which adapters written for it throw. What goes wrong in a store is an `AdapterError`, whichever of its verbs it was.

export class UnknownError extends AuthError {
  static override readonly type: string = 'AdapterError'
  override name: string = 'UnknownError'
}

export class AccountNotLinkedError extends AuthError {
  static override readonly type: string = 'OAuthAccountNotLinked'
  override name: string = 'AccountNotLinkedError'
}

export class CreateUserError extends UnknownError {
  override name: string = 'CreateUserError'
}

export class GetUserError extends UnknownError {
  override name: string = 'GetUserError'
}

export class GetUserByEmailError extends UnknownError {
  override name: string = 'GetUserByEmailError'
}

export class GetUserByIdError extends UnknownError {
  override name: string = 'GetUserByIdError'
}

export class GetUserByProviderAccountIdError extends UnknownError {
  override name: string = 'GetUserByProviderAccountIdError'
}

export class UpdateUserError extends UnknownError {
  override name: string = 'UpdateUserError'
}

export class DeleteUserError extends UnknownError {
  override name: string = 'DeleteUserError'
}

export class LinkAccountError extends UnknownError {
  override name: string = 'LinkAccountError'
}

export class UnlinkAccountError extends UnknownError {
  override name: string = 'UnlinkAccountError'
}

export class CreateSessionError extends UnknownError {
  override name: string = 'CreateSessionError'
}

export class GetSessionError extends UnknownError {
  override name: string = 'GetSessionError'
}

export class UpdateSessionError extends UnknownError {
  override name: string = 'UpdateSessionError'
}

export class DeleteSessionError extends UnknownError {
  override name: string = 'DeleteSessionError'
}

export class CreateVerificationRequestError extends UnknownError {
  override name: string = 'CreateVerificationRequestError'
}

export class GetVerificationRequestError extends UnknownError {
  override name: string = 'GetVerificationRequestError'
}

export class DeleteVerificationRequestError extends UnknownError {
  override name: string = 'DeleteVerificationRequestError'
}
