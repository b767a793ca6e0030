import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /oauth2/resource/profile`. */
export interface WikimediaProfile extends Omit<Profile, 'sub'> {
  /** The number of the central account, the same on every wiki. */
  sub: number | string
  username: string
  editcount: number
  confirmed_email: boolean
  blocked: boolean
  registered: string | null
  groups: string[]
  rights: string[]
  /** With the permission to see it. */
  realname?: string
  /** With the permission to see it. */
  email?: string
}

/** Wikimedia: Wikipedia, Wikidata and all its other wikis. */
export default function Wikimedia<P extends WikimediaProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  const oauth2 = 'https://meta.wikimedia.org/w/rest.php/oauth2'
  return {
    id: 'wikimedia',
    name: 'Wikimedia',
    type: 'oauth',
    authorization: { url: `${oauth2}/authorize` },
    token: { url: `${oauth2}/access_token` },
    userinfo: { url: `${oauth2}/resource/profile` },
    profile: ({ sub, username, email, confirmed_email }) => ({
      id: String(sub),
      name: username,
      email: email || null,
      image: null,
      emailVerified: confirmed_email,
    }),
    style: { brandColor: '#069', text: '#fff' },
    options,
  }
}
