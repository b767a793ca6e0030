import { vi } from 'vitest'
import { memory } from '../src/adapters/memory.js'
import { type AuthEngine, type AuthOptions, createAuth } from '../src/engine/index.js'
import type { CredentialsProvider, EmailProvider, OAuthProvider } from '../src/providers/contract.js'

export const secret: string = 'a-secret-for-tests-only-0123456789-abcdef'

/** Counts what a refused request must not do. */
export interface Watched {
  readonly auth: AuthEngine
  /** Calls of `authorize`, of mails, of outgoing requests and of writing verbs, by name. */
  readonly calls: string[]
  readonly mails: { readonly to: string; readonly url: string }[]
  readonly errors: Error[]
  readonly warnings: string[]
}

/** One person, whose password is `right`. */
export function credentialsProvider(calls: string[] = []): CredentialsProvider {
  return {
    id: 'credentials',
    name: 'Password',
    type: 'credentials',
    credentials: { username: { label: 'Name' }, password: { label: 'Password', type: 'password' } },
    authorize: ({ username, password }) => {
      calls.push('authorize')
      return password === 'right' && username ? { id: `user-${username}`, name: username, email: `${username}@app.example` } : null
    },
  }
}

export function emailProvider(calls: string[], mails: { to: string; url: string }[]): EmailProvider {
  return {
    id: 'email',
    name: 'Email',
    type: 'email',
    maxAge: 3600,
    sendVerificationRequest: ({ identifier, url }) => {
      calls.push('mail')
      mails.push({ to: identifier, url })
    },
  }
}

/** A service that nobody asks: requests to it are what a test counts. */
export function oauthProvider(id = 'service'): OAuthProvider {
  return {
    id,
    name: id,
    type: 'oauth',
    clientId: 'client',
    clientSecret: 'client-secret',
    authorization: `https://${id}.example/authorize`,
    token: `https://${id}.example/token`,
    userinfo: `https://${id}.example/userinfo`,
    profile: (profile) => ({ id: String(profile.id), name: profile.name ?? null, email: profile.email ?? null }),
  }
}

const writes = [
  'createUser',
  'updateUser',
  'linkAccount',
  'createSession',
  'updateSession',
  'deleteSession',
  'createVerificationToken',
  'useVerificationToken',
  'transaction',
] as const

/** A site at `https://app.example` with a store in memory, a password, a mail and a service; whatever it does is written down. */
export function site(options: Partial<AuthOptions> = {}): Watched {
  const calls: string[] = []
  const mails: { to: string; url: string }[] = []
  const errors: Error[] = []
  const warnings: string[] = []
  const adapter = memory()
  for (const verb of writes) {
    const real = adapter[verb] as (...call: unknown[]) => unknown
    vi.spyOn(adapter, verb).mockImplementation(((...call: unknown[]) => {
      calls.push(verb)
      return real.apply(adapter, call)
    }) as never)
  }
  const auth = createAuth({
    url: 'https://app.example',
    secret,
    adapter,
    session: { strategy: 'jwt' },
    providers: [credentialsProvider(calls), emailProvider(calls, mails), oauthProvider()],
    logger: { error: (error) => errors.push(error), warn: (code) => warnings.push(code), debug: () => {} },
    fetch: async (input) => {
      calls.push(`fetch ${String(input instanceof Request ? input.url : input)}`)
      return new Response('', { status: 500 })
    },
    ...options,
  })
  return { auth, calls, mails, errors, warnings }
}
