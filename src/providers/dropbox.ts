import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `POST /2/users/get_current_account`. */
export interface DropboxProfile extends Omit<Profile, 'name'> {
  /** `dbid:` and 35 characters. */
  account_id: string
  name: { display_name: string; given_name: string; surname: string; familiar_name: string; abbreviated_name: string }
  email: string
  email_verified: boolean
  profile_photo_url?: string
}

/** Dropbox. */
export default function Dropbox(options: OAuthOptions<DropboxProfile> = {}): OAuthProvider<DropboxProfile> {
  return {
    id: 'dropbox',
    name: 'Dropbox',
    type: 'oauth',
    authorization: { url: 'https://www.dropbox.com/oauth2/authorize' },
    token: { url: 'https://api.dropboxapi.com/oauth2/token' },
    userinfo: { url: 'https://api.dropboxapi.com/2/users/get_current_account', method: 'POST' },
    scope: 'account_info.read',
    profile: ({ account_id, name, email, profile_photo_url }) => ({
      id: account_id,
      name: name.display_name,
      email,
      image: profile_photo_url ?? null,
    }),
    style: { brandColor: '#0061fe', text: '#fff' },
    options,
  }
}
