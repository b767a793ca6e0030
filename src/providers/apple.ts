import type { Profile } from '../base/types.js'
import { type AppleKey, clientSecretBy } from './apple/client-secret.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

export type { AppleKey } from './apple/client-secret.js'

/** The claims of Apple's ID tokens; `user` comes at the first sign-in only, unsigned. */
export interface AppleProfile extends Profile {
  sub: string
  is_private_email?: boolean | 'true' | 'false'
  user?: { name: { firstName?: string; lastName?: string } }
}

export interface AppleOptions<P = AppleProfile> extends Omit<OAuthOptions<P>, 'clientSecret'> {
  /** Apple's key, from which a secret is signed when one is needed; or a secret signed elsewhere. */
  clientSecret?: string | AppleKey
}

/** Sign in with Apple. Apple answers by a POST from its own page, which needs https on this side. */
export default function Apple<P extends AppleProfile>({ clientSecret, ...options }: AppleOptions<P> = {}): OAuthProvider<P> {
  const secret = typeof clientSecret === 'object' ? clientSecretBy(clientSecret) : clientSecret
  return {
    id: 'apple',
    name: 'Apple',
    type: 'oidc',
    issuer: 'https://appleid.apple.com',
    // All of them, so that Apple's description of itself is not needed: in June 2025 it named another issuer than Apple's tokens do.
    authorization: { url: 'https://appleid.apple.com/auth/authorize' },
    token: { url: 'https://appleid.apple.com/auth/token' },
    jwks_endpoint: 'https://appleid.apple.com/auth/keys',
    scope: 'openid name email',
    responseMode: 'form_post',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    answerProfile: ({ user }) => (user === undefined ? undefined : ({ user: { name: nameIn(user) } } as Partial<P>)),
    profile: ({ sub, user, email, email_verified }) => {
      const name = [user?.name.firstName, user?.name.lastName].filter(Boolean).join(' ')
      // Some of Apple's tokens write booleans as strings.
      return { id: sub, name: name || null, email: email ?? null, image: null, emailVerified: String(email_verified) === 'true' }
    },
    style: { brandColor: '#000', text: '#fff' },
    options: secret === undefined ? options : { ...options, clientSecret: secret },
  }
}

/** The form's `user`: JSON that came through the visitor's browser. */
function nameIn(user: string): { firstName?: string; lastName?: string } {
  const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 100) : '')
  try {
    const { name } = JSON.parse(user) as { name?: { firstName?: unknown; lastName?: unknown } }
    return { firstName: text(name?.firstName), lastName: text(name?.lastName) }
  } catch {
    return {}
  }
}
