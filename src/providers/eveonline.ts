import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of EVE's access tokens, and what EVE called them before it had such tokens. */
export interface EVEOnlineProfile extends Profile {
  /** `CHARACTER:EVE:` and the id of the character. */
  sub: string
  name: string
  /** Changes when the character is transferred to another account. */
  owner: string
  CharacterID: number
  CharacterName: string
  CharacterOwnerHash: string
}

/** EVE Online: a character signs in, not an account. */
export default function EVEOnline<P extends EVEOnlineProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'eveonline',
    name: 'EVE Online',
    type: 'oauth',
    authorization: { url: 'https://login.eveonline.com/v2/oauth/authorize' },
    token: { url: 'https://login.eveonline.com/v2/oauth/token' },
    // There is no profile endpoint any more: the access token is a JWT that tells whose it is.
    userinfo: { request: ({ tokens }) => characterIn(tokens.access_token ?? '') },
    scope: 'publicData',
    profile: ({ CharacterID, CharacterName }) => ({
      id: String(CharacterID),
      name: CharacterName,
      email: null,
      image: `https://images.evetech.net/characters/${CharacterID}/portrait?size=128`,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}

/** The token came from EVE's own token endpoint a moment ago, and TLS vouches for it as well as its signature would (OIDC Core §3.1.3.7, 6). */
function characterIn(token: string): EVEOnlineProfile {
  const claims = claimsOf(token)
  const [, id] = /^CHARACTER:EVE:(\d+)$/.exec(claims.sub) ?? []
  return { ...claims, CharacterID: Number(id), CharacterName: claims.name, CharacterOwnerHash: claims.owner }
}

function claimsOf(token: string): EVEOnlineProfile {
  const payload = token.split('.')[1] ?? ''
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes)) as EVEOnlineProfile
  } catch {
    // Without the cause: it would quote the token.
    throw new Error('EVE Online did not tell who this is: its access token is no JWT.')
  }
}
