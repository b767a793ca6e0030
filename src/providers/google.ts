import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Google's ID tokens. */
export interface GoogleProfile extends Profile {
  sub: string
  email: string
  email_verified: boolean
  name: string
  picture: string
  given_name: string
  family_name?: string
  /** The Workspace domain of the account. Check this claim to let one organisation in; the parameter `hd` is only a hint. */
  hd?: string
}

/** Google. */
export default function Google<P extends GoogleProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'google',
    name: 'Google',
    type: 'oidc',
    issuer: 'https://accounts.google.com',
    profile: ({ sub, name, email, picture }) => ({ id: sub, name, email, image: picture }),
    style: { brandColor: '#1a73e8', text: '#fff' },
    options,
  }
}
