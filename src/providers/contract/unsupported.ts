import { AuthError } from '../../base/errors.js'

/** v5's `Passkey` and `WebAuthn`, which it calls experimental. Refused at start, so that nobody waits for a button that never comes. */
export default function Unsupported(..._options: readonly unknown[]): never {
  throw new AuthError('InvalidProvider', 'Passkeys are not there yet. Take `Passkey` and `WebAuthn` out of `providers`.')
}
