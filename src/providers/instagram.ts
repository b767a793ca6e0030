import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `GET /me`. */
export interface InstagramProfile extends Profile {
  /** The person, for this application alone. */
  id: string
  /** The id of the professional account, the same for every application. */
  user_id?: string
  username: string
  name?: string
  account_type?: string
  profile_picture_url?: string
}

const me = 'https://graph.instagram.com/v24.0/me?fields=id,user_id,username,name,account_type,profile_picture_url'

/** Instagram, for professional accounts (Business Login). Others have no sign-in any more. */
export default function Instagram(options: OAuthOptions<InstagramProfile> = {}): OAuthProvider<InstagramProfile> {
  return {
    id: 'instagram',
    name: 'Instagram',
    type: 'oauth',
    authorization: { url: 'https://www.instagram.com/oauth/authorize' },
    token: { url: 'https://api.instagram.com/oauth/access_token', defaults: { token_type: 'bearer' }, conform: unwrapped },
    userinfo: { url: me, request: readProfile },
    scope: 'instagram_business_basic',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, name, username, profile_picture_url }) => ({
      id,
      name: name || username,
      email: null,
      image: profile_picture_url ?? null,
    }),
    style: { brandColor: '#c13584', text: '#fff' },
    options,
  }
}

/** Instagram documents each answer as the one entry of a list, `data`, and sends it alone as well. */
function first(answer: unknown): unknown {
  const data = (answer as { data?: unknown } | null | undefined)?.data
  return Array.isArray(data) ? data[0] : answer
}

async function unwrapped(response: Response): Promise<Response> {
  const answer = first(await response.json().catch(() => undefined)) ?? {}
  return Response.json(answer, { status: response.status })
}

const readProfile: UserinfoRequest<InstagramProfile> = async ({ tokens, fetch }) => {
  const response = await fetch(me, { headers: { authorization: `Bearer ${tokens.access_token}` } })
  if (response.status !== 200) throw new Error(`Instagram did not tell who this is: status ${response.status}.`)
  return first(await response.json()) as InstagramProfile
}
