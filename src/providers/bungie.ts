import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /Platform/User/GetMembershipsForCurrentUser/`. */
export interface BungieProfile extends Profile {
  Response: {
    bungieNetUser: { membershipId: string; uniqueName?: string; displayName?: string; profilePicturePath?: string }
    /** The person on consoles and shops; may be none. */
    destinyMemberships?: { membershipType: number; membershipId: string; displayName: string }[]
    primaryMembershipId?: string
  }
}

export interface BungieOptions extends OAuthOptions<BungieProfile> {
  /** The API key of the application, which Bungie.net shows beside the client id. v3 and v4 took it as `headers: { 'X-API-Key': key }`. */
  apiKey?: string | undefined
}

/** Bungie.net. It needs `apiKey` besides id and secret. */
export default function Bungie({ apiKey, ...options }: BungieOptions = {}): OAuthProvider<BungieProfile> {
  return {
    id: 'bungie',
    name: 'Bungie',
    type: 'oauth',
    authorization: { url: 'https://www.bungie.net/en/OAuth/Authorize' },
    token: { url: 'https://www.bungie.net/Platform/App/OAuth/token/' },
    userinfo: {
      url: 'https://www.bungie.net/Platform/User/GetMembershipsForCurrentUser/',
      headers: apiKey === undefined ? {} : { 'x-api-key': apiKey },
    },
    profile: ({ Response: { bungieNetUser } }) => {
      const { membershipId, displayName, uniqueName, profilePicturePath } = bungieNetUser
      const image = profilePicturePath ? new URL(profilePicturePath, 'https://www.bungie.net').href : null
      return { id: membershipId, name: displayName ?? uniqueName ?? null, email: null, image }
    },
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
