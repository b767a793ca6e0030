import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `GET /v3/application/users/{user_id}`. */
export interface EtsyProfile extends Profile {
  user_id: number
  primary_email: string | null
  first_name: string | null
  last_name: string | null
  image_url_75x75: string | null
}

/** Etsy. The secret is the shared secret, which the API asks for beside the token. */
export default function Etsy(options: OAuthOptions<EtsyProfile> = {}): OAuthProvider<EtsyProfile> {
  return {
    id: 'etsy',
    name: 'Etsy',
    type: 'oauth',
    authorization: { url: 'https://www.etsy.com/oauth/connect' },
    token: { url: 'https://api.etsy.com/v3/public/oauth/token' },
    userinfo: { request: readProfile },
    scope: 'email_r',
    // The token endpoint knows no secret: PKCE is what it checks.
    client: { token_endpoint_auth_method: 'none' },
    profile: ({ user_id, primary_email, first_name, last_name, image_url_75x75 }) => ({
      id: String(user_id),
      name: [first_name, last_name].filter(Boolean).join(' ') || null,
      email: primary_email || null,
      image: image_url_75x75 || null,
    }),
    style: { brandColor: '#f1641e', text: '#000' },
    options,
  }
}

/** Access tokens begin with the id of the user and a dot; asking `users/me` for it would take access to shops as well. */
const readProfile: UserinfoRequest<EtsyProfile> = async ({ tokens, provider: { clientId, clientSecret }, fetch }) => {
  const id = /^(\d+)\./.exec(tokens.access_token ?? '')?.[1]
  if (id === undefined) throw new Error('The access token does not begin with a user id, as Etsy documents it.')
  if (typeof clientSecret !== 'string') throw new Error("Etsy's API needs `clientSecret`, the shared secret of the application.")
  const headers = { authorization: `Bearer ${tokens.access_token}`, 'x-api-key': `${clientId}:${clientSecret}` }
  const response = await fetch(`https://api.etsy.com/v3/application/users/${id}`, { headers })
  if (response.status !== 200) throw new Error(`Etsy did not tell who this is: status ${response.status}.`)
  return (await response.json()) as EtsyProfile
}
