import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /sso/profile`. */
export interface WorkOSProfile extends Profile {
  /** The person, as one connection knows them. */
  id: string
  /** The person's id at the identity provider. */
  idp_id: string
  connection_id: string
  connection_type: string
  organization_id: string | null
  /** What the identity provider says; WorkOS has not proven it. */
  email: string
  first_name: string | null
  last_name: string | null
  raw_attributes?: Record<string, unknown>
}

export interface WorkOSOptions<P = WorkOSProfile> extends OAuthOptions<P> {
  /** The one connection to sign in with: `conn_…`. */
  connection?: string
  /** The domain whose connection it is. WorkOS would rather have `connection`, or `organization` in `authorization.params`. */
  domain?: string
}

/**
 * WorkOS (single sign-on). A page says which connection by `connection`, `organization`, `provider` or `domain`, if the options do not.
 * `issuer` is the address of the API, `https://api.workos.com/` unless it is said.
 */
export default function WorkOS<P extends WorkOSProfile>({ connection, domain, ...options }: WorkOSOptions<P> = {}): OAuthProvider<P> {
  const base = (options.issuer ?? 'https://api.workos.com').replace(/\/$/, '')
  return {
    id: 'workos',
    name: 'WorkOS',
    type: 'oauth',
    authorization: { url: `${base}/sso/authorize`, params: { connection, domain } },
    callerParams: ['provider', 'domain'],
    // Earlier answers had no `token_type`.
    token: { url: `${base}/sso/token`, defaults: { token_type: 'bearer' } },
    userinfo: { url: `${base}/sso/profile` },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, first_name, last_name, email, raw_attributes }) => ({
      id,
      name: [first_name, last_name].filter(Boolean).join(' ') || null,
      email,
      image: typeof raw_attributes?.picture === 'string' ? raw_attributes.picture : null,
    }),
    style: { brandColor: '#6363f1', text: '#fff' },
    options,
  }
}
