import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/oauth/userinfo`. */
export interface BoxyHQSAMLProfile extends Profile {
  /** What the customer's identity provider calls the person. */
  id: string
  email?: string
  firstName?: string
  lastName?: string
  /** Which connection was asked for. */
  requested?: { client_id?: string; tenant?: string; product?: string }
  /** All that the identity provider said. */
  raw?: Record<string, unknown>
}

/** SAML Jackson by BoxyHQ, now Ory Polis: SAML of customers as OAuth 2. `issuer` is the address of the server. */
export default function SAMLJackson<P extends BoxyHQSAMLProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  const base = options.issuer?.replace(/\/$/, '')
  return {
    id: 'boxyhq-saml',
    name: 'BoxyHQ SAML',
    type: 'oauth',
    // Embedded in an application it has no description. Without `issuer` here the environment has it, and then it is described.
    ...(base && { token: { url: `${base}/api/oauth/token` }, userinfo: { url: `${base}/api/oauth/userinfo` } }),
    authorization: { ...(base && { url: `${base}/api/oauth/authorize` }), params: { provider: 'saml' } },
    callerParams: ['tenant', 'product'],
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, email, firstName, lastName }) => ({
      id,
      name: [firstName, lastName].filter(Boolean).join(' ') || null,
      email: email ?? null,
      image: null,
    }),
    style: { brandColor: '#25c2a0', text: '#000' },
    options,
  }
}
