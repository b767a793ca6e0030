import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Vercel's ID tokens. */
export interface VercelProfile extends Profile {
  sub: string
  name?: string
  preferred_username?: string
  email?: string
  picture?: string
}

/** Vercel (Sign in with Vercel). */
export default function Vercel(options: OAuthOptions<VercelProfile> = {}): OAuthProvider<VercelProfile> {
  return {
    id: 'vercel',
    name: 'Vercel',
    type: 'oidc',
    issuer: 'https://vercel.com',
    // As its documentation shows it: whether it decodes Basic (RFC 6749 §2.3.1) is not said, and its ids have "_" in them.
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ sub, name, preferred_username, email, picture }) => ({
      id: sub,
      name: name || preferred_username || null,
      email: email ?? null,
      image: picture ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
