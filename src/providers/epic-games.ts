import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, RequestHeaders } from './contract.js'

/** `GET /epic/oauth/v2/userInfo`. */
export interface EpicGamesProfile extends Profile {
  /** The Epic account id. */
  sub: string
  /** The display name, which can be changed. */
  preferred_username?: string
}

/** Epic Games (Epic Account Services). */
export default function EpicGames(options: OAuthOptions<EpicGamesProfile> = {}): OAuthProvider<EpicGamesProfile> {
  return {
    id: 'epic-games',
    name: 'Epic Games',
    // Not `oidc`: whether its ID tokens repeat a nonce is not known, and `userInfo` names the `sub` too.
    type: 'oauth',
    authorization: { url: 'https://www.epicgames.com/id/authorize' },
    token: {
      url: 'https://api.epicgames.dev/epic/oauth/v2/token',
      headers: plainBasic,
    },
    userinfo: { url: 'https://api.epicgames.dev/epic/oauth/v2/userInfo' },
    scope: 'basic_profile',
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    profile: ({ sub, preferred_username }) => ({ id: sub, name: preferred_username ?? null, email: null, image: null }),
    style: { brandColor: '#2a2a2a', text: '#fff' },
    options,
  }
}

/** Epic does not decode what RFC 6749 §2.3.1 wants encoded, and its secrets have "+" and "/" in them. */
const plainBasic: RequestHeaders = ({ clientId, clientSecret }) => ({ authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` })
