import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `GET /2.0/user`, and the primary address. */
export interface BitbucketProfile extends Profile {
  /** The person at Atlassian. */
  account_id: string
  /** The person at Bitbucket. */
  uuid: string
  display_name: string
  username: string
  nickname?: string
  links: Record<string, { href?: string } | undefined>
}

/** Bitbucket Cloud. */
export default function Bitbucket(options: OAuthOptions<BitbucketProfile> = {}): OAuthProvider<BitbucketProfile> {
  return {
    id: 'bitbucket',
    name: 'Bitbucket',
    type: 'oauth',
    authorization: { url: 'https://bitbucket.org/site/oauth2/authorize' },
    token: { url: 'https://bitbucket.org/site/oauth2/access_token' },
    userinfo: { url: `${api}/user`, request: readProfile },
    scope: 'account email',
    profile: ({ account_id, display_name, username, email, links }) => ({
      id: account_id,
      name: display_name ?? username,
      email: email ?? null,
      image: links?.avatar?.href ?? null,
    }),
    style: { brandColor: '#205081', text: '#fff' },
    options,
  }
}

const api = 'https://api.bitbucket.org/2.0'

/** Addresses are a list of their own. */
async function readProfile({ tokens, fetch }: Parameters<UserinfoRequest<BitbucketProfile>>[0]): Promise<BitbucketProfile> {
  const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' }
  const [user, list] = await Promise.all([fetch(`${api}/user`, { headers }), fetch(`${api}/user/emails?pagelen=100`, { headers })])
  if (user.status !== 200) throw new Error(`Bitbucket did not tell who this is: status ${user.status}.`)
  const profile = (await user.json()) as BitbucketProfile
  // A consumer without the permission "Account: Email" may not see it.
  if (list.status !== 200) return { ...profile, email: null, email_verified: false }
  const { values = [] } = (await list.json()) as { values?: { email: string; is_primary: boolean; is_confirmed: boolean }[] }
  const primary = values.find((address) => address.is_primary === true && address.is_confirmed === true)
  return { ...profile, email: primary?.email ?? null, email_verified: primary !== undefined }
}
