import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** What HubSpot says of an access token. */
export interface HubSpotProfile extends Profile {
  user_id: number
  /** The e-mail address of the user. */
  user?: string
  /** The account (the "portal") that the user chose. */
  hub_id: number
  hub_domain?: string
}

const api = 'https://api.hubapi.com/oauth/2026-03/token'

/** HubSpot. */
export default function HubSpot<P extends HubSpotProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'hubspot',
    name: 'HubSpot',
    type: 'oauth',
    authorization: { url: 'https://app.hubspot.com/oauth/authorize' },
    token: { url: api },
    userinfo: { url: `${api}/introspect`, request: introspect },
    scope: 'oauth',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ user_id, user }) => ({ id: String(user_id), name: user ?? null, email: user ?? null, image: null }),
    style: { brandColor: '#ff7a59', text: '#000' },
    options,
  }
}

/** There is no profile endpoint: whose a token is, is told to the client that it was issued to (RFC 7662). */
const introspect: UserinfoRequest<HubSpotProfile> = async ({ tokens, provider, fetch }) => {
  const { clientId = '', clientSecret = '' } = provider
  const body = new URLSearchParams({
    client_id: clientId,
    client_secret: typeof clientSecret === 'function' ? await clientSecret(clientId) : clientSecret,
    token: tokens.access_token ?? '',
    token_type_hint: 'access_token',
  })
  const response = await fetch(`${api}/introspect`, { method: 'POST', body })
  if (response.status !== 200) throw new Error(`HubSpot did not tell who this is: status ${response.status}.`)
  return (await response.json()) as HubSpotProfile
}
