import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `ocs.data` of `GET /ocs/v2.php/cloud/user`. */
export interface NextcloudProfile extends Omit<Profile, 'id'> {
  /** The user name, which cannot change. */
  id: string
  displayname: string
  /** What the person wrote there; nobody has proven it. */
  email: string | null
  groups: string[]
  language: string
  locale: string
  enabled: boolean
  /** Where the server shows it; it says so nowhere. */
  picture: string
}

/** A Nextcloud server, by its address as `issuer`, with its path if it has one: `https://cloud.company.example`. */
export default function Nextcloud(options: OAuthOptions<NextcloudProfile> = {}): OAuthProvider<NextcloudProfile> {
  return {
    id: 'nextcloud',
    name: 'Nextcloud',
    type: 'oauth',
    authorization: { url: '{issuer}/index.php/apps/oauth2/authorize' },
    token: { url: '{issuer}/index.php/apps/oauth2/api/v1/token' },
    userinfo: { request: readProfile },
    profile: ({ id, displayname, email, picture }) => ({
      id,
      name: displayname || id,
      email: email || null,
      image: picture,
    }),
    style: { brandColor: '#00679e', text: '#fff' },
    options,
  }
}

/** The person is wrapped in two envelopes, and without their picture. */
const readProfile: UserinfoRequest<NextcloudProfile> = async ({ tokens, provider, fetch }) => {
  const base = provider.issuer?.replace(/\/$/, '')
  const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json', 'ocs-apirequest': 'true' }
  const response = await fetch(`${base}/ocs/v2.php/cloud/user?format=json`, { headers })
  if (response.status !== 200) throw new Error(`Nextcloud did not tell who this is: status ${response.status}.`)
  const { data } = ((await response.json()) as { ocs: { data: NextcloudProfile } }).ocs
  return { ...data, picture: `${base}/index.php/avatar/${encodeURIComponent(data.id)}/512` }
}
