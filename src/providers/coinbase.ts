import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/user`. */
export interface CoinbaseProfile extends Profile {
  data: {
    id: string
    name: string | null
    username?: string | null
    /** With the scope `wallet:user:email`. */
    email?: string | null
    avatar_url?: string | null
    profile_url?: string | null
    country?: { code: string; name: string } | null
  }
}

/** Coinbase. */
export default function Coinbase(options: OAuthOptions<CoinbaseProfile> = {}): OAuthProvider<CoinbaseProfile> {
  return {
    id: 'coinbase',
    name: 'Coinbase',
    type: 'oauth',
    authorization: { url: 'https://login.coinbase.com/oauth2/auth' },
    token: { url: 'https://login.coinbase.com/oauth2/token' },
    userinfo: { url: 'https://api.coinbase.com/v2/user' },
    scope: 'wallet:user:email,wallet:user:read',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ data: { id, name, username, email, avatar_url } }) => ({
      id,
      name: name ?? username ?? null,
      email: email ?? null,
      image: avatar_url ?? null,
    }),
    style: { brandColor: '#0052ff', text: '#fff' },
    options,
  }
}
