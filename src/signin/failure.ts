import { AuthError } from '../base/errors.js'
import { withoutSecrets } from '../oauth/failure.js'

interface Named {
  readonly id: string
}

export type Unaccepted = 'OAuthSignInError' | 'OAuthCallbackError' | 'RefreshTokenError'

/** A provider was asked, and it did not go well. The reason stands in the sentence too: not every log shows causes. */
export function unaccepted(
  type: Unaccepted,
  message: string,
  { id }: Named,
  error: unknown,
  facts: { readonly final?: boolean } = {},
): AuthError {
  const cause = withoutSecrets(error)
  return new AuthError(type, `${message} ${cause.message}`, { cause, details: { provider: id, ...facts } })
}

/** An answer that is not one to a question of this browser. */
export function invalid(message: string, { id }: Named): AuthError {
  return new AuthError('InvalidCheck', message, { details: { provider: id } })
}
