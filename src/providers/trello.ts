import type { Profile } from '../base/types.js'
import type { OAuth1Options, OAuth1Provider } from './contract.js'

/** `GET /1/members/me`. */
export interface TrelloProfile extends Profile {
  id: string
  username: string
  fullName: string
  avatarUrl: string | null
  /** Present with the scope `account`. */
  email?: string | null
  /** Whether the member confirmed that address. */
  confirmed: boolean
}

/** Trello. */
export default function Trello(options: OAuth1Options<TrelloProfile> = {}): OAuth1Provider<TrelloProfile> {
  return {
    id: 'trello',
    name: 'Trello',
    type: 'oauth1',
    requestToken: { url: 'https://trello.com/1/OAuthGetRequestToken' },
    authorization: { url: 'https://trello.com/1/OAuthAuthorizeToken', params: { scope: 'read' } },
    accessToken: { url: 'https://trello.com/1/OAuthGetAccessToken' },
    userinfo: { url: 'https://api.trello.com/1/members/me', params: { fields: 'username,fullName,avatarUrl,email,confirmed' } },
    profile: ({ id, username, fullName, avatarUrl, email, confirmed }) => ({
      id,
      name: fullName || username,
      email: email ?? null,
      emailVerified: confirmed === true,
      // The address of a folder; 170 pixels is the largest picture in it.
      image: avatarUrl ? `${avatarUrl}/170.png` : null,
    }),
    style: { brandColor: '#0c66e4', text: '#fff' },
    options,
  }
}
