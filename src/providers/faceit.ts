import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The answer of FACEIT's userinfo endpoint. */
export interface FACEITProfile extends Profile {
  guid: string
  nickname: string
  email?: string
  picture?: string
}

/** FACEIT (FACEIT Connect). */
export default function FACEIT(options: OAuthOptions<FACEITProfile> = {}): OAuthProvider<FACEITProfile> {
  return {
    id: 'faceit',
    name: 'FACEIT',
    type: 'oauth',
    // Leads back to the callback URL, instead of telling a window that opened FACEIT's page.
    authorization: { url: 'https://accounts.faceit.com/', params: { redirect_popup: 'true' } },
    token: { url: 'https://api.faceit.com/auth/v1/oauth/token' },
    userinfo: { url: 'https://api.faceit.com/auth/v1/resources/userinfo' },
    scope: 'openid email profile',
    profile: ({ guid, nickname, email, picture }) => ({
      id: guid,
      name: nickname,
      email: email ?? null,
      image: picture || null,
    }),
    style: { brandColor: '#f50', text: '#000' },
    options,
  }
}
