import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `GET /api/account`, with the address of `GET /api/account/email`. */
export interface LichessProfile extends Omit<Profile, 'id'> {
  /** The user name in small letters. Lichess gives it to nobody else, even when the account is closed. */
  id: string
  username: string
  email?: string
}

/** Lichess. Nothing is registered there: the client id is any name, and there is no secret. */
export default function Lichess(options: OAuthOptions<LichessProfile> = {}): OAuthProvider<LichessProfile> {
  return {
    id: 'lichess',
    name: 'Lichess',
    type: 'oauth',
    authorization: { url: 'https://lichess.org/oauth' },
    token: { url: 'https://lichess.org/api/token' },
    userinfo: { request: readProfile },
    scope: 'email:read',
    client: { token_endpoint_auth_method: 'none' },
    profile: ({ id, username, email }) => ({ id, name: username, email: email ?? null, image: null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}

/** The address has a place of its own; without the scope `email:read` there is none. Lichess wants one request at a time. */
const readProfile: UserinfoRequest<LichessProfile> = async ({ tokens, fetch }) => {
  const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json', 'user-agent': 'next-auth' }
  const account = await fetch('https://lichess.org/api/account', { headers })
  if (account.status !== 200) throw new Error(`Lichess did not tell who this is: status ${account.status}.`)
  const profile = (await account.json()) as LichessProfile
  const address = await fetch('https://lichess.org/api/account/email', { headers })
  return address.status === 200 ? { ...profile, ...((await address.json()) as { email?: string }) } : profile
}
