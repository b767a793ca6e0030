import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer of `/services/oauth2/userinfo`. */
export interface SalesforceProfile extends Profile {
  /** An address that names the organisation as well. */
  sub: string
  user_id: string
  organization_id: string
  preferred_username: string
  nickname: string
  name: string
  email?: string
  email_verified?: boolean
  picture?: string
}

/** Salesforce. `issuer` is the login address of one organisation, `https://test.salesforce.com` for sandboxes. */
export default function Salesforce<P extends SalesforceProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'salesforce',
    name: 'Salesforce',
    // Not `oidc`: who somebody is, has always been `user_id` here, and `sub` is another word for it.
    type: 'oauth',
    issuer: 'https://login.salesforce.com',
    scope: 'openid profile email',
    profile: ({ user_id, name, email, picture }) => ({ id: user_id, name, email: email ?? null, image: picture ?? null }),
    style: { brandColor: '#0176d3', text: '#fff' },
    options,
  }
}
