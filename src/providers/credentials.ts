import type { CredentialInput, CredentialsProvider } from './contract.js'

export type { CredentialsConfig, CredentialsProviderId, CredentialsProviderType } from './contract/names.js'
export type { CredentialInput, CredentialsProvider } from './contract.js'

export interface CredentialsOptions<F extends Record<string, CredentialInput>>
  extends Partial<Omit<CredentialsProvider<F>, 'type' | 'options' | 'authorize' | 'credentials'>>,
    Pick<CredentialsProvider<F>, 'authorize'> {
  /** The form's fields by name; `authorize` gets these and no others. */
  credentials?: F
}

/**
 * Whatever the application checks itself: a password, a directory, another service.
 *
 * `authorize` returns the user, with an `id` that is a string, or `null`. To tell the visitor more than "wrong", throw a
 * `CredentialsSignin` with a `code`. Any other `AuthError` is shown by its type, as `ProviderUnavailable` when what you ask is away.
 * What it throws otherwise is logged and reads "wrong" too.
 */
export default function Credentials<F extends Record<string, CredentialInput>>(options: CredentialsOptions<F>): CredentialsProvider<F> {
  return { id: 'credentials', name: 'Credentials', type: 'credentials', ...options, credentials: options.credentials ?? ({} as F) }
}
