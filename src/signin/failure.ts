import { AuthError } from '../base/errors.js'
import { withoutSecrets } from '../oauth/failure.js'

interface Named {
  readonly id: string
}

/** A provider was asked, and it did not go well. The reason stands in the sentence too: not every log shows causes. */
export function asked(type: 'OAuthSignInError' | 'OAuthCallbackError', message: string, { id }: Named, error: unknown): AuthError {
  const cause = withoutSecrets(error)
  return new AuthError(type, `${message} ${cause.message}`, { cause, details: { provider: id } })
}

/** An answer that is not one to a question of this browser. */
export function invalid(message: string, { id }: Named): AuthError {
  return new AuthError('InvalidCheck', message, { details: { provider: id } })
}
