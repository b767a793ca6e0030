'use server'

import { AuthError } from 'next-auth'
import { signIn } from '@/auth'

/** What a visitor is told when it did not work. */
export interface Outcome {
  readonly problem?: string
}

const sentences: Readonly<Record<string, string>> = {
  CredentialsSignin: 'Any name will do, but the password is “demo”.',
  InvalidEmail: 'That does not look like an e-mail address.',
  TooManyRequests: 'That was a little often. Wait a few minutes.',
}

/** Away to a provider, and back to the front page. */
export async function signInWith(provider: string) {
  await signIn(provider, { redirectTo: '/' })
}

export async function signInByMail(_before: Outcome, form: FormData): Promise<Outcome> {
  return attempt('email', { email: String(form.get('email') ?? '') })
}

export async function signInByPassword(_before: Outcome, form: FormData): Promise<Outcome> {
  return attempt('credentials', { name: String(form.get('name') ?? ''), password: String(form.get('password') ?? '') })
}

async function attempt(provider: string, fields: Record<string, string>): Promise<Outcome> {
  try {
    return await signIn(provider, { ...fields, redirectTo: '/' })
  } catch (error) {
    // What worked ends in Next's redirect, which is thrown as well and has to go on.
    if (!(error instanceof AuthError)) throw error
    return { problem: sentences[error.type] ?? 'That did not work. The reason is in the terminal.' }
  }
}
