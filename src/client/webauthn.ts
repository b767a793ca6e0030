'use client'

/** v5's experimental sign-in by passkey. There is none yet: the promise is always rejected, with an error that says so. */
export async function signIn(..._call: readonly unknown[]): Promise<never> {
  throw new Error('Passkeys are not there yet. Sign in by `signIn` of next-auth/react with another provider.')
}
