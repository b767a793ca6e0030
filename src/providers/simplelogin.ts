import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of SimpleLogin's ID tokens. */
export interface SimpleLoginProfile extends Omit<Profile, 'id'> {
  id: number
  sub: string
  /** The name of the application. */
  client: string
  /** The person's own address, or an alias made for this application. */
  email?: string
  email_verified: boolean
  name?: string
  /** Good for a week. */
  avatar_url?: string | null
}

/** SimpleLogin. */
export default function SimpleLogin<P extends SimpleLoginProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'simplelogin',
    name: 'SimpleLogin',
    type: 'oidc',
    issuer: 'https://app.simplelogin.io',
    // With any word more the ID token repeats no nonce. It holds all that the application is registered for anyway.
    scope: 'openid',
    profile: ({ sub, name, email, avatar_url }) => ({ id: sub, name: name || null, email: email ?? null, image: avatar_url ?? null }),
    style: { brandColor: '#e3156a', text: '#fff' },
    options,
  }
}
