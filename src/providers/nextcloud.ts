import { AuthError } from '../base/errors.js'
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
}

export interface NextcloudOptions extends OAuthOptions<NextcloudProfile> {
  /** The server, with its path if it has one: `https://cloud.company.example`. Required. */
  issuer?: string | undefined
}

/** A Nextcloud server, by `issuer`. */
export default function Nextcloud({ issuer, ...options }: NextcloudOptions = {}): OAuthProvider<NextcloudProfile> {
  if (!issuer)
    throw new AuthError(
      'InvalidOption',
      'Provider `nextcloud` needs `issuer`, the address of a server: Nextcloud({ issuer: "https://…" }).',
    )
  const base = issuer.replace(/\/$/, '')
  return {
    id: 'nextcloud',
    name: 'Nextcloud',
    type: 'oauth',
    authorization: { url: `${base}/index.php/apps/oauth2/authorize` },
    token: { url: `${base}/index.php/apps/oauth2/api/v1/token` },
    userinfo: { request: readProfile(`${base}/ocs/v2.php/cloud/user?format=json`) },
    profile: ({ id, displayname, email }) => ({
      id,
      name: displayname || id,
      email: email || null,
      image: `${base}/index.php/avatar/${encodeURIComponent(id)}/512`,
    }),
    style: { brandColor: '#00679e', text: '#fff' },
    options,
  }
}

/** The person is wrapped in two envelopes. */
function readProfile(url: string): UserinfoRequest<NextcloudProfile> {
  return async ({ tokens, fetch }) => {
    const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json', 'ocs-apirequest': 'true' }
    const response = await fetch(url, { headers })
    if (response.status !== 200) throw new Error(`Nextcloud did not tell who this is: status ${response.status}.`)
    const { ocs } = (await response.json()) as { ocs: { data: NextcloudProfile } }
    return ocs.data
  }
}
